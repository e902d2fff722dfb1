package link.studentsuccess.api.seal;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import link.studentsuccess.connectors.sync.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals again and again, in each instance; the first one of a turn makes the seal, the others find it made. Not by the
 * engine's scheduler: its table is the engine's, and the sealer's login may do nothing but read the ledger and add seals.
 */
final class Sealing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    private final Database database;
    private final Sealer sealer;
    private final SealSettings settings;
    private final SealMeters meters;
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "seal");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable Anchor newest;

    Sealing(Database database, Sealer sealer, SealSettings settings, SealMeters meters) {
        this.database = database;
        this.sealer = sealer;
        this.settings = settings;
        this.meters = meters;
    }

    Sealing start() {
        var every = settings.every().toMillis();
        var unused = turns.scheduleWithFixedDelay(this::seal, 0, every, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Whether the newest seal is kept where the database's administrators do not write: the log is not read again. */
    boolean keepsAnchor() {
        return settings.anchor() != null;
    }

    /** The newest seal that this instance has made or been told of. */
    @Nullable
    Anchor anchor() {
        var told = Anchor.readIfThere(settings.anchor());
        var made = newest;
        return told == null || (made != null && made.sequence() > told.sequence()) ? made : told;
    }

    private void seal() {
        try {
            // Younger than half a turn: it was this turn's, made by another instance.
            var pause = settings.every().dividedBy(2);
            var anchor = anchor();
            var seal =
                    database.inTransaction(connection -> Optional.ofNullable(sealer.seal(connection, pause, anchor)));
            if (seal.isPresent()) {
                made(seal.get());
                late(seal.get());
            } else {
                meters.sealedWithin(pause);
            }
        } catch (Sealer.NotSealed e) {
            meters.failed();
            LOG.error("outcome=not-sealed problem=\"{}\"", e.getMessage());
        } catch (SQLException e) {
            meters.failed();
            LOG.error("outcome=not-sealed sqlstate={}", e.getSQLState());
        } catch (RuntimeException e) {
            meters.failed();
            LOG.error("outcome=not-sealed problem={}", e.getClass().getSimpleName());
        }
    }

    /** The number and the hash go where the database's administrators do not write: to the log, and to the anchor's file. */
    private void made(Seal seal) {
        var anchor = Anchor.of(seal);
        newest = anchor;
        meters.sealedWithin(Duration.ZERO);
        LOG.info(
                "seal={} rows={} hash={}",
                seal.sequence(),
                seal.statement().content().rows(),
                Seal.hex(seal.hash()));
        if (settings.anchor() != null) {
            try {
                anchor.write(settings.anchor());
            } catch (UncheckedIOException e) {
                LOG.error("outcome=anchor-not-written seal={}", seal.sequence());
            }
        }
    }

    /** A transaction that is held open keeps rows from their seal, while seals are made as ever. */
    private void late(Seal seal) throws SQLException {
        var at = seal.statement().sealedAt();
        database.inTransaction(connection -> Optional.ofNullable(
                        new Seals(connection).newestBefore(seal.statement().range())))
                .map(reached -> reached.statement().sealedAt())
                .filter(reached -> reached.isBefore(at.minus(settings.late())))
                .ifPresent(reached -> LOG.warn("outcome=sealed-late seal={} since={}", seal.sequence(), reached));
    }

    @Override
    public void close() {
        turns.shutdown();
        try {
            if (!turns.awaitTermination(Duration.ofSeconds(4).toMillis(), TimeUnit.MILLISECONDS)) {
                turns.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
