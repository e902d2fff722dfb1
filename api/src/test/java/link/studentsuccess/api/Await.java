package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until something is so; between two looks the machine is left to what is waited for. */
final class Await {

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(10).toNanos();

    private Await() {}

    static void until(String what, BooleanSupplier is) {
        until(what, Duration.ofSeconds(20), is);
    }

    static void until(String what, Duration longest, BooleanSupplier is) {
        var end = System.nanoTime() + longest.toNanos();
        while (!is.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not yet: " + what).isLessThan(end);
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
