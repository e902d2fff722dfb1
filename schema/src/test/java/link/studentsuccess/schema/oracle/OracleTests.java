package link.studentsuccess.schema.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import link.studentsuccess.schema.TestDatabase;
import org.junit.jupiter.api.Test;

/** "An independent plain-Java model of the rules in the tests, compared with access.open: at least 20,000 generated decisions per build." */
class OracleTests {

    private static final int WORLDS_AT_ONCE = 40;

    @Test
    void decidesAsTheDatabase() throws SQLException {
        var seed = Long.getLong("oracle.seed", System.nanoTime());
        var random = new Random(seed);
        var counts = new TreeMap<String, Integer>();
        var wrong = new TreeMap<String, List<String>>();
        var start = System.nanoTime();
        try (var connection = TestDatabase.shared().as("postgres")) {
            connection.setAutoCommit(false);
            var samples = new Samples(connection);
            var total = 0;
            while (total < 20_000) {
                var generator = Generator.anytime(random);
                var worlds = new ArrayList<World>();
                for (var i = 0; i < WORLDS_AT_ONCE; i++) {
                    worlds.add(generator.world(List.of(Disturbance.values())));
                }
                var database = new Database(connection, Loader.load(connection, samples, worlds));
                System.out.println("loaded " + (System.nanoTime() - start) / 1e9);
                connection.createStatement().execute("set local role link_policy");
                for (var world : worlds) {
                    for (var question : world.questions) {
                        var decided = database.decide(world, question);
                        for (var expected : Database.expected(world, question).entrySet()) {
                            var actual = decided.getOrDefault(expected.getKey(), Decision.closed(Decision.INVISIBLE));
                            counts.merge(expected.getValue().outcome(), 1, Integer::sum);
                            total++;
                            if (!actual.equals(expected.getValue())) {
                                wrong.computeIfAbsent(
                                                expected.getValue().outcome() + " != " + actual.outcome(),
                                                k -> new ArrayList<>())
                                        .add(expected.getKey() + " " + question + "\n expected " + expected.getValue()
                                                + " got " + actual + "\n" + world);
                            }
                        }
                    }
                }
                connection.rollback();
                System.out.println(total + " after " + (System.nanoTime() - start) / 1e9);
                if (Boolean.getBoolean("oracle.short") && total > 6000) { break; }
            }
        }
        System.out.println("seed " + seed + " seconds " + (System.nanoTime() - start) / 1e9 + " " + counts);
        wrong.forEach((k, v) -> System.out.println(k + " " + v.size() + "\n" + v.get(0)));
        assertThat(wrong).isEmpty();
    }
}
