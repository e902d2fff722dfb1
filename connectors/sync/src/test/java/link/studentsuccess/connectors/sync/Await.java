package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import link.studentsuccess.connectors.testkit.SettableClock;
import org.postgresql.PGConnection;

/** Waits for what a running engine does. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AT_THE_LATEST = Duration.ofMillis(100);

    /** What is waited for, as the database says it. */
    interface Condition {

        boolean holds() throws SQLException;
    }

    private Await() {}

    /** For an engine whose clock goes by itself. */
    static void until(Condition condition) throws SQLException {
        until(condition, () -> {});
    }

    /**
     * For an engine whose clock the test sets: it goes on meanwhile. The scheduler waits between two looks by that clock too, and
     * so does a feed whose district is in use: one that was moved on just before such a wait, and stood still from then on, would
     * never let it end.
     */
    static void until(SettableClock clock, Condition condition) throws SQLException {
        until(condition, () -> clock.tick(AT_THE_LATEST));
    }

    /** Looks when something is published, and every moment besides. */
    private static void until(Condition condition, Runnable meanwhile) throws SQLException {
        try (var listener = TestDatabase.shared().toListen();
                var statement = listener.createStatement()) {
            statement.execute("listen link_published");
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            var holds = condition.holds();
            while (!holds && System.nanoTime() < deadline) {
                listener.unwrap(PGConnection.class).getNotifications((int) AT_THE_LATEST.toMillis());
                meanwhile.run();
                holds = condition.holds();
            }
            assertThat(holds).as("within %s", PATIENCE).isTrue();
        }
    }
}
