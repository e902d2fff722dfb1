package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ContactRecord;
import link.studentsuccess.connectors.spi.ContactRecord.Reach;
import link.studentsuccess.connectors.spi.ContactRecord.Relationship;
import link.studentsuccess.connectors.spi.DemographicsRecord;
import link.studentsuccess.connectors.spi.DemographicsRecord.Race;
import link.studentsuccess.connectors.spi.DemographicsRecord.Sex;
import link.studentsuccess.connectors.spi.ScheduleRecord;
import link.studentsuccess.connectors.spi.ScheduleRecord.Meeting;
import link.studentsuccess.connectors.spi.ScheduleRecord.Taught;
import link.studentsuccess.connectors.spi.ScheduleRecord.Term;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact.Place;
import link.studentsuccess.connectors.sync.PullSummary.Counts;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts about students: all are published by one rule, so a few of them prove it. */
class FactTests {

    private static final LocalDate BORN = LocalDate.of(2012, 3, 14);
    private static final LocalDate ENTRY = TODAY.minusDays(70);

    private TestDistrict district;
    private ScriptedSource source;
    private UUID feed;
    private UUID lena;

    @BeforeEach
    void aDistrictWhereLenasParentsNamedScheduleAndDemographics() throws SQLException {
        district = new TestDistrict();
        source = ScriptedSource.whole()
                .school("s1", "100")
                .school("s2", "200")
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .student("k2", "104219", "Ana", "Petrova", BORN);
        for (var key : List.of("k1", "k2")) {
            source.enrolled(key, "s1", ENTRY, null)
                    .fact(StreamName.SCHEDULE, key + "-1", scheduled(key, "s1", "Algebra 1", "12"))
                    .fact(StreamName.SCHEDULE, key + "-2", scheduled(key, "100", "Biology", null))
                    .fact(StreamName.CONTACT, key + "-p", contact(key))
                    .fact(StreamName.DEMOGRAPHICS, key, demographics(key, Set.of(Race.WHITE, Race.ASIAN)));
        }
        feed = district.feed("scripted", List.of("ENROLLMENT", "SCHEDULE", "CONTACT", "DEMOGRAPHICS"), Map.of());
        lena = district.consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT,SCHEDULE,DEMOGRAPHICS");
    }

    /** Connectors.md 3: what nobody may see is dropped in memory, before staging. */
    @Test
    void keepsTheFactsOfTheKeptInTheirCategories() throws SQLException {
        var pull = pull();

        assertThat(classes()).isEqualTo("Algebra 1:12:100 Biology::100");
        assertThat(district.count("contact")).isZero();
        assertThat(district.text("select races::text || sex from record.demographics where district_id = :district"))
                .isEqualTo("{ASIAN,WHITE}FEMALE");
        assertThat(pull.stream(StreamName.SCHEDULE).counts()).isEqualTo(new Counts(0, 2, 0, 0, 0));
        assertThat(pull.stream(StreamName.SCHEDULE).dropped()).isEqualTo(2);
        assertThat(pull.stream(StreamName.CONTACT).dropped()).isEqualTo(2);
        assertThat(district.number("select count(*) as n from stage.scheduled_class"))
                .isZero();
    }

