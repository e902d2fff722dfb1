package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.TARDY;
import static link.studentsuccess.connectors.spi.GradeRecord.Kind.GRADING_PERIOD;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.GradeRecord.Credits;
import link.studentsuccess.connectors.spi.GradeRecord.GradingPeriod;
import link.studentsuccess.connectors.spi.GradeRecord.Mark;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.testkit.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** The four have grades of two courses each; those of one are consented to. */
abstract class GradeStories extends PullStories {

    static final LocalDate ENTRY = TODAY.minusDays(70);
    static final GradingPeriod Q1 =
            new GradingPeriod("Quarter 1", 2027, LocalDate.of(2026, 9, 2), LocalDate.of(2026, 11, 7));
    static final GradingPeriod Q2 =
            new GradingPeriod("Quarter 2", 2027, LocalDate.of(2026, 11, 7), LocalDate.of(2027, 1, 29));

    // Engine and database look at one calendar: windows are the database's, release dates the engine's.
    final SettableClock clock = new SettableClock(Instant.now(), ZoneOffset.UTC);

    @BeforeEach
    void gradesOfTwoCourses() {
        logged.nor("Algebra");
        logged.nor("31415");
        source.section("c1", "s1", "Algebra 1").section("c2", "s1", "Biology").section("c3", "s1", "Ceramics");
        for (var key : CHILDREN) {
            source.enrolled(key, "s1", ENTRY, null)
                    .absent(key, TODAY.minusDays(3), TARDY)
                    .grade(key + "-c1", grade(key, "c1", Q1, new Mark(GRADING_PERIOD, "B+", null)))
                    .grade(key + "-c2", grade(key, "c2", Q1, new Mark(GRADING_PERIOD, null, percent("59.5"))));
        }
    }

    @Override
    List<String> categories() {
        return List.of("ENROLLMENT", "ATTENDANCE", "GRADES");
    }

    @Override
    SyncOptions options() {
        return super.options().withClock(clock);
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneId.of("America/Los_Angeles"));
    }

    static GradeRecord grade(String student, String section, GradingPeriod period, Mark mark) {
        return grade(student, section, period, mark, null, TODAY);
    }

    static GradeRecord graded(String section, GradingPeriod period, Mark mark, @Nullable Credits credits) {
        return grade("k1", section, period, mark, credits, TODAY);
    }

    static GradeRecord grade(
            String student, String section, GradingPeriod period, Mark mark, @Nullable Credits credits, LocalDate on) {
        return new GradeRecord(new SourceKey(student), new SourceKey(section), period, mark, credits, on);
    }

    static BigDecimal percent(String text) {
        return new BigDecimal(text);
    }

    static Credits credits(String attempted, String earned) {
        return new Credits(new BigDecimal(attempted), new BigDecimal(earned));
    }

    /** As if the running generation had begun when this was all that was kept. */
    static void keptOf(UUID student, String categories) throws SQLException {
        TestDistrict.execute(
                "update stage.kept set categories = :categories::text[] where student_id = :student",
                Map.of("categories", categories, "student", student));
    }

    String grades() throws SQLException {
        return district.text("""
                select coalesce(string_agg(
                  concat_ws(':', x.course_title, g.grading_period, coalesce(g.letter, ''), coalesce(g.percent::text, ''),
                    left(g.failing::text, 1)),
                  ' ' order by x.course_title, g.grading_period), '')
                from record.grade g
                join record.section x on x.district_id = g.district_id and x.id = g.section_id
                where g.district_id = :district
                """);
    }

    String summary() throws SQLException {
        return district.text("""
                select concat_ws(' ', school_year, sections, failing, credits_attempted, credits_earned, grade_points,
                  grade_point_credits, graded_until)
                from record.grade_summary
                where district_id = :district
                """);
    }

    String entriesOfGrades() throws SQLException {
        return district.text("""
                select coalesce(string_agg(n.entry_date::text, ' ' order by n.entry_date), '')
                from record.grade g
                join record.enrollment n on n.district_id = g.district_id and n.id = g.enrollment_id
                where g.district_id = :district
                """);
    }

    String gradeId(String key) throws SQLException {
        return district.text("""
                select id::text
                from record.grade
                where district_id = :district and source_key = '%s'
                """.formatted(key));
    }
}
