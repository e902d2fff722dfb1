package link.studentsuccess.connectors.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RateLimited;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import org.jspecify.annotations.Nullable;

/** Tries again what may pass by itself, within one pull's budget of waiting; everything else goes straight through. */
final class Retry {

    private static final int LARGEST_SHIFT = 20;

    private final SyncOptions.Patience patience;
    private final Clock clock;
    private Duration waited = Duration.ZERO;

    Retry(SyncOptions.Patience patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
    }

    <T> T call(Supplier<T> attempt) {
        for (int failures = 0; ; failures++) {
            try {
                return attempt.get();
            } catch (TransientProblem problem) {
                waitFor(jitter(failures), problem);
            } catch (RateLimited problem) {
                waitFor(until(problem.retryAt(), failures), problem);
            }
        }
    }

    private Duration until(@Nullable Instant retryAt, int failures) {
        if (retryAt == null) {
            return jitter(failures);
        }
        var asked = Duration.between(clock.instant(), retryAt);
        return asked.isNegative() ? Duration.ZERO : asked;
    }

    /** Full jitter: anything up to the capped exponential, so that many feeds do not come back at once. */
    private Duration jitter(int failures) {
        var exponential = patience.first().toMillis() << Math.min(failures, LARGEST_SHIFT);
        var longest = Math.min(patience.longest().toMillis(), exponential);
        return Duration.ofMillis(1 + patience.random().nextLong(Math.max(1, longest)));
    }

    private void waitFor(Duration delay, ConnectorProblem problem) {
        waited = waited.plus(delay);
        if (waited.compareTo(patience.budget()) > 0) {
            throw problem;
        }
        try {
            patience.pause().pause(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pulls.Stopped();
        }
    }
}
