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
    void decidesAsTheDatabase() throws SQLException, ReflectiveOperationException {
        var seed = Long.getLong("oracle.seed", System.nanoTime());
        var random = new Random(seed);
        var counts = new TreeMap<String, Integer>();
        var wrong = new TreeMap<String, String>();
        var wrongs = new TreeMap<String, Integer>();
        var start = System.nanoTime();
        try (var connection = TestDatabase.shared().as("postgres")) {
            connection.createStatement().execute("set plan_cache_mode = force_generic_plan");
            connection.createStatement().execute("set jit = off");
            connection.setAutoCommit(false);
            var samples = new Samples(connection);
            var total = 0;
            while (total < Integer.getInteger("oracle.decisions", 20_000)) {
                var generator = Generator.anytime(random);
                var worlds = new ArrayList<World>();
                for (var i = 0; i < WORLDS_AT_ONCE; i++) {
                    worlds.add(generator.world(List.of(Disturbance.values())));
                }
                var database = Database.load(connection, samples, worlds);
                var shrinkers = new TreeMap<String, Shrinker>();
                for (var world : worlds) {
                    for (var question : world.questions) {
                        var decided = database.decide(world, question);
                        for (var expected : Database.expected(world, question).entrySet()) {
                            var actual = decided.getOrDefault(expected.getKey(), Decision.closed(Decision.INVISIBLE));
                            counts.merge(expected.getValue().outcome(), 1, Integer::sum);
                            total++;
                            if (!actual.equals(expected.getValue())) {
                                var key = expected.getValue().outcome() + " != " + actual.outcome();
                                wrongs.merge(key, 1, Integer::sum);
                                if (!wrong.containsKey(key)) {
                                    shrinkers.put(key, new Shrinker(connection, samples, world, question, expected.getKey(), new Shrinker.Disagreement(expected.getValue(), actual)));
                                }
                            }
                        }
                    }
                }
                connection.rollback();
                for (var s : shrinkers.entrySet()) {
                    wrong.put(s.getKey(), s.getValue().shrink());
                }
            }
        }
        System.out.println("seed " + seed + " seconds " + (System.nanoTime() - start) / 1e9 + " " + counts);
        System.out.println(wrongs);
        wrong.forEach((k, v) -> System.out.println("== " + k + "\n" + v));
        assertThat(wrong.keySet()).isEmpty();
    }
}
