package link.studentsuccess.schema.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import link.studentsuccess.schema.TestDatabase;

/** A condition of the policy that closes: where it stands, what stands there without it, and what often gets in its way. */
record Gate(String function, String text, String without, List<Disturbance> disturbances) {

    static Gate replaced(String function, String text, String without, Disturbance... disturbances) {
        return new Gate(function, text, without, List.of(disturbances));
    }

    /** One condition of several, which is never true without it. */
    static Gate part(String function, String condition, Disturbance... disturbances) {
        return replaced(function, condition, "false", disturbances);
    }

    /** The same each time, unless another seed is asked for. */
    long seed() {
        return Long.getLong("oracle.seed", (function + text + without).hashCode());
    }

    Random random() {
        return new Random(seed());
    }

    /**
     * A connection in whose transaction the gate is missing; closing it without a commit puts the gate back. Worlds are written
     * there without the checks of their keys, which take most of the time: they are made where the oracle is compared.
     */
    Connection removed() throws SQLException {
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
