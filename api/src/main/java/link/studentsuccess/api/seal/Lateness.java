package link.studentsuccess.api.seal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What is late. By the clock of the machine that seals or verifies: the database's is set by its administrators, who could let
 * it stand still.
 *
 * @param limit after which a row should have its seal
 * @param explained seals that were late for a reason that is known: an outage, a restore
 */
record Lateness(Duration limit, Set<Long> explained, Clock clock) {

    static Lateness of(SealSettings settings, Clock clock) {
        return new Lateness(settings.late(), settings.explained(), clock);
    }

    static Lateness after(Duration limit) {
        return new Lateness(limit, Set.of(), Clock.systemUTC());
    }

    Instant now() {
        return clock.instant();
    }

    boolean isLate(Instant since, Instant at) {
        return since.isBefore(at.minus(limit));
    }

    boolean isExplained(long seal) {
        return explained.contains(seal);
    }

    /** The database's time may differ a little. */
    boolean isNow(Instant time) {
        return Duration.between(time, now()).abs().compareTo(limit) <= 0;
    }
}
