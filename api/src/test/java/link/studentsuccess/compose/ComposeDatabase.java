package link.studentsuccess.compose;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.slf4j.LoggerFactory;

/** The server, roles, logins and databases that compose makes, from PostgreSQL's Maven package. */
final class ComposeDatabase implements AutoCloseable {

    private static final String ROLES = "schema/src/main/resources/db/bootstrap/roles.sql";
    private static final Pattern LOGINS = Pattern.compile("(?s)<<-SQL\n(.*)\n *SQL\n");
    private static final Pattern SHELL_VARIABLE = Pattern.compile("\\$(\\w+)");

    private final EmbeddedPostgres server;
    private final Map<String, String> environment;

    private ComposeDatabase(EmbeddedPostgres server, Map<String, String> environment) {
        this.server = server;
        this.environment = environment;
    }

    static ComposeDatabase start(ComposeFile compose, Map<String, String> variables, Path folder) {
        var database = new ComposeDatabase(start(folder), compose.environment("database", variables));
        try {
            database.prepare(ComposeFile.interpolate(compose.config("logins"), Map.of()));
            // From here on nobody gets in without a password, as in the container.
            Files.writeString(folder.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
            database.execute("select pg_reload_conf()");
            return database;
        } catch (IOException e) {
            database.close();
            throw new UncheckedIOException(e);
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw new IllegalStateException("The database was started but could not be prepared", e);
        }
    }

    private static EmbeddedPostgres start(Path folder) {
        for (var talkative : List.of("io.zonky", "org.flywaydb")) {
            ((Logger) LoggerFactory.getLogger(talkative)).setLevel(Level.WARN);
        }
        try {
            Files.createDirectories(folder.getParent());
            return EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(true)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the scripts in the container's initdb folder do; the shell there fills the passwords in. */
    private void prepare(String logins) throws SQLException {
        execute(ComposeFile.text(ROLES));
        execute("alter role postgres password '%s'".formatted(environment.get("POSTGRES_PASSWORD")));
        var script = LOGINS.matcher(logins);
        if (!script.find()) {
            throw new IllegalStateException("The logins of docker-compose.yml are not between <<-SQL and SQL");
        }
        var statements = SHELL_VARIABLE
                .matcher(script.group(1))
                .replaceAll(variable -> String.valueOf(environment.get(variable.group(1))));
        // One by one: a database cannot be made inside a transaction.
        for (var statement : statements.split(";\n?", 0)) {
            execute(statement);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = superuser("postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The migrations as the application runs them at its start. */
    void migrate(Map<String, String> application) {
        Flyway.configure()
                .dataSource(
                        url("link"), application.get("SPRING_FLYWAY_USER"), application.get("SPRING_FLYWAY_PASSWORD"))
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    /** What psql does as the header says, in one transaction of the owner. */
    void runAsOwner(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(url("link"), "link_owner", environment.get("OWNER_PASSWORD"));
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            connection.commit();
        }
    }

    int port() {
        return server.getPort();
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    /** Bound by no rule: to write and read what nobody else may. */
    Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", environment.get("POSTGRES_PASSWORD"));
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
