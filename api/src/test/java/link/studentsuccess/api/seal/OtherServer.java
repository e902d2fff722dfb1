package link.studentsuccess.api.seal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/** A second PostgreSQL with the same structure, whose transactions are counted from the beginning. */
final class OtherServer implements SealedLedger.Place, AutoCloseable {

    private final Path folder;
    private final Path data;
    private final Path backup;
    private EmbeddedPostgres server;

    OtherServer() {
        try {
            folder = Files.createTempDirectory("student-success-link-other-");
            data = folder.resolve("data");
            backup = folder.resolve("backup");
            server = started(data);
            prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EmbeddedPostgres started(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    /** A copy of its files, while it stands still. Who is connected is no more. */
    void backUp() {
        restarted(data, backup);
    }

    /** The files as they were, in the same place: the same server, whose transactions are counted from there again. */
    void goBack() {
        restarted(backup, data);
    }

    private void restarted(Path from, Path to) {
        try {
            server.close();
            FileSystemUtils.deleteRecursively(to);
            FileSystemUtils.copyRecursively(from, to);
            // PostgreSQL refuses a data folder that others may read.
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
            server = started(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
