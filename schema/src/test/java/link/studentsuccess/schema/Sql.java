package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL as the tests write it. */
final class Sql {

    private Sql() {}

    static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what is answered. */
    static List<String> values(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** The same, read by the superuser. */
    static List<String> values(String sql) throws SQLException {
        try (var connection = TestDatabase.shared().as("postgres")) {
            return values(connection, sql);
        }
    }

    /** A statement with its values as text: PostgreSQL reads each as what stands in its place. */
    static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (var i = 0; i < values.length; i++) {
            statement.setObject(i + 1, text(values[i]), Types.OTHER);
        }
        return statement;
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return "{" + String.join(",", several.stream().map(String::valueOf).toList()) + "}";
        }
        return value == null ? null : value.toString();
    }
}
