package link.studentsuccess.api;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.SharedWorld;

/** The demo world as these tests use it. */
final class Worlds {

    /** The superuser's sessions, kept for the next look: a new one costs more than most looks. */
    private static final Queue<Connection> KEPT = new ConcurrentLinkedQueue<>();

    private Worlds() {}

    /** The shared world, once its feeds have published. */
    static DemoWorld pulled() {
        return Pulled.WORLD;
    }

    /** The first column of a query that no rule binds: to prove that what is hidden exists. */
    static List<String> truth(DemoWorld world, String sql) {
        return asSuperuser(world, statement -> {
            try (var rows = statement.executeQuery(sql)) {
                var values = new ArrayList<String>();
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
                }
                return values;
            }
        });
    }

    static void change(DemoWorld world, String sql) {
        asSuperuser(world, statement -> statement.execute(sql));
    }

    /** What the session was set to is forgotten, and what it read is counted; a session that failed is not kept. */
    private static <T> T asSuperuser(DemoWorld world, Work<T> work) {
        try {
            var kept = KEPT.poll();
            var connection = kept == null ? world.superuser() : kept;
            try (var statement = connection.createStatement()) {
                var result = work.with(statement);
                statement.execute("discard all");
                statement.execute("select pg_stat_force_next_flush()");
                KEPT.add(connection);
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Done in one session. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Statement statement) throws SQLException;
    }

    private static final class Pulled {
        private static final DemoWorld WORLD = SharedWorld.get();

        static {
            WORLD.awaitFirstPulls(Duration.ofSeconds(60));
        }
    }
}
