package link.studentsuccess.api.seal;

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

/** A second PostgreSQL with the same structure, whose transactions are counted from the beginning. */
final class OtherServer implements SealedLedger.Place, AutoCloseable {

    private final EmbeddedPostgres server;

    OtherServer() {
        try {
            server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void prepare() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(roles());
            statement.execute("create database link owner link_owner");
        }
        Flyway.configure()
                .dataSource(url(), "link_owner", "")
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private static String roles() {
        try (var stream = Objects.requireNonNull(OtherServer.class.getResourceAsStream("/db/bootstrap/roles.sql"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/link";
    }

    @Override
    public Connection superuser() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    @Override
    public Connection sealer() throws SQLException {
        return DriverManager.getConnection(url(), "link_sealer", "");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
