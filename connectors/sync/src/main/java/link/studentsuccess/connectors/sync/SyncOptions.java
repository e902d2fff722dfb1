package link.studentsuccess.connectors.sync;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import link.studentsuccess.connectors.spi.DistrictConnector;
import org.jspecify.annotations.Nullable;

/** What the engine is started with; {@link #defaults()} is what production uses. */
public record SyncOptions(
        Clock clock, Timing timing, Outside outside, Patience patience, List<DistrictConnector> connectors) {

    public SyncOptions {
        connectors = List.copyOf(connectors);
    }

    /** The system's clock, secrets from the environment and files, and every connector on the class path. */
    public static SyncOptions defaults() {
        return new SyncOptions(
                Clock.systemUTC(),
                new Timing(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofDays(7)),
                new Outside(Secrets::resolve, false, null, Duration.ofSeconds(30)),
                Patience.defaults(),
                ServiceLoader.load(DistrictConnector.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    public SyncOptions withClock(Clock clock) {
        return new SyncOptions(clock, timing, outside, patience, connectors);
    }

    /** How often due feeds are looked for. */
    public SyncOptions withPollingInterval(Duration interval) {
        var changed = new Timing(interval, timing.lease, timing.leaseWait, timing.fullEvery);
        return new SyncOptions(clock, changed, outside, patience, connectors);
    }

    /** How long a lease outlives its holder's last sign of life, and how long "pull now" waits for one. */
    public SyncOptions withLease(Duration length, Duration wait) {
        var changed = new Timing(timing.polling, length, wait, timing.fullEvery);
        return new SyncOptions(clock, changed, outside, patience, connectors);
    }

    /** Turns a reference such as {@code env:NAME} into the secret; throws ConfigProblem where it cannot. */
    public SyncOptions withSecrets(UnaryOperator<String> secrets) {
        var changed = new Outside(secrets, outside.loopback, outside.dropFolders, outside.settled);
        return new SyncOptions(clock, timing, changed, patience, connectors);
    }

    /** For the demo and tests: sources on this machine, over plain HTTP. */
    public SyncOptions withLoopback(boolean allowed) {
        var changed = new Outside(outside.secrets, allowed, outside.dropFolders, outside.settled);
        return new SyncOptions(clock, timing, changed, patience, connectors);
    }

    /** The folder under which each feed's drop folder lies, and how long a file must have rested to be read. */
    public SyncOptions withDropFolders(Path base, Duration settled) {
        var changed = new Outside(outside.secrets, outside.loopback, base, settled);
        return new SyncOptions(clock, timing, changed, patience, connectors);
    }

    public SyncOptions withPatience(Patience patience) {
        return new SyncOptions(clock, timing, outside, patience, connectors);
    }

    public SyncOptions withConnectors(List<DistrictConnector> connectors) {
        return new SyncOptions(clock, timing, outside, patience, connectors);
    }

    /**
     * Periods of the engine's own.
     *
     * @param polling how often due feeds are looked for
     * @param lease how long a lease outlives its holder's last sign of life
     * @param leaseWait how long "pull now" waits for a district in use
     * @param fullEvery after which a feed is read in full even where its source offers changes only
     */
    public record Timing(Duration polling, Duration lease, Duration leaseWait, Duration fullEvery) {}

    /**
     * What connectors may reach.
     *
     * @param secrets turns a reference into the secret
     * @param loopback whether sources on this machine are allowed, over plain HTTP
     * @param dropFolders the folder under which each feed's drop folder lies
     * @param settled how long a file must have rested to be read
     */
    public record Outside(
            UnaryOperator<String> secrets,
            boolean loopback,
            @Nullable Path dropFolders,
            Duration settled) {

        /** Public addresses; this machine's own only where the deployment allows it. */
        boolean allows(InetAddress address) {
            if (address.isLoopbackAddress()) {
                return loopback;
            }
            var bytes = address.getAddress();
            return (bytes.length == 4 ? isPublic(bytes) : leadsOutside(bytes))
                    && !address.isSiteLocalAddress()
                    && !address.isLinkLocalAddress()
                    && !address.isAnyLocalAddress()
                    && !address.isMulticastAddress();
        }

        /** Not "this network", shared by carriers, for protocols, for measurements, or reserved. */
        private static boolean isPublic(byte[] bytes) {
            var first = bytes[0] & 0xff;
            return first != 0
                    && first < 240
                    && !(first == 100 && (bytes[1] & 0xc0) == 64)
                    && !(first == 192 && bytes[1] == 0 && bytes[2] == 0)
                    && !(first == 198 && (bytes[1] & 0xfe) == 18);
        }

        /** Not unique local or IPv4-compatible; behind NAT64 and 6to4 the address inside is asked. */
        private boolean leadsOutside(byte[] bytes) {
            var hex = HexFormat.of().formatHex(bytes);
            if (hex.startsWith("0064ff9b0000000000000000")) {
                return allowsInside(bytes, 12);
            }
            if (hex.startsWith("2002")) {
                return allowsInside(bytes, 2);
            }
            return !hex.startsWith("0064ff9b0001") && !hex.startsWith("0".repeat(24)) && (bytes[0] & 0xfe) != 0xfc;
        }

        private boolean allowsInside(byte[] bytes, int from) {
            try {
                return allows(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("Four bytes are an address", e);
            }
        }
    }

    /**
     * How long a failing source is tried again: capped exponential back-off with full jitter, within a budget.
     *
     * @param random where the jitter comes from
     * @param pause how to wait
     */
    public record Patience(Duration first, Duration longest, Duration budget, RandomGenerator random, Pause pause) {

        public static Patience defaults() {
            return new Patience(
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(15),
                    new java.security.SecureRandom(),
                    duration -> Thread.sleep(duration.toMillis()));
        }
    }

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }
}
