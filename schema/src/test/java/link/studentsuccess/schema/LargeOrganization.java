package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** A database of its own with one organization, which can grow: what is asked there is read as production reads it. */
final class LargeOrganization implements AutoCloseable {

    /** Who asks: all of it, a program of it, or a caseload by name or by program. */
    static final List<String> VIEWERS = List.of("admin", "manager", "by name", "by program");

    private int size;

    LargeOrganization() throws SQLException {
        execute("postgres", "create database large template link");
        try (var connection = connect("postgres")) {
            withoutTriggers(connection, TestDatabase.read("/large-organization.sql"));
        }
    }

    /** Adds children until there are so many. */
    void growTo(int children) throws SQLException {
        try (var connection = connect("postgres")) {
            withoutTriggers(
                    connection,
                    TestDatabase.read("/large-organization-children.sql")
                            .replace("{from}", String.valueOf(size + 1))
                            .replace("{to}", String.valueOf(children)));
            connection.createStatement().execute("analyze");
        }
        size = children;
    }

    private static void withoutTriggers(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local session_replication_role = replica");
            statement.execute(sql);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    Connection connect(String role) throws SQLException {
        return connect("large", role);
    }

    private static Connection connect(String database, String role) throws SQLException {
        var url = TestDatabase.shared().url();
        return DriverManager.getConnection(url.substring(0, url.lastIndexOf('/') + 1) + database, role, "");
    }

    private static void execute(String database, String sql) throws SQLException {
        try (var connection = connect(database, "postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("postgres", "drop database large with (force)");
    }
}
