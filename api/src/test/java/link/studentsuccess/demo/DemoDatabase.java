package link.studentsuccess.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL with the product's roles, each with a password of its own. The superuser makes roles and database
 * and nothing else: migrations run as the owner, as in production.
 */
public final class DemoDatabase implements AutoCloseable {

    /** Name of the database. */
    public static final String NAME = "link";

    private static final String SUPERUSER = "postgres";

    // The server's own default is "trust": any account of this machine would be superuser.
    private static final String HOST_BASED_AUTHENTICATION = """
            local all all scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    /** A role's name and password. */
    public record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    private final EmbeddedPostgres server;
    private final Secrets secrets;

    private DemoDatabase(EmbeddedPostgres server, Secrets secrets) {
        this.server = server;
        this.secrets = secrets;
    }

    static DemoDatabase start(DemoOptions options, int port, Secrets secrets) {
        var log = options.folder().resolve("postgres.log");
        var data = options.folder().resolve("pg");
        var durable = options.temporary() ? "off" : "on";
        var first = !Files.exists(data.resolve("PG_VERSION"));
        // PostgreSQL refuses a data folder that others may read.
        Folders.makePrivate(data);
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setRegisterShutdownHook(false)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setConnectConfig("password", secrets.password("database-superuser"))
                .setServerConfig("fsync", durable)
                .setServerConfig("synchronous_commit", durable)
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("log_min_error_statement", "panic")
                // No "Failing row contains …": that detail would be a child's.
                .setServerConfig("log_error_verbosity", "terse");
        if (!options.temporary()) {
            builder.setOverrideWorkingDirectory(
                    options.folder().resolve("pgbin").toFile());
        }
        var database = new DemoDatabase(start(builder, log), secrets);
        try {
            database.prepare(data, first);
            return database;
        } catch (RuntimeException | SQLException | IOException e) {
            database.close();
            throw new DemoProblem("The database was started but could not be prepared: " + e.getMessage(), e);
        }
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder, Path log) {
        try {
            Files.deleteIfExists(log);
            return builder.start();
        } catch (IOException | IllegalStateException e) {
            throw new DemoProblem(explain(log), e);
        }
    }

    private static String explain(Path log) {
        String text;
        try {
            text = Files.exists(log) ? Files.readString(log, UTF_8).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("cannot be run as root") || lower.contains("unshare")) {
            return "PostgreSQL does not run as root, and this machine forbids the user namespaces that would hide it:"
                    + " start the demo as another user, or allow user namespaces (unshare -U).";
        }
        return "PostgreSQL did not start: "
                + (text.isEmpty() ? "it left no message." : text.substring(text.lastIndexOf('\n') + 1));
    }

    /**
     * After a kill the server outlives its application. It is stopped before the next start, whatever its port was.
     */
    static void stopOrphan(Path folder) {
        var pidFile = folder.resolve("pg").resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            var pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            var process = ProcessHandle.of(pid).orElse(null);
            if (process == null || !isPostgres(process)) {
                return;
            }
            process.destroy();
            process.onExit().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new DemoProblem(
                    "The demo's database is still running from an earlier start and does not stop: end that demo"
                            + " first.",
                    e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.contains("postgres"))
                .orElse(false);
    }

    private void prepare(Path data, boolean first) throws SQLException, IOException {
        try (var connection = superuser(SUPERUSER);
                var statement = connection.createStatement()) {
            statement.execute(resource("/db/bootstrap/roles.sql"));
            statement.execute(passwordOf(SUPERUSER, secrets.password("database-superuser")));
            statement.execute(passwordOf(owner()));
            statement.execute(passwordOf(request()));
            statement.execute(passwordOf(engine()));
            statement.execute(passwordOf(sealer()));
            if (first) {
                Folders.writePrivate(data.resolve("pg_hba.conf"), HOST_BASED_AUTHENTICATION);
                statement.execute("select pg_reload_conf()");
            }
            try (var found = statement.executeQuery("select from pg_database where datname = 'link'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database link owner link_owner");
            statement.execute("grant create on database link to link_owner");
        }
    }

    /** The same migrations that the API runs at its start, by the same role. */
    void migrate() {
        Flyway.configure()
                .dataSource(jdbcUrl(), owner().username(), owner().password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    public int port() {
        return server.getPort();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + NAME;
    }

    public String r2dbcUrl() {
        return "r2dbc:postgresql://127.0.0.1:" + port() + "/" + NAME;
    }

    /** Owns all objects, runs the migrations, is no superuser. */
    public Login owner() {
        return login("link_owner");
    }

    /** The API's requests. */
    public Login request() {
        return login("link_request");
    }

    /** The engine that pulls from districts. */
    public Login engine() {
        return login("link_engine");
    }

    /** Seals the ledger. */
    public Login sealer() {
        return login("link_sealer");
    }

    private Login login(String role) {
        return new Login(role, secrets.password("database-" + role));
    }

    /** Sees everything and is bound by nothing: to prove in a test that hidden data exists. */
    public Connection superuser() throws SQLException {
        return superuser(NAME);
    }

    /** The same in another database of the server. */
    public Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port() + "/" + database,
                SUPERUSER,
                secrets.password("database-superuser"));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String passwordOf(Login login) {
        return passwordOf(login.username(), login.password());
    }

    /** Neither can hold a quote: role names are fixed, passwords are letters, digits and hyphens. */
    private static String passwordOf(String role, String password) {
        return "alter role " + role + " password '" + password + "'";
    }

    private static String resource(String name) throws IOException {
        try (var stream = DemoDatabase.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("The schema module has no " + name + ".");
            }
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
