package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database of its own with one organization, as large as is asked for: it is read there as production reads it. */
final class LargeOrganization implements AutoCloseable {

    /** Asked by "admin", and by "manager", "by name" and "by program", who know of a program or a caseload of it. */
    LargeOrganization(int children) throws SQLException {
        execute("postgres", "create database large template link");
        try (var connection = connect("postgres")) {
            withoutTriggers(connection, TestDatabase.read("/large-organization.sql"));
            withoutTriggers(
                    connection,
                    TestDatabase.read("/large-organization-children.sql")
                            .replace("{children}", String.valueOf(children)));
            connection.createStatement().execute("analyze");
        }
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
