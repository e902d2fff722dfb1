package link.studentsuccess.schema;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.flywaydb.core.Flyway;

/** One real PostgreSQL for all tests of a module, migrated as in production: by an owner that is no superuser. */
public final class TestDatabase {

    private static final TestDatabase SHARED = new TestDatabase();

    private final EmbeddedPostgres server;

    private TestDatabase() {
        try {
            server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    // Most tests roll back. The statistics that a vacuum leaves then are those of empty tables, and by
                    // them the planner reads full ones row by row: how long a test takes would be left to chance.
                    .setServerConfig("autovacuum", "off")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
            prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestDatabase shared() {
        return SHARED;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/link";
    }

    /** A connection as postgres (the superuser), link_owner, link_request or link_engine. */
    public Connection as(String role) throws SQLException {
        return DriverManager.getConnection(url(), role, "");
    }

    private void prepare() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(read("/db/bootstrap/roles.sql"));
            statement.execute("create database link owner link_owner");
        }
        migrate();
    }

    /** How many migrations ran. */
    int migrate() {
        return Flyway.configure()
                .dataSource(url(), "link_owner", "")
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }

    private void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(String resource) {
        try (var stream = Objects.requireNonNull(TestDatabase.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
