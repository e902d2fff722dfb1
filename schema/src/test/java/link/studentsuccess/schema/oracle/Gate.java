package link.studentsuccess.schema.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import link.studentsuccess.schema.TestDatabase;
import link.studentsuccess.schema.oracle.World.About;
import org.junit.jupiter.api.DynamicTest;

/** A condition of the policy that closes: where it stands, what stands there without it, and what often gets in its way. */
record Gate(String function, String text, String without, List<Disturbance> disturbances) {

    private static final int NOTICED_AT_LEAST = 500;
    private static final int MOST_ROUNDS = 10;

    static Gate replaced(String function, String text, String without, Disturbance... disturbances) {
        return new Gate(function, text, without, List.of(disturbances));
    }

    /** One condition of several, which is never true without it. */
    static Gate part(String function, String condition, Disturbance... disturbances) {
        return replaced(function, condition, "false", disturbances);
    }

    /**
     * "Each gate removed from the policy in turn is noticed by at least 500 generated decisions": it is asked about what the gate
     * closes until that many answers are others without it, or many were asked in vain. The questions are the same each time,
     * unless another seed is asked for.
     */
    <T extends About> DynamicTest isNoticed(Function<Generator, List<T>> closed, Differing<T> differing) {
        return DynamicTest.dynamicTest(toString(), () -> {
            long seed = Long.getLong("oracle.seed", (function + text + without).hashCode());
            var random = new Random(seed);
            var noticed = 0;
            for (var round = 0; noticed < NOTICED_AT_LEAST && round < MOST_ROUNDS; round++) {
                var asked = closed.apply(Generator.anytime(random));
                try (var connection = removed()) {
                    var worlds = asked.stream().map(About::world).distinct().toList();
                    noticed += differing.count(Database.load(connection, worlds), asked);
                }
            }
            assertThat(noticed).as("oracle.seed=%s", seed).isGreaterThanOrEqualTo(NOTICED_AT_LEAST);
        });
    }

    /** How often a database answers otherwise than the oracle. */
    interface Differing<T> {
        int count(Database database, List<T> asked) throws SQLException;
    }

    /**
     * A connection in whose transaction the gate is missing; closing it without a commit puts the gate back. Worlds are written
     * there without the checks of their keys, which take most of the time: they are made where the oracle is compared.
     */
    private Connection removed() throws SQLException {
        var connection = TestDatabase.shared().as("postgres");
        Database.prepare(connection);
        remove(connection);
        connection.createStatement().execute("set local session_replication_role = replica");
        return connection;
    }

    private void remove(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_get_functiondef('" + function + "'::regproc)")) {
            rows.next();
            var definition = rows.getString(1);
            assertThat(definition).contains(text);
            statement.execute(definition.replace(text, without));
        }
    }

    @Override
    public String toString() {
        return function + ": " + text + (without.isEmpty() || without.equals("false") ? "" : " -> " + without);
    }
}
