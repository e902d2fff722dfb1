package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an account takes in a day is counted from the ledger's headers, however often it looks, and begins anew each day. */
class TakenTodayTests {

    private static final int CHILDREN = 300;
    private static final String NONE = "'{}'";

    private static LargeOrganization organization;

    @BeforeAll
    static void make() throws SQLException {
        organization = new LargeOrganization(CHILDREN);
    }

    @AfterAll
    static void drop() throws SQLException {
        organization.close();
    }

    @Test
    @DisplayName("attack 159: a student counts once a day, and what adds nothing is not counted up")
    void differentStudentsOfADay() throws SQLException {
        try (var connection = organization.connect("postgres")) {
            assertThat(asks(connection, "admin", students(1, 30), NONE)).isEqualTo("30|null");
            assertThat(asks(connection, "admin", students(1, 30), NONE))
                    .as("the same again")
                    .isEqualTo("null|null");
            assertThat(asks(connection, "admin", students(21, 40), NONE))
                    .as("ten of them new")
                    .isEqualTo("40|null");
            assertThat(asks(connection, "manager", students(1, 30), NONE))
                    .as("each account by itself")
                    .isEqualTo("30|null");
            assertThat(
                            Sql.values(
                                    connection,
                                    "select cardinality(q.first_received) from ledger.request q where q.operation = 'Taken' and q.role = 'ADMIN' order by q.at"))
                    .containsExactly("30", null, "10");
        }
    }

    @Test
    @DisplayName("attack 159: an id that leads nowhere counts once a day, whatever it is an id of")
    void idsThatLeadNowhere() throws SQLException {
        try (var connection = organization.connect("postgres")) {
            assertThat(asks(connection, "by name", null, ids(1, 3))).isEqualTo("null|3");
            assertThat(asks(connection, "by name", null, ids(2, 3))).isEqualTo("null|null");
            assertThat(asks(connection, "by name", null, ids(2, 4))).isEqualTo("null|4");
        }
    }

    @Test
    @DisplayName("attack 159: at the operator's midnight a day's count begins anew")
    void aNewDay() throws SQLException {
        try (var connection = organization.connect("postgres")) {
            connection.setAutoCommit(false);
            var midnight =
                    "(now() at time zone 'America/Los_Angeles')::date::timestamp at time zone 'America/Los_Angeles'";
            plant(connection, midnight + " - interval '1 microsecond'", 201, 210);
            assertThat(asksOnce(connection, "admin", students(201, 202), NONE))
                    .as("yesterday's are new today")
                    .satisfies(count ->
                            assertThat(taken(count) - before(connection)).isEqualTo(2));
            connection.rollback();

            plant(connection, midnight, 201, 210);
            assertThat(asksOnce(connection, "admin", students(201, 202), NONE)).isEqualTo("null|null");
            connection.rollback();
        }
    }

    /** One that has asked two hundred times today, and one twenty thousand times, fifty of them for something new; in a ledger of years. */
    @Test
    @DisplayName(
            "attack 159: counting reads the headers with something new in them, and costs little beside the opening")
    void isCheap() throws SQLException {
        try (var connection = organization.connect("postgres")) {
            connection.setAutoCommit(false);
            asked("by name", 200, 40, 30, connection);
            connection.commit();
            asked("by program", 20_000, 400, 100, connection);
            Sql.run(connection, "analyze ledger.request");
            connection.commit();
            for (var who : List.of("by name", "by program")) {
                var opening = new ArrayList<Long>();
                var counting = new ArrayList<Long>();
                var nothing = new ArrayList<Long>();
                for (var round = 0; round < 21; round++) {
                    enter(connection, who);
                    nothing.add(time(connection, "select * from access.taken_today('{}')"));
                    opening.add(time(connection, opens(students(1, 30))));
                    var read = read(connection);
                    counting.add(time(connection, "select * from access.taken_today('{}')"));
                    assertThat(read(connection) - read).as("headers read").isLessThan(200);
                    connection.rollback();
                }
                System.out.printf(
                        "%s: access.open for 30 students in 4 categories: %.2f ms; what the account has taken today: %.2f ms, and %.2f ms where the request released nothing%n",
                        who, median(opening) / 1e6, median(counting) / 1e6, median(nothing) / 1e6);
                assertThat(median(counting)).isLessThan(median(opening));
            }
        }
    }

