package link.studentsuccess.connectors.sync;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** One real PostgreSQL for the module's tests, migrated as in production: by an owner that is no superuser. */
final class TestDatabase {

    private static final TestDatabase SHARED = new TestDatabase();

    private final EmbeddedPostgres server;
    private final HikariDataSource engine;
    private final HikariDataSource superuser;

    private TestDatabase() {
        try {
            server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .start();
            engine = keeping("link_engine");
            superuser = keeping("postgres");
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
            prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestDatabase shared() {
        return SHARED;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/link";
    }

    /** As the superuser, who sees and may do everything. */
    Connection asSuperuser() throws SQLException {
        return superuser.getConnection();
    }

    /** The same, for who listens: a session that keeps listening is nobody else's. */
    Connection toListen() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    DataSource engine() {
        return engine;
    }

    /** As in production: in a new session the policy's queries take longer to plan than to run. */
    private HikariDataSource keeping(String role) {
        var source = new HikariDataSource();
        source.setJdbcUrl(url());
        source.setUsername(role);
        source.setMaximumPoolSize(6);
        source.setMinimumIdle(0);
        return source;
    }

    private void prepare() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(read("/db/bootstrap/roles.sql"));
            statement.execute("create database link owner link_owner");
        }
        Flyway.configure()
                .dataSource(url(), "link_owner", "")
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private void stop() {
        engine.close();
        superuser.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String resource) {
        try (var stream = Objects.requireNonNull(TestDatabase.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
