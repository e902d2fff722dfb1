package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row that is inserted, each value beside its column. */
final class Insert {

    private final String table;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    private Insert(String table) {
        this.table = table;
    }

    static Insert into(String table) {
        return new Insert(table);
    }

    Insert with(String column, @Nullable Object value) {
        values.put(column, value);
        return this;
    }

    void run(Connection connection) throws SQLException {
        var columns = String.join(", ", values.keySet());
        var places = String.join(", ", Collections.nCopies(values.size(), "?"));
        var sql = "insert into " + table + " (" + columns + ") values (" + places + ")";
        try (var statement = Sql.prepare(connection, sql, values.values().toArray())) {
            statement.executeUpdate();
        }
    }
}
