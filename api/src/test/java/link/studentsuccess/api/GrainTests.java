package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Agreements that name schools or school years: what they open is one enrollment of the student, not the student. */
class GrainTests {

    private static final String RECORD = """
            query Record($id: ID!) { participant(id: $id) { students {
              enrollment { ... on Enrollments { recordsFrom all { school { name } schoolYear entryDate exitDate } } ... on Withheld { reason } }
              attendance { ... on Attendance { recordsFrom days(last: 400) { date } } ... on Withheld { reason } }
              grades { ... on Grades { recordsFrom sections { courseTitle schoolYear } } ... on Withheld { reason } } } } }
            """;

    private static final String AGREEMENT =
            "organization_id = '%s' and district_id = '%s'".formatted(Place.SOUND_REACH.id(), Place.PUGET_RIDGE.id());

    private final DemoWorld world = Worlds.pulled();
    private final String former = Worlds.truth(
                    world,
                    "select format('school_years = %L, school_codes = %L', school_years, school_codes) from document.district_agreement where not isempty(in_force) and "
                            + AGREEMENT)
            .get(0);
    private final UUID earlier = UUID.randomUUID();
    private final UUID elsewhere = UUID.randomUUID();

    /** Beside Nina's enrollment of today one of four years ago with a day and a course, and one at another school. */
    @BeforeEach
    void giveNinaAPast() {
        Worlds.change(world, """
                insert into record.enrollment (district_id, id, student_id, school_id, school_year, grade_level, entry_date, exit_date,
                  feed_id, source_key, content_hash)
                select e.district_id, x.id, e.student_id, sc.id, x.year, '05', x.entry, x.exit, e.feed_id, x.id::text, '\\x00'
                from record.enrollment e
                join record.student_match m on m.record_id = e.student_id and m.student_id = (%1$s)
                join (values ('%2$s'::uuid, 2023, date '2022-09-01', date '2023-06-20', true),
                             ('%3$s'::uuid, e_year(), current_date - 40, current_date - 20, false)) x (id, year, entry, exit, here) on true
                join lateral (
                  select s.id from record.school s
                  where s.district_id = e.district_id and (s.id = e.school_id) = x.here
                  order by s.code limit 1
                ) sc on true
                where e.exit_date is null;
                """.replace("e_year()", "(select max(school_year) from record.enrollment)")
                .formatted(student(), earlier, elsewhere));
        agree("school_years = null, school_codes = null");
        Worlds.change(world, """
                insert into record.attendance_event (district_id, school_year, enrollment_id, date, status, feed_id, source_key, content_hash)
                select e.district_id, e.school_year, e.id, e.entry_date + 7, 'ABSENT_EXCUSED', e.feed_id, e.source_key, '\\x00'
                from record.enrollment e where e.id in ('%s', '%s')
                """.formatted(earlier, elsewhere));
        // At the school of today, after the other one was left.
        Worlds.change(world, """
                insert into record.attendance_event (district_id, school_year, enrollment_id, date, period, status, feed_id, source_key, content_hash)
                select e.district_id, e.school_year, e.id, current_date - 10, 'grain', 'ABSENT_EXCUSED', e.feed_id, 'grain', '\\x00'
                from record.enrollment e
                join record.student_match m on m.record_id = e.student_id and m.student_id = (%s)
                where e.exit_date is null
                """.formatted(student()));
    }

    @AfterEach
    void takeAway() {
        Worlds.change(world, "delete from record.attendance_event where period = 'grain'");
        Worlds.change(world, "delete from record.enrollment where id in ('%s', '%s')".formatted(earlier, elsewhere));
        agree(former);
    }

    @Test
    @DisplayName(
            "case 30: an agreement for one school year leaves former years out and says so; without a year they are there")
    void agreementForAYear() {
        var whole = record();
        assertThat(whole.at("/enrollment/recordsFrom").isNull()).isTrue();
        assertThat(whole.at("/enrollment/all")
                        .valueStream()
                        .map(e -> e.get("schoolYear").asInt()))
                .contains(2023, year());
        assertThat(whole.at("/attendance/days").toString()).contains("2022-09-08");

        agree("school_years = array[" + year() + "]");

        var thisYear = record();
        assertThat(thisYear.at("/enrollment/all")
                        .valueStream()
                        .map(e -> e.get("schoolYear").asInt()))
                .isNotEmpty()
                .containsOnly(year());
        assertThat(thisYear.at("/attendance/days").toString()).doesNotContain("2022-09-08");
        for (var facet : new String[] {"enrollment", "attendance", "grades"}) {
            assertThat(thisYear.at("/" + facet + "/recordsFrom").asInt()).isEqualTo(year());
        }
        assertThat(Worlds.truth(
                        world, "select count(*) from record.attendance_event where enrollment_id = '" + earlier + "'"))
                .containsExactly("1");
    }

