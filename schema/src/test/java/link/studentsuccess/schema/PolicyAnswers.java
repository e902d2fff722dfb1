package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the policy answers in a world of access-decisions.csv. */
record PolicyAnswers(Connection connection, DecisionWorld world) {

    /** One answer of access.decide, in the words of access-decisions.csv. */
    record Decision(String expected, String reason, String until, String enrollments) {}

    /** Whether the account is refused at the address. */
    boolean refused() throws SQLException {
        var host = world.viewerElsewhere ? "two.example" : world.askedHost;
        try (var query = Sql.prepare(
                        connection, "select refusal from access.find_viewer('i', 's', ?, ?)", host, world.at());
                var rows = query.executeQuery()) {
            return rows.next() && rows.getString(1) != null;
        }
    }

    /** What access.decide answers about the student; nothing when the student does not exist for the viewer. */
    @Nullable
    Decision decide(String category) throws SQLException {
        return decide(category, world.at());
    }

    @Nullable
    Decision decide(String category, LocalDate day) throws SQLException {
        return decide(category, DecisionWorld.noon(day));
    }

    private @Nullable Decision decide(String category, Instant at) throws SQLException {
        try (var query = Sql.prepare(
                        connection,
                        "select granted, coalesce(reason, ''), coalesce(until::text, ''), enrollments from access.decide(?, ?, ?, ?, ?)",
                        world.membership,
                        world.tokenCategories,
                        at,
                        List.of(world.student),
                        List.of(category));
                var rows = query.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            return new Decision(
                    rows.getBoolean(1) ? "ALLOW" : "WITHHELD", rows.getString(2), rows.getString(3), rows.getString(4));
        }
    }

    /** Whether the engine would keep the student's data of the category. */
    boolean keeps(String category) throws SQLException {
        try (var query = Sql.prepare(
                        connection,
                        "select from access.kept_as_of(?, ?) k where k.student_id = ? and ? = any(k.categories)",
                        world.district,
                        world.at(),
                        world.student,
                        category);
                var rows = query.executeQuery()) {
            return rows.next();
        }
    }
}