    /** So often today, with so many new students in one of so many; and for years before. */
    private static void asked(String who, int times, int every, int students, Connection connection)
            throws SQLException {
        Sql.run(connection, """
                insert into ledger.request (xid, at, membership_id, host, outcome, first_received)
                select pg_current_xact_id(), now() - i * interval '3 milliseconds', md5('%1$s')::uuid, 'x', 'ANSWERED',
                  case when i %% %3$d = 0 then array(select gen_random_uuid() from generate_series(1, %4$d)) end
                from generate_series(1, %2$d) i
                union all
                select pg_current_xact_id(), now() - interval '2 days' - i * interval '1 minute', md5('%1$s')::uuid, 'x', 'ANSWERED',
                  case when i %% 10 = 0 then array[gen_random_uuid()] end
                from generate_series(1, 50000) i
                """.formatted(who, times, every, students));
    }

    private static String opens(String students) {
        return "select count(*) from access.open(" + students
                + ", array['ENROLLMENT', 'ATTENDANCE', 'GRADES', 'SCHEDULE'])";
    }

    private static String students(int from, int to) {
        return "array(select md5('large student ' || i)::uuid from generate_series(" + from + ", " + to + ") i)";
    }

    private static String ids(int from, int to) {
        return "array(select md5('nowhere ' || i)::uuid from generate_series(" + from + ", " + to + ") i)";
    }

    /** One request, committed; what it makes of the day. */
    private static String asks(Connection connection, String who, @Nullable String students, String notFound)
            throws SQLException {
        connection.setAutoCommit(false);
        var taken = asksOnce(connection, who, students, notFound);
        connection.commit();
        connection.setAutoCommit(true);
        return taken;
    }

    private static String asksOnce(Connection connection, String who, @Nullable String students, String notFound)
            throws SQLException {
        enter(connection, who);
        if (students != null) {
            Sql.run(connection, opens(students));
        }
        return Sql.values(
                        connection,
                        "select coalesce(t.students::text, 'null') || '|' || coalesce(t.unknown_ids::text, 'null') from access.taken_today("
                                + notFound + ") t")
                .get(0);
    }

    private static int taken(String count) {
        return Integer.parseInt(count.substring(0, count.indexOf('|')));
    }

    /** What other tests have made the account take today. */
    private static int before(Connection connection) {
        try {
            return Integer.parseInt(Sql.values(
                            connection,
                            "select count(distinct s) from ledger.request q cross join unnest(q.first_received) s"
                                    + " where q.membership_id = md5('admin')::uuid and q.operation = 'Taken' and q.xid <> pg_current_xact_id()"
                                    + " and q.at < now()")
                    .get(0));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void plant(Connection connection, String at, int from, int to) throws SQLException {
        Sql.run(
                connection,
                "insert into ledger.request (xid, at, membership_id, host, outcome, first_received)"
                        + " values (pg_current_xact_id(), " + at + ", md5('admin')::uuid, 'x', 'ANSWERED', "
                        + students(from, to) + ")");
    }

    private static void enter(Connection connection, String who) throws SQLException {
        assertThat(Sql.values(
                        connection,
                        "select refusal from access.enter('i', '" + who
                                + "', 'large.example', '{student-data}', 'Taken', 'hash', 'test')"))
                .containsOnlyNulls();
    }

    /** Headers that this transaction has read by an index; read from end to end they would be counted here too. */
    private static long read(Connection connection) throws SQLException {
        return Long.parseLong(Sql.values(
                        connection,
                        "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relid = 'ledger.request'::regclass")
                .get(0));
    }

    private static long time(Connection connection, String sql) throws SQLException {
        var begun = System.nanoTime();
        Sql.run(connection, sql);
        return System.nanoTime() - begun;
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }
}
