package link.studentsuccess.api.seal;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Where the server stands.
 *
 * @param horizon the first transaction of those that have not all ended
 * @param next the first that has not begun
 * @param place which database of which server it is
 * @param at its time, which is the rows' too
 */
record Server(String horizon, String next, String place, Instant at) {

    private static final String NOW = """
            select pg_snapshot_xmin(s.snapshot)::text as horizon, pg_snapshot_xmax(s.snapshot)::text as next,
              concat((select c.system_identifier from pg_control_system() c), '/', (
                select d.oid from pg_database d where d.datname = current_database())) as place,
              clock_timestamp() as at
            from (select pg_current_snapshot() as snapshot) s
            """;

    static Server now(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(NOW)) {
            row.next();
            return new Server(
                    row.getString("horizon"),
                    row.getString("next"),
                    row.getString("place"),
                    row.getObject("at", OffsetDateTime.class).toInstant());
        }
    }

    /** Whether its transactions are counted on from where a seal stood: not elsewhere, and not from the beginning. */
    boolean goesOnFrom(Seal.Range range) {
        return place.equals(range.place()) && !isBefore(horizon, range.upto());
    }

    static boolean isBefore(String transaction, String other) {
        return new BigInteger(transaction).compareTo(new BigInteger(other)) < 0;
    }
}
