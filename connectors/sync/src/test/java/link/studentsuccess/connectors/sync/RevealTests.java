package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.connectors.spi.ScheduleRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact.Place;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reveal map, as it is applied at publish. */
class RevealTests {

    private static final LocalDate BORN = LocalDate.of(2012, 3, 14);

    private TestDistrict district;
    private ScriptedSource source;
    private UUID feed;

    @BeforeEach
    void aDistrictWhoseSchoolAndCourseTellOfSpecialEducation() throws SQLException {
        district = new TestDistrict();
        source = ScriptedSource.whole()
                .school("s1", "100")
                .school("s2", "200")
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .left("k1", "s2", TODAY.minusDays(70), TODAY.minusDays(40), "Incarcerated")
                .enrolled("k1", "s1", TODAY.minusDays(40), null)
                .fact(StreamName.SCHEDULE, "c1", scheduled("Resource Math", "RM1"))
                .fact(StreamName.SCHEDULE, "c2", scheduled("Biology", "B1"));
        feed = district.feed("scripted", List.of("ENROLLMENT", "SCHEDULE", "SPECIAL_EDUCATION"), Map.of());
    }

    @Test
    void neutralInItsOwnCategoryAndRevealedInTheOther() throws SQLException {
        district.consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT,SCHEDULE,SPECIAL_EDUCATION");
        map("COURSE", "resource math ", "Mathematics", "SPECIAL_EDUCATION");
        map("SCHOOL", "200", "Another school", "SPECIAL_EDUCATION");
        map("EXIT_TYPE", "INCARCERATED", "LEFT", "SPECIAL_EDUCATION");

        assertThat(pull().state()).isEqualTo(State.PUBLISHED);

        assertThat(shown()).isEqualTo("Another school:-:LEFT School s1:100:- / Biology:B1:A. Teacher Mathematics:-:-");
        assertThat(revealed()).isEqualTo("COURSE:Resource Math EXIT_TYPE:Incarcerated SCHOOL:School s2");
    }

    /** What no window covers is not stored: not in the other category either. */
    @Test
    void withoutTheOtherCategoryNothingIsRevealed() throws SQLException {
        district.consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT,SCHEDULE");
        map("COURSE", "RM1", "Mathematics", "SPECIAL_EDUCATION");

        pull();

        assertThat(shown()).endsWith("/ Biology:B1:A. Teacher Mathematics:-:-");
        assertThat(revealed()).isEmpty();
    }

    @Test
    void exitTypeThatIsNotMappedIsHidden() throws SQLException {
        district.consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT,SCHEDULE");

        pull();

        assertThat(shown()).startsWith("School s1:100:- School s2:200:- /");
        assertThat(district.text("select value from record.delivered_value where district_id = :district"))
                .isEqualTo("Incarcerated");
    }

    @Test
    void changeOfTheMapHoldsFromTheNextPublish() throws SQLException {
        district.consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT,SCHEDULE,SPECIAL_EDUCATION");
        pull();
        assertThat(shown()).endsWith("/ Biology:B1:A. Teacher Resource Math:RM1:A. Teacher");

        map("COURSE", "Resource Math", "Mathematics", "SPECIAL_EDUCATION");
        assertThat(pull().state()).isEqualTo(State.PUBLISHED);
        assertThat(shown()).endsWith("/ Biology:B1:A. Teacher Mathematics:-:-");
        assertThat(revealed()).isEqualTo("COURSE:Resource Math");

        // A replay changes nothing, and a new title of the source is looked at anew.
        assertThat(pull().state()).isEqualTo(State.UNCHANGED);
        source.fact(StreamName.SCHEDULE, "c1", scheduled("Algebra 1", "A1"));
        pull();
        assertThat(shown()).endsWith("/ Algebra 1:A1:A. Teacher Biology:B1:A. Teacher");
        assertThat(revealed()).isEmpty();

        source.fact(StreamName.SCHEDULE, "c1", scheduled("Resource Math", "RM1"));
        pull();
        TestDistrict.execute(
                "delete from sync.reveal_map where district_id = :district", Map.of("district", district.id));
        pull();
        pull();
        assertThat(shown()).endsWith("/ Biology:B1:A. Teacher Resource Math:RM1:A. Teacher");
        assertThat(revealed()).isEmpty();
    }

    private PullSummary pull() {
        try (var engine = SyncEngine.idle(
                TestDatabase.shared().engine(), SyncOptions.defaults().withConnectors(List.of(source)))) {
            return engine.pullNow(feed);
        }
    }

    private void map(String kind, String value, String neutral, String category) throws SQLException {
        TestDistrict.execute(
                """
                insert into sync.reveal_map (district_id, kind, value, neutral, category)
                values (:district, :kind, :value, :neutral, :category)
                """,
                Map.of(
                        "district",
                        district.id,
                        "kind",
                        kind,
                        "value",
                        value,
                        "neutral",
                        neutral,
                        "category",
                        category));
    }

    private static ScheduleRecord scheduled(String course, String code) {
        return new ScheduleRecord(
                new SourceKey("k1"),
                new Place(new SourceKey("s1"), 2027, null),
                new ScheduleRecord.Taught(course, code, null),
                new ScheduleRecord.Meeting("1", "A. Teacher", null),
                new ScheduleRecord.Term("Semester 1", null, null));
    }

    private String shown() throws SQLException {
        return district.text("""
                select (
                    select string_agg(concat_ws(':', s.name, coalesce(s.shown_code, '-'), coalesce(n.exit_type, '-')), ' ' order by s.name)
                    from record.enrollment n
                    join record.school s on s.district_id = n.district_id and s.id = n.school_id
                    where n.district_id = :district
                  ) || ' / ' || (
                    select string_agg(concat_ws(':', c.course_title, coalesce(c.course_code, '-'), coalesce(c.teacher, '-')), ' ' order by c.course_title)
                    from record.scheduled_class c
                    where c.district_id = :district
                  )
                """);
    }

    private String revealed() throws SQLException {
        return district.text("""
                select coalesce(string_agg(r.kind || ':' || r.value, ' ' order by r.kind), '')
                from record.revealed_value r
                where r.district_id = :district and r.category = 'SPECIAL_EDUCATION'
                """);
    }
}
