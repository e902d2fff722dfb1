package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions of the sealer's own login. */
record SealDatabase(DataSource source) {

    <T> T inTransaction(Work<T> work) throws SQLException {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                try {
                    connection.rollback();
                } catch (SQLException also) {
                    e.addSuppressed(also);
                }
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /** What is done inside one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }
}
