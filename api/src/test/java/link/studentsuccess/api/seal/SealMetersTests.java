package link.studentsuccess.api.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import link.studentsuccess.connectors.sync.Database;
import link.studentsuccess.demo.SharedWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A sealer that stands still, or fails, is told by measurements. */
class SealMetersTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SealedLedger ledger = new SealedLedger();
    private final Ticking clock = new Ticking();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void drop() {
        ledger.close();
    }

    @Test
    void theAgeOfTheNewestSealGrowsUntilThereIsANewerOne() {
        var seals = new SealMeters(meters, clock);
        clock.now = clock.now.plusSeconds(90);
        assertThat(age()).as("never sealed").isEqualTo(90);

        seals.sealedWithin(Duration.ofSeconds(30));
        assertThat(age()).as("by another instance, half a turn ago at most").isEqualTo(30);
        seals.sealedWithin(Duration.ZERO);
        clock.now = clock.now.plusSeconds(3_600);
        assertThat(age()).isEqualTo(3_600);
    }

    @Test
    void aTurnThatSealsMakesItYoungAndOneThatCannotIsCounted() {
        clock.now = clock.now.minusSeconds(600);
        var seals = new SealMeters(meters, clock);
        clock.now = clock.now.plusSeconds(600);
        try (var sealing = sealing(seals, folder.resolve("anchor"))) {
            await(() -> age() < 1);
            assertThat(failures()).isZero();
            assertThat(sealing.anchor()).isNotNull();
        }

        new Anchor(1, "00".repeat(32)).write(folder.resolve("of another chain"));
        try (var broken = sealing(seals, folder.resolve("of another chain"))) {
            await(() -> failures() > 1);
            assertThat(broken.anchor()).isNotNull();
        }
    }

    private Sealing sealing(SealMeters seals, Path anchor) {
        var login = SharedWorld.get().database().sealer();
        var source = new PGSimpleDataSource();
        source.setUrl(ledger.url());
        source.setUser(login.username());
        source.setPassword(login.password());
        var settings = new SealSettings(
                true, Duration.ofMillis(20), Duration.ofHours(1), Set.of(), null, null, null, null, List.of(), anchor);
        return new Sealing(new Database(source), new Sealer(ledger.keys(), SealedLedger.LATENESS), settings, seals)
                .start();
    }

    private double age() {
        return meters.get("link.seal.age").timeGauge().value(TimeUnit.SECONDS);
    }

    private double failures() {
        return meters.get("link.seal.failures").counter().count();
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static final class Ticking extends Clock {

        private volatile Instant now = Instant.parse("2026-11-30T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
