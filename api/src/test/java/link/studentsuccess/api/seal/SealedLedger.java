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
import link.studentsuccess.demo.DemoDatabase;
import link.studentsuccess.demo.SharedWorld;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** A ledger of its own, in a database of the shared server that goes with the test: what is broken in it stays in it. */
final class SealedLedger implements AutoCloseable {

    static final Lateness LATENESS = Lateness.after(Duration.ofHours(1));

    private static final String TEMPLATE = "sealed_template";
    private static final List<String> TABLES = List.of(
            "ledger.request", "ledger.release", "ledger.subject", "audit.change", "ledger.seal", "ledger.sealed_row");
    private static final Deque<String> FREE = new ArrayDeque<>();
    private static int made;

    private static final DemoDatabase SERVER = SharedWorld.get().database();

    static {
        run("link", "create database " + TEMPLATE + " owner link_owner");
        run("link", "grant create on database " + TEMPLATE + " to link_owner");
        Flyway.configure()
                .dataSource(
                        url(TEMPLATE), SERVER.owner().username(), SERVER.owner().password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private final String name = name();
    private boolean spoilt;
    private final Connection own = connected(name);
    private final KeyPair pair = newPair();
    private final Keys keys = keys(pair);

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
        return url(name);
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
        while (value(
"""
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
        return sealing(
                connection -> Objects.requireNonNull(new Sealer(signing, LATENESS).seal(connection, Duration.ZERO, anchor)));
    }

    private <T> T sealing(SealDatabase.Work<T> work) {
        try (var connection = sealer()) {
            connection.setAutoCommit(false);
            var done = work.in(connection);
            connection.commit();
            return done;
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
        return DriverManager.getConnection(
                url(), SERVER.sealer().username(), SERVER.sealer().password());
    }

    Connection superuser() throws SQLException {
        return SERVER.superuser(name);
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
                var target = superuser()) {
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

    private static Connection connected(String database) {
        try {
            return SERVER.superuser(database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(String database, String sql) {
        try (var connection = SERVER.superuser(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + SERVER.port() + "/" + database;
    }

    void empty() {
        tamper("truncate " + String.join(", ", TABLES) + " cascade");
    }

    @Override
    public void close() {
        if (!spoilt) {
            empty();
        }
        try {
            own.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
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
