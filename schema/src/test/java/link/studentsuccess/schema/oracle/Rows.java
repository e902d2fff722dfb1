package link.studentsuccess.schema.oracle;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows of many tables, written with one COPY a table in the order in which the tables were first named. */
final class Rows {

    private final Map<String, StringBuilder> tables = new LinkedHashMap<>();

    /** Names a table and its columns; every later row of it has a value for each. */
    Rows table(String name, String columns) {
        tables.put(name + " (" + columns + ")", new StringBuilder());
        return this;
    }

    void add(String table, @Nullable Object... values) {
        var target = tables.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(table + " ("))
                .findFirst()
                .orElseThrow();
        for (var i = 0; i < values.length; i++) {
            target.getValue().append(i == 0 ? "" : "\t").append(text(values[i]));
        }
        target.getValue().append('\n');
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "\\N";
        }
        return value instanceof Collection<?> several
                ? several.stream().map(String::valueOf).collect(joining(",", "{", "}"))
                : value.toString();
    }

    void write(Connection connection) throws SQLException {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI();
        try {
            for (var table : tables.entrySet()) {
                if (!table.getValue().isEmpty()) {
                    copy.copyIn(
                            "copy " + table.getKey() + " from stdin",
                            new StringReader(table.getValue().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
