package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.ABSENT_EXCUSED;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.junit.jupiter.api.Test;

/** What a pull publishes of the children who may be seen, and that a replay changes nothing. */
class PullTests extends AttendanceStories {

    /** Connectors.md 3: what nobody may see is dropped in memory, before staging. */
    @Test
    void firstPullPublishesExactlyTheKept() throws SQLException {
        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.PUBLISHED);
        assertThat(pull.mode()).isEqualTo(Mode.FULL);
        assertThat(district.matched(lena)).containsExactly("104218");
        assertThat(district.count("student")).isEqualTo(1);
        assertThat(district.count("enrollment")).isEqualTo(1);
        assertThat(district.count("attendance_event")).isEqualTo(3);
        assertThat(district.count("school")).isEqualTo(2);
        assertThat(pull.stream(StreamName.STUDENT))
                .satisfies(s -> assertThat(s.read()).isEqualTo(4))
                .satisfies(s -> assertThat(s.kept()).isEqualTo(1))
                .satisfies(s -> assertThat(s.dropped()).isEqualTo(3))
                .satisfies(s -> assertThat(s.counts().created()).isEqualTo(1));
        assertThat(staged()).isZero();
    }

    @Test
    void summaryCountsCoveredSchoolDaysOfTheEnrollment() throws SQLException {
        pull();

        assertThat(district.text("""
                        select concat_ws(' ', enrolled, excused, unexcused, tardy, covered_until)
                        from record.attendance_summary
                        where district_id = :district
                        """)).isEqualTo("40 1 1 1 " + TODAY.minusDays(1));
        assertThat(district.text("""
                        select covered_until::text from sync.freshness
                        where district_id = :district and category = 'ATTENDANCE'
                        """)).isEqualTo(TODAY.minusDays(1).toString());
    }

    /** Connectors.md 12: a replay changes nothing. */
    @Test
    void secondPullWithoutChangeWritesNothing() throws SQLException {
        pull();
        var before = district.writes();

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.UNCHANGED);
        assertThat(before).isNotEmpty();
        assertThat(district.writes()).isEqualTo(before);
        assertThat(pull.stream(StreamName.ATTENDANCE).counts().unchanged()).isEqualTo(3);
    }

    /** Connectors.md 20: a number given to another child breaks the match before anything shows. */
    @Test
    void matchBrokenByAChangedNumberDisappearsInTheSamePublish() throws SQLException {
        pull();
        source.student("k1", "999999", "Lena", "Okafor", BORN).student("k4", "104218", "Omar", "Haddad", BORN);

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.PUBLISHED);
        assertThat(district.matched(lena)).isEmpty();
        assertThat(district.count("student")).isZero();
        assertThat(district.count("enrollment")).isZero();
        assertThat(district.count("attendance_event")).isZero();
        assertThat(district.count("attendance_summary")).isZero();
    }

    @Test
    void twinsWithNeighbouringNumbersAreNotTakenForEachOther() throws SQLException {
        var ana = district.consented("104220", "Ana", "Petrova", BORN);
        var eva = district.consented("104220", "Eva", "Petrova", BORN);

        pull();

        assertThat(district.matched(ana)).isEmpty();
        assertThat(district.matched(eva)).containsExactly("104220");
    }

    @Test
    void birthDateAndNamesAloneMakeNoMatch() throws SQLException {
        var ana = district.consented(null, "Ana", "Petrova", BORN);

        var pull = pull();

        assertThat(district.matched(ana)).isEmpty();
        assertThat(pull.stream(StreamName.STUDENT).kept()).isEqualTo(1);
    }

    @Test
    void rowsThatTheSourceNoLongerHasGoWithAFullRead() throws SQLException {
        pull();
        source.remove(StreamName.ATTENDANCE, "a-k1-" + TODAY.minusDays(3))
                .covering(TODAY.minusDays(3), TODAY.minusDays(1));
        source.remove(StreamName.ATTENDANCE, "a-k1-" + TODAY.minusDays(5));

        pull();

        // The fifth day lies outside the days that the read speaks for.
        assertThat(district.count("attendance_event")).isEqualTo(2);
    }

    @Test
    void attendanceFollowsTheChildToTheEnrollmentThatCoversItsDay() throws SQLException {
        pull();
        source.enrolled("k1", "s1", ENTRY, TODAY.minusDays(4)).enrolled("k1", "s2", TODAY.minusDays(4), null);

        pull();

        assertThat(district.text("""
                        select string_agg(c.code || ':' || e.date, ' ' order by e.date)
                        from record.attendance_event e
                        join record.enrollment n on n.id = e.enrollment_id
                        join record.school c on c.id = n.school_id
                        where e.district_id = :district
                        """))
                .isEqualTo(
                        "100:%s 200:%s 200:%s".formatted(TODAY.minusDays(5), TODAY.minusDays(4), TODAY.minusDays(3)));
        assertThat(district.text("""
                        select string_agg(concat_ws('/', s.enrolled, s.excused, s.unexcused, s.tardy), ' ' order by n.entry_date)
                        from record.attendance_summary s
                        join record.enrollment n on n.id = s.enrollment_id
                        where s.district_id = :district
                        """)).isEqualTo("36/0/0/1 4/1/1/0");
        var before = district.writes();
        assertThat(pull().state()).isEqualTo(State.UNCHANGED);
        assertThat(district.writes()).isEqualTo(before);
    }

    @Test
    void attendanceFilesOfAnotherFeedHangOnTheMatchesOfTheRoster() throws SQLException {
        var files = ScriptedSource.attendanceFiles()
                .covering(ENTRY, TODAY.minusDays(1))
                .absent("104218", TODAY.minusDays(9), ABSENT_EXCUSED)
                .absent("104219", TODAY.minusDays(9), ABSENT_EXCUSED);
        var filesFeed = district.feed("files", List.of("ATTENDANCE"), Map.of());
        var roster = ScriptedSource.roster()
                .school("s1", "100")
                .schoolDays(ENTRY, TODAY)
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .enrolled("k1", "s1", ENTRY, null);
        try (var engine = engine(roster, files)) {
            assertThat(engine.pullNow(filesFeed).stream(StreamName.ATTENDANCE).kept())
                    .isZero();
            engine.pullNow(feed);
            var soon = engine.nextPull(filesFeed);
            engine.pullNow(filesFeed);

            assertThat(soon).isBefore(Instant.now().plusSeconds(1));
        }
        assertThat(district.count("attendance_event")).isEqualTo(1);
        assertThat(district.count("attendance_summary")).isEqualTo(1);
    }
}
