package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.TARDY;
import static link.studentsuccess.connectors.spi.GradeRecord.Kind.GRADING_PERIOD;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** A district of four children, whose grades are consented to for one. */
abstract class GradeStories {

    static final LocalDate BORN = LocalDate.of(2012, 3, 14);
    static final LocalDate ENTRY = TODAY.minusDays(70);
    static final GradingPeriod Q1 =
            new GradingPeriod("Quarter 1", 2027, LocalDate.of(2026, 9, 2), LocalDate.of(2026, 11, 7));
    static final GradingPeriod Q2 =
            new GradingPeriod("Quarter 2", 2027, LocalDate.of(2026, 11, 7), LocalDate.of(2027, 1, 29));

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    // Engine and database look at one calendar: windows are the database's, release dates the engine's.
    final SettableClock clock = new SettableClock(Instant.now(), ZoneOffset.UTC);
    TestDistrict district;
    ScriptedSource source;
    UUID feed;
    UUID lena;

    @BeforeEach
    void aDistrictWhereOneOfFourConsentedToGrades() throws SQLException {
        district = new TestDistrict();
        source = ScriptedSource.whole()
                .school("s1", "100")
                .school("s2", "200")
                .section("c1", "s1", "Algebra 1")
                .section("c2", "s1", "Biology")
                .section("c3", "s1", "Ceramics")
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .student("k2", "104219", "Ana", "Petrova", BORN)
                .student("k3", "104220", "Eva", "Petrova", BORN)
                .student("k4", "104221", "Omar", "Haddad", BORN);
        for (var key : List.of("k1", "k2", "k3", "k4")) {
            source.enrolled(key, "s1", ENTRY, null)
                    .absent(key, TODAY.minusDays(3), TARDY)
                    .grade(key + "-c1", grade(key, "c1", Q1, new Mark(GRADING_PERIOD, "B+", null)))
                    .grade(key + "-c2", grade(key, "c2", Q1, new Mark(GRADING_PERIOD, null, percent("59.5"))));
        }
        feed = district.feed("scripted", List.of("ENROLLMENT", "ATTENDANCE", "GRADES"), Map.of());
        lena = district.consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT,ATTENDANCE,GRADES");
        logged.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(logged);
    }

    @AfterEach
    void nothingPersonalWasLogged() {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(logged);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.matches(".*(Lena|Okafor|Petrova|Haddad|10421[89]|10422[01]|Algebra|31415).*"));
    }

    PullSummary pull() {
        try (var engine = engine(source)) {
            return engine.pullNow(feed);
        }
    }

    SyncEngine engine(ScriptedSource... sources) {
        return SyncEngine.idle(
                TestDatabase.shared().engine(),
                SyncOptions.defaults().withClock(clock).withConnectors(List.of(sources)));
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

    void consentTo(String categories) {
        try {
            TestDistrict.execute("""
                    update document.consent
                    set categories = string_to_array(:categories, ',')
                    where participant_id = (select participant_id from roster.student where id = :student)
                    """, Map.of("categories", categories, "student", lena));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As if the running generation had begun when this was all that was kept. */
    static void keptOf(UUID student, String categories) {
        try {
            TestDistrict.execute(
                    "update stage.kept set categories = :categories::text[] where student_id = :student",
                    Map.of("categories", categories, "student", student));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void release(LocalDate on) {
        release("Quarter 1", on);
    }

    void release(String period, LocalDate on) {
        try {
            district.releases(2027, period, on);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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

    long staged() throws SQLException {
        long rows = 0;
        for (var table : List.of("section", "grade", "grade_resolved")) {
            rows += district.number("""
                    select count(*) as n
                    from stage.%s s
                    join sync.pull p on p.id = s.pull_id
                    join sync.feed f on f.id = p.feed_id
                    where f.district_id = :district
                    """.formatted(table));
        }
        return rows;
    }
}
