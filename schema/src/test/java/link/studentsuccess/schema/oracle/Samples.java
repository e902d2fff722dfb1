package link.studentsuccess.schema.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Ids for consents, of those that a district's sample draws and of those that it does not. */
final class Samples {

    private static final int IDS = 20_000;

    private final List<UUID> drawn = new ArrayList<>();
    private final List<UUID> left = new ArrayList<>();
    private int next;

    /** Which ones are drawn is the policy's to say: the rules ask for a sample and no more. */
    Samples(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(
                "select id, access.drawn(id) from (select md5(i::text)::uuid as id from generate_series(1, ?) i) x")) {
            query.setInt(1, IDS);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    (rows.getBoolean(2) ? drawn : left).add(rows.getObject(1, UUID.class));
                }
            }
        }
    }

    UUID next(boolean isDrawn) {
        var ids = isDrawn ? drawn : left;
        return ids.get(next++ % ids.size());
    }
}
