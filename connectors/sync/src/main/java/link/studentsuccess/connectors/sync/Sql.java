package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One statement with named parameters over plain JDBC. */
final class Sql {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z_]+)");

    private final Connection connection;
    private final String text;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    private Sql(Connection connection, String text) {
        this.connection = connection;
        this.text = text;
    }

    static Sql of(Connection connection, String text) {
        return new Sql(connection, text);
    }

    Sql set(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    Sql set(String name, @Nullable Instant value) {
        return set(name, value == null ? null : (Object) value.atOffset(ZoneOffset.UTC));
    }

    int update() throws SQLException {
        try (var statement = prepare()) {
            return statement.executeUpdate();
        }
    }

    <T> List<T> list(Row<T> row) throws SQLException {
        try (var statement = prepare();
                var results = statement.executeQuery()) {
            var list = new ArrayList<T>();
            while (results.next()) {
                list.add(row.read(results));
            }
            return list;
        }
    }

    <T> @Nullable T first(Row<T> row) throws SQLException {
        var list = list(row);
        return list.isEmpty() ? null : list.get(0);
    }

    <T> T one(Row<T> row) throws SQLException {
        var first = first(row);
        if (first == null) {
            throw new SQLException("One row expected, none found");
        }
        return first;
    }

    boolean exists() throws SQLException {
        return first(r -> true) != null;
    }

    private PreparedStatement prepare() throws SQLException {
        var names = new ArrayList<String>();
        var sql = PARAMETER.matcher(text).replaceAll(found -> {
            names.add(found.group(1));
            return "?";
        });
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < names.size(); i++) {
            bind(statement, i + 1, names.get(i));
        }
        return statement;
    }

    private void bind(PreparedStatement statement, int index, String name) throws SQLException {
        if (!values.containsKey(name)) {
            throw new SQLException("No value for the parameter " + name);
        }
        var value = values.get(name);
        if (value instanceof Collection<?> list) {
            var type = !list.isEmpty() && list.iterator().next() instanceof UUID ? "uuid" : "text";
            statement.setArray(index, connection.createArrayOf(type, list.toArray()));
        } else {
            statement.setObject(index, value);
        }
    }

    static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
