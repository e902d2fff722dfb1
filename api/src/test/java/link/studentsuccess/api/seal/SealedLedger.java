package link.studentsuccess.api.seal;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import link.studentsuccess.connectors.sync.Database;
import link.studentsuccess.demo.DemoDatabase;
import link.studentsuccess.demo.SharedWorld;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A ledger of its own, in a database that goes with the test, of the shared server or of another one: what is broken in it stays
 * in it.
 */
final class SealedLedger implements AutoCloseable {

    static final Lateness LATENESS = Lateness.after(Duration.ofHours(1));

    private static final String TEMPLATE = "sealed_template";
    /** Each after those that it refers to, as a dump has them. */
    private static final List<String> TABLES = List.of(
            "party.organization",
            "ledger.request",
            "ledger.release",
            "ledger.subject",
            "ledger.statistic",
            "ledger.statistic_reading",
            "audit.change",
            "ledger.seal",
            "ledger.sealed_row");

    private static final Deque<String> FREE = new ArrayDeque<>();
    private static int made;

    private static final DemoDatabase SHARED = SharedWorld.get().database();

    static {
        run("link", "create database " + TEMPLATE + " owner link_owner");
        run("link", "grant create on database " + TEMPLATE + " to link_owner");
        Flyway.configure()
                .dataSource(
                        url(TEMPLATE), SHARED.owner().username(), SHARED.owner().password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    /** Where the database is, and who may sign in there. */
    interface Place {
        Connection superuser() throws SQLException;

        Connection sealer() throws SQLException;
    }

    private final @Nullable String name;
    private final Place place;
    private final Connection own;
    private final KeyPair pair = newPair();
    private final Keys keys = keys(pair);
    private final Deque<Connection> sealers = new ConcurrentLinkedDeque<>();
    private boolean spoilt;

    SealedLedger() {
        this(name());
    }

    private SealedLedger(String name) {
        this(name, new Place() {
            @Override
            public Connection superuser() throws SQLException {
                return SHARED.superuser(name);
            }

            @Override
            public Connection sealer() throws SQLException {
                return DriverManager.getConnection(
                        SealedLedger.url(name),
                        SHARED.sealer().username(),
                        SHARED.sealer().password());
            }
        });
    }

    /** In a database that is made and taken away by somebody else. */
    SealedLedger(Place place) {
        this(null, place);
    }

    private SealedLedger(@Nullable String name, Place place) {
        this.name = name;
        this.place = place;
        try {
            this.own = place.superuser();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A database that another test has left empty, or a new one. */
    private static synchronized String name() {
        if (!FREE.isEmpty()) {
            return FREE.pop();
        }
        var name = "sealed_" + ++made;
        run("link", "create database " + name + " template " + TEMPLATE + " owner link_owner");
        return name;
    }

    static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String publicKey(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    private static Keys keys(KeyPair pair) {
        return Keys.known(List.of(publicKey(pair)))
                .signingWith(Base64.getEncoder().encode(pair.getPrivate().getEncoded()));
    }

    KeyPair pair() {
        return pair;
    }

    String url() {
        return url(Objects.requireNonNull(name));
    }

    /** A request with one release, as the access policy writes them; the request's id. */
    UUID write(String operation) {
        var request = UUID.randomUUID();
        run(recorded(request, operation, "now()"));
        return request;
    }

    static String recorded(UUID request, String operation, String at) {
        return """
                insert into ledger.request (id, xid, at, role, host, operation, outcome)
                values ('%1$s', pg_current_xact_id(), %3$s, 'CASE_WORKER', 'soundreach.localhost', '%2$s', 'ANSWERED');
                insert into ledger.release (request_id, xid, at, category, released, enrollments, bases, consents, agreements,
                  withheld, reasons)
                values ('%1$s', pg_current_xact_id(), %3$s, 'GRADES', array[gen_random_uuid()], '{}', '{WRITTEN_CONSENT}', '{}',
                  '{}', '{}', '{}')
                """.formatted(request, operation, at);
    }

    /** A table of figures, and that somebody received it; the reading's id. */
    UUID writeFigures(UUID request) {
        var statistic = UUID.randomUUID();
        var reading = UUID.randomUUID();
        tamper("""
                insert into party.organization (id, name, host) values ('%1$s', 'Figures', '%1$s.example');
                insert into ledger.statistic (id, organization_id, month, measure, dimensions, smallest, query_set, cells)
                values ('%1$s', '%1$s', date_trunc('month', current_date), 'STUDENTS', '{}', 10, 'hash', '[{"students": 12}]');
                insert into ledger.statistic_reading (id, request_id, audience, measure, dimensions, query_set, statistic_id)
                values ('%2$s', '%3$s', 'EXTERNAL', 'STUDENTS', '{}', 'hash', '%1$s')
                """.formatted(statistic, reading, request));
        return reading;
    }

    /** As the sealer would at its next turn, when everything that is written has ended. */
    Seal seal() {
        return seal(keys, null);
    }

    Seal seal(Keys signing, @Nullable Anchor anchor) {
        awaitEnded();
        return sealNow(signing, anchor);
    }

    Seal sealNow() {
        return sealNow(keys, null);
    }

    /** Nobody else gets the database: more than rows was changed in it. */
    void spoil() {
        spoilt = true;
    }

    /** The horizon is the whole server's: what runs in the demo world holds it back. */
    void awaitEnded() {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (value("""
                        select coalesce(max(x.xid::text::bigint), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                        from (select xid from ledger.request union all select xid from ledger.seal) x
                        where x.xid < pg_snapshot_xmax(pg_current_snapshot()) -- of this server, and not made up
                        """).equals("f")) {
            if (System.nanoTime() > end) {
                throw new AssertionError("A transaction does not end");
            }
            Thread.onSpinWait();
        }
    }

    Seal sealNow(Keys signing, @Nullable Anchor anchor) {
        return sealing(connection ->
                Objects.requireNonNull(new Sealer(signing, LATENESS).seal(connection, Duration.ZERO, anchor)));
    }

    private <T> T sealing(Database.Work<T> work) {
        try {
            var idle = sealers.poll();
            var connection = idle == null ? sealer() : idle;
            connection.setAutoCommit(false);
            try {
                var done = work.in(connection);
                connection.commit();
                return done;
            } finally {
                connection.rollback();
                sealers.push(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sealer signs in anew: with the settings that its role has by now. */
    void signOut() {
        try {
            for (var idle = sealers.poll(); idle != null; idle = sealers.poll()) {
                idle.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Verification verify() {
        return verify(Verifier.Scope.WHOLE, null);
    }

    Verification verify(Verifier.Scope scope, @Nullable Anchor anchor) {
        return verify(new Verifier(keys, LATENESS), scope, anchor);
    }

    Verification verify(Verifier verifier, Verifier.Scope scope, @Nullable Anchor anchor) {
        return sealing(connection -> verifier.verify(connection, scope, anchor));
    }

    Keys keys() {
        return keys;
    }

    Connection sealer() throws SQLException {
        return place.sealer();
    }

    Connection superuser() throws SQLException {
        return place.superuser();
    }

    void run(String sql) {
        try (var statement = own.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Past the triggers and foreign keys, as whoever owns the server can. */
    void tamper(String sql) {
        run("set session_replication_role = replica; " + sql + "; set session_replication_role = origin");
    }

    String value(String sql) {
        try (var statement = own.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What pg_dump and pg_restore do: each table as text into a database that only has the structure. */
    void restoreFrom(SealedLedger other) {
        try (var source = other.superuser();
                var target = superuser();
                var settings = target.createStatement()) {
            settings.execute(
                    "set session_replication_role = replica"); // a restore makes triggers and foreign keys last
            for (var table : TABLES) {
                var text = new StringWriter();
                source.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + table + " to stdout", text);
                target.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy " + table + " from stdin", new StringReader(text.toString()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String database, String sql) {
        try (var connection = SHARED.superuser(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + SHARED.port() + "/" + database;
    }

    void empty() {
        tamper("truncate " + String.join(", ", TABLES) + " cascade");
    }

    @Override
    public void close() {
        if (!spoilt) {
            empty();
        }
        signOut();
        try {
            own.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (name == null) {
            return;
        }
        if (spoilt) {
            run("link", "drop database " + name + " with (force)");
            return;
        }
        synchronized (SealedLedger.class) {
            FREE.push(name);
        }
    }
}
