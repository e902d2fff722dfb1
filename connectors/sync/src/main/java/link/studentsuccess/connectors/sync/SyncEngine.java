package link.studentsuccess.connectors.sync;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import link.studentsuccess.connectors.sync.Leases.Lease;
import link.studentsuccess.connectors.sync.Leases.LeaseLost;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** The running engine: pulls every feed when it is due, or now. It needs a database and nothing else. */
public final class SyncEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);
    private static final String TASK = "feed-pull";
    private static final String PURGE = "district-purge";
    private static final String AT_NIGHT = "0 30 2 * * *";
    private static final int THREADS = 4;
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration AFTER_A_FAULT = Duration.ofMinutes(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Database database;
    private final SyncOptions options;
    private final Leases leases;
    private final WebGateway.Client client;
    private final Pulls pulls;
    private final CustomTask<Schedule> task;
    private final CustomTask<Schedule> purge;
    private final Scheduler scheduler;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private SyncEngine(DataSource source, SyncOptions options) {
        this.database = new Database(source);
        this.options = options;
        this.leases = new Leases(database, options.timing().lease(), "engine-" + UUID.randomUUID());
        this.client = new WebGateway.Client(options.outside(), options.clock());
        this.pulls = new Pulls(database, leases, options, client, stopping::get);
        this.task = Tasks.custom(TASK, Schedule.class)
                .execute((instance, context) -> due(UUID.fromString(instance.getId())));
        this.purge = Tasks.custom(PURGE, Schedule.class)
                .execute((instance, context) -> purge(UUID.fromString(instance.getId()), instance.getData()));
        this.scheduler = new com.github.kagkarlsson.scheduler.SchedulerBuilder(
                source, java.util.List.of(task, purge)) {}.tableName("sync.scheduled_tasks")
                .serializer(new JsonSerializer())
                .clock(options.clock()::instant)
                .pollingInterval(options.timing().polling())
                .heartbeatInterval(HEARTBEAT)
                .shutdownMaxWait(STOP_WITHIN)
                .threads(THREADS)
                .build();
    }

    /** Starts the engine on a database it is signed in to as the engine's role. */
    public static SyncEngine start(DataSource source, SyncOptions options) {
        var engine = idle(source, options);
        engine.scheduleFeeds();
        engine.scheduler.start();
        return engine;
    }

    /** One that looks at no schedule: it pulls only what it is told to. */
    static SyncEngine idle(DataSource source, SyncOptions options) {
        return new SyncEngine(source, options);
    }

    /**
     * Pulls a feed on the caller's thread and says how it ended; goes on with a pull that was interrupted. Waits for a
     * district in use.
     *
     * @throws DistrictBusy when the district stays in use for too long
     */
    public PullSummary pullNow(UUID feedId) {
        try {
            var feed = find(feedId);
            if (feed == null) {
                throw new IllegalArgumentException("No feed " + feedId);
            }
            if (feed.held()) {
                throw new IllegalStateException("A hold is in force on feed " + feedId);
            }
            var lease = await(feed.district());
            try {
                return pull(feed, lease, Scope.Pace.AT_ONCE);
            } finally {
                leases.release(lease);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The engine's database failed, SQL state " + e.getSQLState());
        }
    }

    /** Makes a feed due at once and returns; one that is being pulled looks for what it missed when it ends. */
    public void pullSoon(UUID feedId) {
        try {
            var feed = find(feedId);
            if (feed != null && feed.enabled() && !feed.held()) {
                makeDue(feed, options.clock().instant());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The engine's database failed, SQL state " + e.getSQLState());
        }
    }

    /**
     * Brings the schedule in line with the feeds as they are configured now: call it after a feed changed. A feed that
     * never published is due at once, roster feeds first. What no window covers any more is destroyed each night, also of
     * a district whose feeds are stopped.
     */
    public void scheduleFeeds() {
        try {
            for (var feed : database.inTransaction(Feeds::all)) {
                schedule(feed);
            }
            for (var district : database.inTransaction(Feeds::districts)) {
                schedulePurge(district);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The engine's database failed, SQL state " + e.getSQLState());
        }
    }

    /**
     * Destroys on the caller's thread what no window of a district covers any more, without asking any source.
     *
     * @throws DistrictBusy when the district stays in use for too long
     */
    public void purgeNow(UUID district) {
        try {
            var lease = await(district);
            try {
                pulls.destroyClosed();
                pulls.forgetSubmissions();
                pulls.purge(lease);
            } finally {
                leases.release(lease);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The engine's database failed, SQL state " + e.getSQLState());
        }
    }

    /** When a feed is due next; absent while it is disabled. */
    public @Nullable Instant nextPull(UUID feedId) {
        return scheduler
                .getScheduledExecution(id(feedId))
                .map(e -> e.getExecutionTime())
                .orElse(null);
    }

    @Override
    public void close() {
        stopping.set(true);
        scheduler.stop();
        leases.close();
        client.close();
    }

    private void schedule(Feed feed) {
        var existing = scheduler.getScheduledExecution(id(feed.id()));
        if (!feed.enabled()) {
            existing.ifPresent(e -> cancel(feed));
            return;
        }
        var now = options.clock().instant();
        if (!feed.published()) {
            // Dependent feeds a moment later: before there are matches, there is nothing to keep of them.
            makeDue(
                    feed,
                    pulls.looksLikeRoster(feed)
                            ? now
                            : now.plus(options.timing().polling()));
        } else if (existing.isEmpty() || !feed.schedule().equals(existing.get().getData())) {
            makeDue(feed, feed.schedule().next(now));
        }
    }

    private void makeDue(Feed feed, Instant when) {
        try {
            var instance = task.instance(feed.id().toString(), feed.schedule());
            if (!scheduler.scheduleIfNotExists(instance, when)) {
                scheduler.reschedule(id(feed.id()), when, feed.schedule());
            }
        } catch (TaskInstanceException e) {
            LOG.info("feed is being pulled, its schedule follows feed={}", feed.id());
        }
    }

    private void cancel(Feed feed) {
        try {
            scheduler.cancel(id(feed.id()));
        } catch (TaskInstanceException e) {
            LOG.info("feed is being pulled, it ends with that pull feed={}", feed.id());
        }
    }

    private static TaskInstanceId id(UUID feedId) {
        return TaskInstanceId.of(TASK, feedId.toString());
    }

    private CompletionHandler<Schedule> due(UUID feedId) {
        try {
            var feed = find(feedId);
            if (feed == null || !feed.enabled()) {
                return (complete, operations) -> operations.remove();
            }
            if (feed.held()) {
                LOG.info("feed not pulled, a hold is in force feed={}", feedId);
                var next = feed.schedule().next(options.clock().instant());
                return (complete, operations) -> operations.reschedule(complete, next, feed.schedule());
            }
            var next = pullWhenFree(feed);
            return (complete, operations) -> operations.reschedule(complete, next, feed.schedule());
        } catch (SQLException e) {
            LOG.error("feed not pulled, the database failed feed={} sqlstate={}", feedId, e.getSQLState());
            return again(AFTER_A_FAULT);
        } catch (Pulls.Stopped e) {
            return again(Duration.ZERO);
        } catch (LeaseLost e) {
            LOG.warn("feed's pull was taken over feed={}", feedId);
            return again(AFTER_A_FAULT);
        }
    }

    private void schedulePurge(Feeds.District district) {
        var nightly = new Schedule(AT_NIGHT, district.zone());
        scheduler.scheduleIfNotExists(
                purge.instance(district.id().toString(), nightly),
                nightly.next(options.clock().instant()));
    }

    private CompletionHandler<Schedule> purge(UUID district, Schedule nightly) {
        try {
            var lease = leases.take(district);
            if (lease == null) {
                return again(options.timing().polling());
            }
            try {
                pulls.destroyClosed();
                pulls.forgetSubmissions();
                pulls.purge(lease);
            } finally {
                leases.release(lease);
            }
            return (complete, operations) ->
                    operations.reschedule(complete, nightly.next(options.clock().instant()), nightly);
        } catch (SQLException e) {
            LOG.error("nothing purged, the database failed district={} sqlstate={}", district, e.getSQLState());
            return again(AFTER_A_FAULT);
        } catch (LeaseLost e) {
            LOG.warn("purge was overtaken district={}", district);
            return again(AFTER_A_FAULT);
        }
    }

    private CompletionHandler<Schedule> again(Duration after) {
        return (complete, operations) ->
                operations.reschedule(complete, options.clock().instant().plus(after));
    }

    /** When the feed is due again. */
    private Instant pullWhenFree(Feed feed) throws SQLException {
        var lease = leases.take(feed.district());
        if (lease == null) {
            return options.clock().instant().plus(options.timing().polling());
        }
        try {
            var summary = pull(feed, lease, Scope.Pace.ONCE_A_DAY);
            var now = options.clock().instant();
            return summary.state() == PullSummary.State.PUBLISHED
                            && pulls.grown(lease, Scope.Pace.ONCE_A_DAY).contains(feed.id())
                    ? now
                    : feed.schedule().next(now);
        } finally {
            leases.release(lease);
        }
    }

    /** After a publish the district's other feeds may have more to read: new matches, new enrollments, new windows. */
    private PullSummary pull(Feed feed, Lease lease, Scope.Pace pace) throws SQLException {
        var summary = pulls.run(feed, lease, pace);
        if (summary.state() == PullSummary.State.PUBLISHED) {
            for (var grown : pulls.grown(lease, pace)) {
                pullSoonUnless(feed.id(), grown);
            }
        }
        return summary;
    }

    private void pullSoonUnless(UUID pulled, UUID grown) {
        if (!grown.equals(pulled)) {
            pullSoon(grown);
        }
    }

    private Lease await(UUID district) throws SQLException {
        var deadline = System.nanoTime() + options.timing().leaseWait().toNanos();
        while (true) {
            var lease = leases.take(district);
            if (lease != null) {
                return lease;
            }
            if (System.nanoTime() > deadline) {
                throw new DistrictBusy(district);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pulls.Stopped();
        }
    }

    private @Nullable Feed find(UUID feedId) throws SQLException {
        return database.inTransaction(c -> Optional.ofNullable(Feeds.find(c, feedId)))
                .orElse(null);
    }

    /** Another pull of the district has not ended. */
    public static final class DistrictBusy extends RuntimeException {
        DistrictBusy(UUID district) {
            super("Another pull of district " + district + " is still running: try again later");
        }
    }

    /** The schedule in the task table, readable by people and by later versions. */
    private static final class JsonSerializer implements Serializer {

        private final JsonMapper json = new JsonMapper();

        @Override
        public byte @Nullable [] serialize(@Nullable Object data) {
            return data == null ? null : json.writeValueAsBytes(data);
        }

        @Override
        public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] serialized) {
            return serialized == null ? null : json.readValue(serialized, type);
        }
    }
}