    /** Connectors.md 12: a replay changes nothing. */
    @Test
    void secondPullWithoutChangeWritesNothing() throws SQLException {
        pull();
        var before = district.writes();

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.UNCHANGED);
        assertThat(district.writes()).isEqualTo(before);
        assertThat(pull.stream(StreamName.SCHEDULE).counts()).isEqualTo(new Counts(0, 0, 0, 2, 0));
    }

    @Test
    void changesOneAndTakesAwayWhatIsGone() throws SQLException {
        pull();
        source.fact(StreamName.SCHEDULE, "k1-1", scheduled("k1", "s1", "Algebra 1", "14"))
                .remove(StreamName.SCHEDULE, "k1-2");

        var pull = pull();

        assertThat(classes()).isEqualTo("Algebra 1:14:100");
        assertThat(pull.stream(StreamName.SCHEDULE).counts()).isEqualTo(new Counts(0, 0, 1, 0, 1));
    }

    @Test
    void hangsOnTheEnrollmentAtItsPlaceAndMovesWithIt() throws SQLException {
        source.enrolled("k1", "s2", TODAY.minusDays(5), null)
                .fact(StreamName.SCHEDULE, "k1-2", scheduled("k1", "s2", "Biology", null))
                .fact(StreamName.SCHEDULE, "k1-3", scheduled("k1", "s9", "Ceramics", null));

        assertThat(pull().stream(StreamName.SCHEDULE).counts()).isEqualTo(new Counts(1, 2, 0, 0, 0));
        assertThat(classes()).isEqualTo("Algebra 1:12:100 Biology::200");

        source.fact(StreamName.SCHEDULE, "k1-1", scheduled("k1", "s2", "Algebra 1", "12"));
        assertThat(pull().stream(StreamName.SCHEDULE).counts()).isEqualTo(new Counts(1, 0, 1, 1, 0));
        assertThat(classes()).isEqualTo("Algebra 1:12:200 Biology::200");
    }

    /** Of a source that tells changes too: an enrollment that is replaced takes nothing away with it. */
    @Test
    void outlivesTheEnrollmentThatTheSourceReplaces() throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        source.delete(StreamName.ENROLLMENT, "e-k1-s1").enrolledAgain("k1", "s1", TODAY.minusDays(60));

        pull();

        assertThat(classes()).isEqualTo("Algebra 1:12:100 Biology::100");
        assertThat(district.count("demographics")).isEqualTo(1);
    }

    /** Connectors.md 4: revocation purges what no remaining window covers, without asking the source. */
    @Test
    void whatIsWithdrawnAloneIsPurgedAloneThoughTheSourceFails() throws SQLException {
        pull();
        district.consentsTo(lena, "ENROLLMENT,DEMOGRAPHICS,CONTACT");
        source.before(request -> {
            throw new AuthProblem("The source refuses the account.");
        });

        assertThat(pull().state()).isEqualTo(State.FAILED);
        assertThat(district.count("scheduled_class")).isZero();
        assertThat(district.count("demographics")).isEqualTo(1);

        // A category that is added is read back in.
        source.well();
        pull();
        assertThat(district.count("contact")).isEqualTo(1);
    }

    @Test
    void oneRowThatTheTablesCannotHoldIsOneRejection() throws SQLException {
        source.fact(StreamName.SCHEDULE, "k1-2", scheduled("k1", "s1", "x".repeat(501), null));

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.PUBLISHED);
        assertThat(pull.stream(StreamName.SCHEDULE).rejected()).isEqualTo(1);
        assertThat(classes()).isEqualTo("Algebra 1:12:100");
        assertThat(district.text("""
                        select string_agg(r.field, ' ')
                        from sync.rejection r
                        join sync.pull p on p.id = r.pull_id
                        join sync.feed f on f.id = p.feed_id
                        where f.district_id = :district
                        """)).isEqualTo("course_title");
    }

    private PullSummary pull() {
        try (var engine = SyncEngine.idle(
                TestDatabase.shared().engine(), SyncOptions.defaults().withConnectors(List.of(source)))) {
            return engine.pullNow(feed);
        }
    }

    private static ScheduleRecord scheduled(String student, String school, String course, @Nullable String room) {
        return new ScheduleRecord(
                new SourceKey(student),
                new Place(new SourceKey(school), 2027, null),
                new Taught(course, null, null),
                new Meeting("1", "A. Teacher", room),
                new Term("Semester 1", null, null));
    }

    private static ContactRecord contact(String student) {
        return new ContactRecord(
                new SourceKey(student), Relationship.PARENT, "A parent", null, new Reach("360-555-0100", null));
    }

    private static DemographicsRecord demographics(String student, Set<Race> races) {
        return new DemographicsRecord(new SourceKey(student), BORN, Sex.FEMALE, false, races);
    }

    private String classes() throws SQLException {
        return district.text("""
                select coalesce(string_agg(
                  concat_ws(':', c.course_title, coalesce(c.room, ''), s.code), ' ' order by c.course_title), '')
                from record.scheduled_class c
                join record.enrollment n on n.district_id = c.district_id and n.id = c.enrollment_id
                join record.school s on s.district_id = n.district_id and s.id = n.school_id
                where c.district_id = :district
                """);
    }
}