    @Test
    @DisplayName("case 8: an agreement that names a school shows the record of that school; two schools, each its own")
    void agreementForASchool() {
        var other = Worlds.truth(world, """
                select s.code from record.school s join record.enrollment e on e.school_id = s.id where e.id = '%s'
                """.formatted(elsewhere)).get(0);
        var own = Worlds.truth(world, """
                select s.code from record.school s
                join record.enrollment e on e.school_id = s.id join record.student_match m on m.record_id = e.student_id
                where m.student_id = (%s) and e.exit_date is null
                """.formatted(student())).get(0);
        assertThat(record().at("/enrollment/all")).hasSize(3);
        var left = Worlds.truth(world, "select (current_date - 33)::text").get(0);
        var afterwards = Worlds.truth(world, "select (current_date - 10)::text").get(0);

        agree("school_codes = array['" + other + "']");
        var left20DaysAgo = record();
        assertThat(left20DaysAgo.at("/enrollment/all")).hasSize(1);
        assertThat(left20DaysAgo.at("/attendance/days")).hasSize(1);
        assertThat(left20DaysAgo.at("/attendance/days/0/date").asString()).isEqualTo(left);
        assertThat(left20DaysAgo.at("/attendance/days").toString()).doesNotContain(afterwards);

        agree("school_codes = array['" + own + "']");
        assertThat(record().at("/enrollment/all")
                        .valueStream()
                        .map(e -> e.get("exitDate").isNull()
                                || e.get("schoolYear").asInt() == 2023))
                .hasSize(2)
                .containsOnly(true);
        assertThat(record().at("/attendance/days").toString())
                .contains(afterwards)
                .doesNotContain("\"" + left + "\"");

        agree("school_codes = '{no-such-school}'");
        assertThat(record().at("/attendance/reason").asString()).isEqualTo("NOT_IN_DISTRICT_AGREEMENT");
    }

    @Test
    @DisplayName("case 8: in July the record shows by the last school of the ended year")
    void theLastSchoolOfTheEndedYearCounts() {
        var record = Worlds.truth(
                        world, "select record_id from record.student_match where student_id = (" + student() + ")")
                .get(0);
        var own = Worlds.truth(world, """
                select s.code from record.school s join record.enrollment e on e.school_id = s.id where e.id = '%s'
                """.formatted(earlier)).get(0);
        var since = Worlds.truth(
                world,
                "select id from record.enrollment where student_id = '%s' and id <> '%s'".formatted(record, earlier));
        assertThat(since).hasSize(2);
        var give = "update record.enrollment set student_id = %s where id in ('" + String.join("', '", since) + "')";

        // As if another child's: what is left ended in June.
        Worlds.change(world, give.formatted("""
                (select id from record.student where district_id = '%s' and id <> '%s' order by id limit 1)
                """.formatted(Place.PUGET_RIDGE.id(), record)));
        try {
            agree("school_codes = array['" + own + "']");
            assertThat(record().at("/enrollment/all")).hasSize(1);
            assertThat(record().at("/enrollment/all/0/exitDate").asString()).isEqualTo("2023-06-20");
            assertThat(record().at("/attendance/days").toString()).contains("2022-09-08");

            agree("school_codes = '{no-such-school}'");
            assertThat(record().at("/enrollment/reason").asString()).isEqualTo("NOT_IN_DISTRICT_AGREEMENT");
        } finally {
            Worlds.change(world, give.formatted("'" + record + "'"));
        }
    }

    private JsonNode record() {
        return Ask.as(Person.DANA)
                .data(RECORD, Map.of("id", Id.PARTICIPANT.of(world.participant(Child.NINA))))
                .at("/participant/students/0");
    }

    private int year() {
        return Integer.parseInt(Worlds.truth(world, "select max(school_year) from record.enrollment")
                .get(0));
    }

    private String student() {
        return "select id from roster.student where participant_id = '%s' and district_id = '%s'"
                .formatted(world.participant(Child.NINA), Place.PUGET_RIDGE.id());
    }

    /** As if the district's agreement said so. */
    private void agree(String terms) {
        Worlds.change(
                world,
                "set session_replication_role = replica; " // terms in force do not change, but for a test that puts
                        // them back
                        + "update document.district_agreement set " + terms + " where not isempty(in_force) and "
                        + AGREEMENT);
    }
}
