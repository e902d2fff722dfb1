package link.studentsuccess.api.seal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * How old the newest seal is, whichever instance has made it, and how often this one could not make one. A sealer that stands
 * still is told by the age; one that has never sealed counts from its start.
 */
final class SealMeters {

    private final Clock clock;
    private final Counter failures;
    private volatile Instant sealed;

    SealMeters(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.sealed = clock.instant();
        this.failures = meters.counter("link.seal.failures");
        TimeGauge.builder("link.seal.age", this, TimeUnit.SECONDS, SealMeters::age)
                .strongReference(true)
                .register(meters);
    }

    /** At most so long ago. */
    void sealedWithin(Duration pause) {
        sealed = clock.instant().minus(pause);
    }

    void failed() {
        failures.increment();
    }

    private double age() {
        return Duration.between(sealed, clock.instant()).toMillis() / 1_000.0;
    }
}
