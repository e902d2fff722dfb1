package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer per district over all instances. The token grows with every holder; each write transaction proves its
 * token and locks the lease's row, so that a holder that was overtaken while it slept is refused, not merged.
 */
final class Leases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final Database database;
    private final Duration length;
    private final String holder;
    private final Set<Lease> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "sync-lease");
        thread.setDaemon(true);
        return thread;
    });

    Leases(Database database, Duration length, String holder) {
        this.database = database;
        this.length = length;
        this.holder = holder;
        var third = length.toMillis() / 3;
        var unused = renewal.scheduleWithFixedDelay(this::renewAll, third, third, TimeUnit.MILLISECONDS);
    }

    /** The lease, or nothing while another holds it. */
    @Nullable
    Lease take(UUID district) throws SQLException {
        var token = database.inTransaction(c -> {
            Sql.of(c, "insert into sync.lease (district_id) values (:district) on conflict do nothing")
                    .set("district", district)
                    .update();
            return Optional.ofNullable(Sql.of(c, """
                            update sync.lease
                            set token = token + 1,
                              holder = :holder,
                              held_until = clock_timestamp() + make_interval(secs => :seconds)
                            where district_id = :district
                              and (held_until is null or held_until < clock_timestamp())
                            returning token
                            """)
                    .set("holder", holder)
                    .set("seconds", seconds())
                    .set("district", district)
                    .first(row -> row.getLong("token")));
        });
        if (token.isEmpty()) {
            return null;
        }
        var lease = new Lease(district, token.get());
        held.add(lease);
        return lease;
    }

    void release(Lease lease) {
        held.remove(lease);
        try {
            database.inTransaction(c -> Sql.of(c, """
                            update sync.lease
                            set holder = null, held_until = null
                            where district_id = :district and token = :token
                            """)
                    .set("district", lease.district())
                    .set("token", lease.token())
                    .update());
        } catch (SQLException e) {
            LOG.warn(
                    "lease not released, it lapses by itself district={} sqlstate={}",
                    lease.district(),
                    e.getSQLState());
        }
    }

    /** Makes the transaction the holder's, or refuses it; extends the lease with the transaction. */
    void fence(Connection connection, Lease lease) throws SQLException {
        var current = Sql.of(connection, """
                        select set_config('sync.leased_district', l.district_id::text, true),
                          set_config('sync.lease_token', l.token::text, true)
                        from sync.lease l
                        where l.district_id = :district
                          and l.token = :token
                          and l.held_until > transaction_timestamp()
                        for update
                        """)
                .set("district", lease.district())
                .set("token", lease.token())
                .exists();
        if (!current) {
            throw new LeaseLost(lease.district());
        }
        extend(connection, lease);
    }

    private void renewAll() {
        for (var lease : held) {
            try {
                database.inTransaction(c -> renew(c, lease));
            } catch (SQLException | RuntimeException e) {
                LOG.warn(
                        "lease not renewed district={} problem={}",
                        lease.district(),
                        e.getClass().getSimpleName());
            }
        }
    }

    /** A locked row is being written by its holder, who extends it. */
    private boolean renew(Connection connection, Lease lease) throws SQLException {
        var free = Sql.of(connection, """
                        select l.token
                        from sync.lease l
                        where l.district_id = :district and l.token = :token
                        for update skip locked
                        """)
                .set("district", lease.district())
                .set("token", lease.token())
                .exists();
        return free && extend(connection, lease);
    }

    private boolean extend(Connection connection, Lease lease) throws SQLException {
        return Sql.of(connection, """
                        update sync.lease
                        set held_until = clock_timestamp() + make_interval(secs => :seconds)
                        where district_id = :district and token = :token
                        """)
                        .set("seconds", seconds())
                        .set("district", lease.district())
                        .set("token", lease.token())
                        .update()
                == 1;
    }

    private double seconds() {
        return length.toMillis() / 1000.0;
    }

    @Override
    public void close() {
        renewal.shutdownNow();
    }

    /** What its holder proves in every write. */
    record Lease(UUID district, long token) {}

    /** Another holder has taken over; what this one was doing is no longer its business. */
    static final class LeaseLost extends RuntimeException {
        LeaseLost(UUID district) {
            super("The lease of district " + district + " was taken over");
        }
    }
}
