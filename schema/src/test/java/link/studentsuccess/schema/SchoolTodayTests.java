package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "SCHOOL_STAFF: students of their schools only; in summer the last school of the ended year still counts." */
class SchoolTodayTests {

    private final UUID district = UUID.randomUUID();
    private final UUID record = UUID.randomUUID();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = TestDatabase.shared().as("postgres");
        connection.setAutoCommit(false);
        run("set local session_replication_role = replica");
        // The next school year begins on September 1; a day without lessons before it begins nothing.
        run("""
                insert into record.calendar_day (district_id, date, school_year, instructional, feed_id, source_key, content_hash)
                values ('%1$s', '2027-08-25', 2028, false, '%1$s', 'a', ''), ('%1$s', '2027-09-01', 2028, true, '%1$s', 'b', ''),
                  ('%1$s', '2027-09-02', 2028, true, '%1$s', 'c', '')
                """.formatted(district));
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.close(); // without a commit
    }

    @DisplayName("case 8: July, by the last school of the ended year; after a move none but the new one")
    @ParameterizedTest(name = "{0} asked on {1}: {2}")
    @CsvSource({
        // school: first day to last day and a day, of the school year that ends in 2027
        "north: 2026-09-02 to , 2026-09-01, ",
        "north: 2026-09-02 to , 2026-09-02, north",
        "north: 2026-09-02 to , 2027-07-15, north",
        "north: 2026-09-02 to 2027-03-10, 2027-03-09, north",
        "north: 2026-09-02 to 2027-03-10, 2027-03-10, ",
        "north: 2026-09-02 to 2027-03-10, 2027-07-15, ",
        "north: 2026-09-02 to 2027-05-31, 2027-05-31, ",
        "north: 2026-09-02 to 2027-06-01, 2027-06-01, north",
        "north: 2026-09-02 to 2027-06-20, 2027-06-20, north",
        "north: 2026-09-02 to 2027-06-20, 2027-07-15, north",
        "north: 2026-09-02 to 2027-06-20, 2027-08-31, north",
        "north: 2026-09-02 to 2027-06-20, 2027-09-01, ",
        "north: 2026-09-02 to 2027-01-15 | south: 2027-01-15 to , 2027-01-14, north",
        "north: 2026-09-02 to 2027-01-15 | south: 2027-01-15 to , 2027-01-15, south",
        "north: 2026-09-02 to 2027-01-15 | south: 2027-01-15 to 2027-06-20, 2027-07-15, south",
        "north: 2026-09-02 to | south: 2027-01-15 to , 2027-02-01, south north",
    })
    void goesToSchool(String enrollments, String day, @Nullable String schools) throws SQLException {
        for (var enrollment : enrollments.split(" \\| ", -1)) {
            var parts = enrollment.split(": | to ?", -1);
            enroll(parts[0], parts[1], parts[2]);
        }

        assertThat(today(day)).isEqualTo(schools);
    }

    /** A district that delivers no calendar of the next year: until the middle of September. */
    @ParameterizedTest
    @CsvSource({"2027-09-14, north", "2027-09-15, "})
    void withoutACalendarSummerEndsInSeptember(String day, @Nullable String schools) throws SQLException {
        run("delete from record.calendar_day where district_id = '" + district + "'");
        enroll("north", "2026-09-02", "2027-06-20");

        assertThat(today(day)).isEqualTo(schools);
    }

    private void enroll(String school, String from, String until) throws SQLException {
        run("""
                with school as (
                  insert into record.school (district_id, name, code, feed_id, source_key, content_hash)
                  values ('%1$s', '%3$s', '%3$s', '%1$s', '%3$s', '')
                  returning id
                )
                insert into record.enrollment (district_id, student_id, school_id, school_year, entry_date, exit_date, feed_id, source_key, content_hash)
                select '%1$s', '%2$s', school.id, 2027, '%4$s', nullif('%5$s', '')::date, '%1$s', '%3$s', '' from school
                """.formatted(district, record, school, from, until));
    }

    /** The one entered last first, by whose name the student is shown. */
    private @Nullable String today(String day) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select array_to_string(array(select c from unnest(t.codes) c order by c <> t.name), ' ')"
                                + " from access.school_today('%s', '%s', '%s') t".formatted(district, record, day))) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private void run(String sql) throws SQLException {
        Sql.run(connection, sql);
    }
}
