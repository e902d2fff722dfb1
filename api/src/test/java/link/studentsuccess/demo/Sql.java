package link.studentsuccess.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Statements with parameters in order; a list becomes a PostgreSQL array of text or uuid. */
final class Sql {

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    int run(String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, value(parameters[i]));
            }
            return statement.executeUpdate();
        }
    }

    private Object value(Object parameter) throws SQLException {
        if (!(parameter instanceof List<?> list)) {
            return parameter;
        }
        var type = !list.isEmpty() && list.get(0) instanceof String ? "text" : "uuid";
        return connection.createArrayOf(type, list.toArray());
    }
}
