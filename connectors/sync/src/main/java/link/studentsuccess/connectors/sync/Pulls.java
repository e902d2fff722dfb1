package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Watermark;
import link.studentsuccess.connectors.sync.Leases.Lease;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pull from lease to ledger: purge, discover, read page by page, publish. Whatever fails leaves what is published,
 * except what the purge took away before.
 */
final class Pulls {

    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);
    private static final int PAGE_SIZE = 5_000;
    private static final int MOST_RESTARTS = 3;
    private static final Duration OLDEST_RESUMED = Duration.ofHours(24);
    private static final int LONGEST_MESSAGE = 500;

    private final Database database;
    private final Leases leases;
    private final SyncOptions options;
    private final WebGateway.Client client;
    private final BooleanSupplier stopping;
    private final Map<String, DistrictConnector> connectors;

    Pulls(Database database, Leases leases, SyncOptions options, WebGateway.Client client, BooleanSupplier stopping) {
        this.database = database;
        this.leases = leases;
        this.options = options;
        this.client = client;
        this.stopping = stopping;
        this.connectors = options.connectors().stream()
                .collect(Collectors.toMap(c -> c.spec().id(), c -> c));
    }

    /** Whether the feed makes matches, as far as its connector and settings say: such feeds go first. */
    boolean looksLikeRoster(Feed feed) {
        var connector = connectors.get(feed.connector());
        return connector != null
                && connector.spec().streams().contains(StreamName.STUDENT)
                && feed.categories().contains("ENROLLMENT");
    }

    /** Runs one pull, or goes on with the one that a holder left when it died. */
    PullSummary run(Feed feed, Lease lease, Scope.Pace pace) throws SQLException {
        var pull = inLease(lease, c -> open(c, feed));
        try {
            purge(lease);
            return readAndPublish(pull, feed, lease, pace);
        } catch (ConnectorProblem problem) {
            return fail(pull, lease, problem.getClass().getSimpleName(), String.valueOf(problem.getMessage()));
        } catch (SQLException e) {
            // The driver's message may quote a row, so only its state is told.
            LOG.error("pull stopped by the database pull={} sqlstate={}", pull.id(), e.getSQLState());
            return fail(pull, lease, "DatabaseProblem", "The database refused the pull; the operator must look at it.");
        } catch (Stopped | Leases.LeaseLost e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // An error is recorded too: a pull that stays open would be resumed into the same fault.
            LOG.error(
                    "pull stopped by a fault pull={} fault={} at={}",
                    pull.id(),
                    e.getClass().getName(),
                    place(e));
            var failed =
                    fail(pull, lease, "UnexpectedProblem", "The connector failed in an unexpected way; report it.");
            if (e instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
                throw error;
            }
            return failed;
        }
    }

    /** First of all, and for good whatever becomes of the pull: what no window covers any more goes. */
    void purge(Lease lease) throws SQLException {
        var rows = inLease(lease, c -> {
            var purged = Purge.run(c, lease.district());
            if (purged > 0) {
                notifyReaders(c, lease.district());
            }
            return purged;
        });
        if (rows > 0) {
            LOG.info("purged what no window covers any more district={} rows={}", lease.district(), rows);
        }
    }

    /** What organizations that have closed had entered themselves; of no district, so it needs no lease. */
    void destroyClosed() throws SQLException {
        database.inTransaction(c -> Sql.of(c, "select access.destroy_closed()").exists());
    }

    private static void notifyReaders(Connection connection, UUID district) throws SQLException {
        Sql.of(connection, "select pg_notify('link_published', :district)")
                .set("district", district.toString())
                .exists();
    }

    private PullSummary readAndPublish(Running pull, Feed feed, Lease lease, Scope.Pace pace) throws SQLException {
        var connector = connectors.get(feed.connector());
        if (connector == null) {
            throw new ConfigProblem("No connector '" + feed.connector() + "' is installed.");
        }
        Generation generation;
        try (var context = FeedContext.of(feed, options, client)) {
            generation = new Reading(new Asked(pull, feed, lease, pace), connector, context).wholeGeneration();
        }
        return publish(pull, lease, generation);
    }

    private Running open(Connection connection, Feed feed) throws SQLException {
        var left = Sql.of(connection, """
                        select p.id, p.started_at
                        from sync.pull p
                        where p.feed_id = :feed and p.state = 'RUNNING'
                        order by p.started_at desc
                        """)
                .set("feed", feed.id())
                .list(row -> new Running(
                        Sql.uuid(row, "id"),
                        feed.id(),
                        row.getObject("started_at", java.time.OffsetDateTime.class)
                                .toInstant()));
        var now = options.clock().instant();
        Running resumed = null;
        for (var pull : left) {
            if (resumed == null && pull.startedAt().isAfter(now.minus(OLDEST_RESUMED))) {
                resumed = pull;
            } else {
                var ending = new Ending(State.FAILED, "Interrupted", "The pull was interrupted.", now);
                finish(connection, pull, ending, List.of());
            }
        }
        if (resumed != null) {
            LOG.info("pull resumed feed={} pull={}", feed.id(), resumed.id());
            return resumed;
        }
        var id = Sql.of(connection, """
                        insert into sync.pull (feed_id, mode, state, started_at)
                        values (:feed, 'FULL', 'RUNNING', :now)
                        returning id
                        """).set("feed", feed.id()).set("now", now).one(row -> Sql.uuid(row, "id"));
        return new Running(id, feed.id(), now);
    }

    private PullSummary publish(Running pull, Lease lease, Generation generation) throws SQLException {
        var now = options.clock().instant();
        var outcome = inLease(lease, c -> {
            var published = new Publish(c, generation, now).run();
            finish(c, pull, new Ending(published.state(), null, null, now), published.streams());
            notifyReaders(c, lease.district());
            return published;
        });
        return told(
                pull, lease, generation.plan().mode(), new Ending(outcome.state(), null, null, now), outcome.streams());
    }

    private PullSummary fail(Running pull, Lease lease, String problem, String message) throws SQLException {
        var now = options.clock().instant();
        var short_ = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        var ending = new Ending(State.FAILED, problem, short_, now);
        var read = inLease(lease, c -> {
            var streams = readSoFar(c, pull);
            finish(c, pull, ending, streams);
            return streams;
        });
        return told(pull, lease, Mode.FULL, ending, read);
    }

    private static List<PullSummary.Stream> readSoFar(Connection connection, Running pull) throws SQLException {
        return Sql.of(connection, """
                        select stream, count(*)::integer as pages, sum(rows_read)::bigint as read, sum(kept)::bigint as kept,
                          sum(dropped)::bigint as dropped, sum(rejected)::bigint as rejected
                        from stage.page
                        where pull_id = :pull
                        group by stream
                        """)
                .set("pull", pull.id())
                .list(row -> new PullSummary.Stream(
                        StreamName.valueOf(row.getString("stream")),
                        row.getInt("pages"),
                        row.getLong("read"),
                        row.getLong("kept"),
                        row.getLong("dropped"),
                        row.getLong("rejected"),
                        PullSummary.Counts.NONE));
    }

    /** The ledger's last word, and nothing staged any more. */
    private static void finish(Connection connection, Running pull, Ending ending, List<PullSummary.Stream> streams)
            throws SQLException {
        for (var stream : streams) {
            var counts = stream.counts();
            Sql.of(connection, """
                            insert into sync.pull_stream (
                              pull_id, stream, watermark_in, watermark_out, pages, rows_read, kept, dropped, rejected,
                              orphaned, created, changed, unchanged, deleted
                            )
                            select :pull, :stream,
                              (select s.since from stage.stream s where s.pull_id = :pull and s.stream = :stream),
                              (
                                select g.watermark
                                from stage.page g
                                where g.pull_id = :pull and g.stream = :stream and g.watermark is not null
                              ),
                              :pages, :read, :kept, :dropped, :rejected, :orphaned, :created, :changed, :unchanged, :deleted
                            """)
                    .set("pull", pull.id())
                    .set("stream", stream.stream().name())
                    .set("pages", stream.pages())
                    .set("read", stream.read())
                    .set("kept", stream.kept())
                    .set("dropped", stream.dropped())
                    .set("rejected", stream.rejected())
                    .set("orphaned", counts.orphaned())
                    .set("created", counts.created())
                    .set("changed", counts.changed())
                    .set("unchanged", counts.unchanged())
                    .set("deleted", counts.deleted())
                    .update();
        }
        Sql.of(connection, """
                        update sync.pull
                        set state = :state, ended_at = :now, problem = :problem, problem_message = :message
                        where id = :pull
                        """)
                .set("state", ending.state().name())
                .set("now", ending.at())
                .set("problem", (Object) ending.problem())
                .set("message", (Object) ending.message())
                .set("pull", pull.id())
                .update();
        Generation.discard(connection, pull.id());
    }

    private PullSummary told(Running pull, Lease lease, Mode mode, Ending ending, List<PullSummary.Stream> streams) {
        LOG.info(
                "pull feed={} pull={} district={} mode={} state={} problem={} pages={} read={} kept={} dropped={}"
                        + " rejected={} created={} changed={} deleted={} ms={}",
                pull.feed(),
                pull.id(),
                lease.district(),
                mode,
                ending.state(),
                ending.problem(),
                streams.stream().mapToLong(PullSummary.Stream::pages).sum(),
                streams.stream().mapToLong(PullSummary.Stream::read).sum(),
                streams.stream().mapToLong(PullSummary.Stream::kept).sum(),
                streams.stream().mapToLong(PullSummary.Stream::dropped).sum(),
                streams.stream().mapToLong(PullSummary.Stream::rejected).sum(),
                streams.stream().mapToLong(s -> s.counts().created()).sum(),
                streams.stream().mapToLong(s -> s.counts().changed()).sum(),
                streams.stream().mapToLong(s -> s.counts().deleted()).sum(),
                Duration.between(pull.startedAt(), ending.at()).toMillis());
        return new PullSummary(
                pull.id(),
                pull.feed(),
                mode,
                ending.state(),
                pull.startedAt(),
                ending.at(),
                ending.problem(),
                ending.message(),
                streams);
    }

    /** The district's feeds that have to be read in full because more is kept than they were read for. */
    List<UUID> grown(Lease lease, Scope.Pace pace) throws SQLException {
        return inLease(
                lease,
                c -> Scope.grown(
                        c, lease.district(), null, pace, options.clock().instant()));
    }

    private <T> T inLease(Lease lease, Database.Work<T> work) throws SQLException {
        return database.inTransaction(c -> {
            leases.fence(c, lease);
            return work.in(c);
        });
    }

    private static String place(Throwable e) {
        var stack = e.getStackTrace();
        return stack.length == 0 ? "?" : stack[0].getClassName() + ":" + stack[0].getLineNumber();
    }

    /** The engine is closing; the pull stays as it is and goes on at the next start. */
    static final class Stopped extends RuntimeException {
        Stopped() {
            super("The engine is closing");
        }
    }

    private record Running(UUID id, UUID feed, Instant startedAt) {}

    private record Asked(Running pull, Feed feed, Lease lease, Scope.Pace pace) {}

    private record Ending(
            State state, @Nullable String problem, @Nullable String message, Instant at) {}

    /** The reading of one pull. */
    private final class Reading {

        private final Running pull;
        private final Feed feed;
        private final Lease lease;
        private final Scope.Pace pace;
        private final DistrictConnector connector;
        private final FeedContext context;
        private final Retry retry = new Retry(options.patience(), options.clock());

        Reading(Asked asked, DistrictConnector connector, FeedContext context) {
            this.pull = asked.pull();
            this.feed = asked.feed();
            this.lease = asked.lease();
            this.pace = asked.pace();
            this.connector = connector;
            this.context = context;
        }

        Generation wholeGeneration() throws SQLException {
            var generation = openGeneration();
            for (int restarts = 0; ; restarts++) {
                try {
                    for (var stream : generation.plan().streams()) {
                        read(generation, stream);
                    }
                    return generation;
                } catch (RestartRequired problem) {
                    if (restarts == MOST_RESTARTS) {
                        throw problem;
                    }
                    LOG.info("pull restarted feed={} pull={}", feed.id(), pull.id());
                    generation = begin(retry.call(() -> connector.discover(context)));
                }
            }
        }

        private Generation openGeneration() throws SQLException {
            var catalog = retry.call(() -> connector.discover(context));
            var left = inLease(
                            lease,
                            c -> Optional.ofNullable(Generation.resume(
                                    c, pull.id(), feed, options.clock().instant())))
                    .filter(g -> g.plan().fits(catalog));
            return left.isPresent() ? left.get() : begin(catalog);
        }

        private Generation begin(Catalog catalog) throws SQLException {
            return inLease(lease, c -> {
                Generation.discard(c, pull.id());
                var plan = plan(c, catalog);
                Sql.of(c, "update sync.pull set mode = :mode where id = :pull")
                        .set("mode", plan.mode().name())
                        .set("pull", pull.id())
                        .update();
                return Generation.begin(
                        c, pull.id(), feed, plan, options.clock().instant());
            });
        }

        private Plan plan(Connection connection, Catalog catalog) throws SQLException {
            var watermarks = new HashMap<String, Watermark>();
            if (!mustBeFull(connection)) {
                Sql.of(connection, "select w.stream, w.value from sync.watermark w where w.feed_id = :feed")
                        .set("feed", feed.id())
                        .list(row -> watermarks.put(row.getString("stream"), new Watermark(row.getString("value"))));
            }
            var streams = new ArrayList<Plan.Stream>();
            for (var spec : catalog.streams()) {
                var since = watermarks.get(spec.name().name());
                // What hangs on an enrollment that moves is not among the changes: facts are read in full.
                var delta = since != null
                        && spec.delta()
                        && spec.name().isPersonal()
                        && !spec.name().isFact();
                streams.add(new Plan.Stream(
                        spec.name(), delta ? Mode.DELTA : Mode.FULL, delta ? since : null, spec.deletion()));
            }
            streams.sort(Comparator.comparing(Plan.Stream::name));
            return new Plan(catalog.studentKeys(), streams);
        }

        /** New windows and matches need the old rows too; and what only a full read shows is looked for now and then. */
        private boolean mustBeFull(Connection connection) throws SQLException {
            var recentlyFull = Sql.of(connection, """
                            select 1
                            from sync.pull p
                            where p.feed_id = :feed and p.mode = 'FULL' and p.state in ('PUBLISHED', 'UNCHANGED')
                              and p.started_at > :since
                            limit 1
                            """)
                    .set("feed", feed.id())
                    .set(
                            "since",
                            options.clock().instant().minus(options.timing().fullEvery()))
                    .exists();
            return !recentlyFull
                    || !Scope.known(connection, feed.id())
                    || !Scope.grown(
                                    connection,
                                    feed.district(),
                                    feed.id(),
                                    pace,
                                    options.clock().instant())
                            .isEmpty();
        }

        private void read(Generation generation, Plan.Stream stream) throws SQLException {
            var chain = generation.chain(stream.name());
            if (chain.isWhole()) {
                return;
            }
            var dependent = stream.name().isPersonal() && stream.name() != StreamName.STUDENT;
            var links = dependent ? inLease(lease, c -> Links.of(c, generation)) : Links.NONE;
            var sieve = new Sieve(generation, stream, links);
            while (!chain.isWhole()) {
                if (stopping.getAsBoolean()) {
                    throw new Stopped();
                }
                var at = chain.next();
                var request = new PageRequest(stream.name(), stream.mode(), stream.since(), at, Set.of(), PAGE_SIZE);
                var page = retry.call(() -> connector.fetch(request, context));
                chain.check(page);
                var tally = inLease(lease, c -> {
                    var sifted = sieve.sift(c, page);
                    generation.append(c, stream.name(), at, page, sifted);
                    return sifted.tally();
                });
                chain.append(new Chain.Link(page.next(), page.watermark(), page.evidence(), tally));
            }
        }
    }
}
