package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.AttendanceCode;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.RainierChild;
import link.studentsuccess.sampledistrict.SampleAbsence;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one category's own values would give away of another is not in it. */
class RevealTests {

    private static final List<AttendanceCode> TELLING =
            List.of(AttendanceCode.SUS, AttendanceCode.COURT, AttendanceCode.MED, AttendanceCode.HML);

    private final DemoWorld world = Worlds.pulled();

    @Test
    @DisplayName(
            "case 5: an absence for court, hospital, suspension or homelessness is an excused absence, and no more")
    void attendanceTellsNoReason() {
        var sent = world.district().attendance(Child.KENJI.sourcedId());
        assertThat(sent).extracting(SampleAbsence::code).containsAll(TELLING);

        var answer = ask(Child.KENJI.name(), """
                attendance { ... on Attendance { summary { excused } days { date period status } } }
                attendanceReason { __typename ... on Withheld { reason message nextStep } }
                """);

        var days = answer.at("/data/participant/students/0/attendance/days");
        for (var absence : sent) {
            assertThat(days.valueStream()
                            .filter(day -> day.get("date")
                                    .asString()
                                    .equals(absence.date().toString()))
                            .map(day -> day.get("status").asString()))
                    .as(absence.date().toString())
                    .containsExactly(absence.code().meaning());
        }
        assertThat(answer.at("/data/participant/students/0/attendanceReason/__typename")
                        .asString())
                .isEqualTo("Withheld");
        tellsNothingOf(
                answer, "\"SUS\"", "\"MED\"", "\"HML\"", "court", "patient", "medical", "homeless", "suspen", "vento");
        // … which nobody has to keep from anybody, because it is not there.
        assertThat(Worlds.truth(world, """
                        select count(*)
                        from record.attendance_event e
                        where e.district_id = '%s'
                          and to_jsonb(e)::text ~* 'court|patient|homeless|suspen|vento|"(SUS|MED|HML)"'
                        """.formatted(Place.PUGET_RIDGE.id()))).containsExactly("0");
    }

    @Test
    @DisplayName("case 6: course, school, exit type and test that would tell of special education are neutral")
    void whatWouldGiveAnotherCategoryAwayIsNeutral() {
        var dario = ask(RainierChild.DARIO.name(), """
                enrollment { ... on Enrollments { all { school { name code } exitType exitDate } } }
                grades { ... on Grades { sections { courseTitle courseCode sectionCode school { name code } } } }
                schedule { ... on Schedule { classes { courseTitle courseCode sectionCode teacher room } } }
                assignments { ... on Assignments { all { courseTitle } } }
                specialEducation { ... on Withheld { reason } }
                discipline { ... on Withheld { reason } }
                """);

        var student = dario.at("/data/participant/students/0");
        assertThat(student.at("/specialEducation/reason").asString()).isEqualTo("NOT_IN_CONSENT");
        assertThat(student.at("/discipline/reason").asString()).isEqualTo("NOT_IN_CONSENT");
        var left = student.at("/enrollment/all")
                .valueStream()
                .filter(stay -> !stay.get("exitDate").isNull())
                .toList();
        assertThat(left).hasSize(1);
        assertThat(left.get(0).at("/school/name").asString()).isEqualTo("Another school of the district");
        assertThat(left.get(0).at("/school/code").isNull()).isTrue();
        assertThat(left.get(0).get("exitType").asString()).isEqualTo("LEFT");
        for (var list : List.of("/grades/sections", "/schedule/classes", "/assignments/all")) {
            assertThat(student.at(list)
                            .valueStream()
                            .map(course -> course.get("courseTitle").asString()))
                    .as(list)
                    .contains("Mathematics");
        }
        var mathematics = student.at("/grades/sections")
                .valueStream()
                .filter(section -> section.get("courseTitle").asString().equals("Mathematics"))
                .findFirst()
                .orElseThrow();
        assertThat(mathematics.get("courseCode").isNull()).isTrue();
        assertThat(mathematics.get("sectionCode").isNull()).isTrue();
        tellsNothingOf(dario, "resource", "treatment", "4209", "incarcerat", "102R");

        // The district has sent it, and it stands where neither Maria's categories nor any other of hers leads.
        assertThat(Worlds.truth(
                        world,
                        "select value from record.delivered_value where district_id = '" + Place.RAINIER_VALLEY.id()
                                + "'"))
                .contains("Resource Math", "Lower Falls Treatment Center", "Incarcerated", "WA-AIM");
        assertThat(revealedOf(RainierChild.DARIO)).isEmpty();
    }

    @Test
    void whoeverHasTheOtherCategoryIsToldInItAndOnlyThere() {
        var saoirse = ask(Child.SAOIRSE.name(), """
                district { name }
                schedule { ... on Schedule { classes { courseTitle } } }
                assessments { ... on Assessments { results { name } } }
                specialEducation { ... on SpecialEducation { revealed { kind shown value } } }
                section504 { ... on Section504 { revealed { kind shown value } } }
                discipline { ... on Discipline { revealed { kind shown value } } }
                """);

        var here = saoirse.at("/data/participant/students")
                .valueStream()
                .filter(student -> student.at("/district/name").asString().equals(Place.RAINIER_VALLEY.title()))
                .findFirst()
                .orElseThrow();
        assertThat(here.at("/specialEducation/revealed").toString())
                .isEqualTo("[{\"kind\":\"ASSESSMENT\",\"shown\":\"State assessment\",\"value\":\"WA-AIM\"},"
                        + "{\"kind\":\"COURSE\",\"shown\":\"Mathematics\",\"value\":\"Resource Math\"}]");
        assertThat(here.at("/section504/revealed")).isEmpty();
        assertThat(here.at("/discipline/revealed")).isEmpty();
        assertThat(here.get("schedule").toString()).contains("Mathematics").doesNotContain("Resource");
        assertThat(here.get("assessments").toString())
                .contains("State assessment")
                .doesNotContain("WA-AIM");
        assertThat(revealedOf(RainierChild.SAOIRSE)).hasSize(2);
    }

    private JsonNode ask(String child, String fields) {
        return Ask.as(Person.MARIA)
                .answer(
                        "query ($id: ID!) { participant(id: $id) { students { " + fields + " } } }",
                        Map.of("id", Id.PARTICIPANT.of(world.participant(Place.SOUND_REACH, child))));
    }

    /** The canaries of the whole answer. */
    private static void tellsNothingOf(JsonNode answer, String... words) {
        assertThat(answer.hasNonNull("errors")).as(answer.toString()).isFalse();
        for (var word : words) {
            assertThat(answer.toString().toLowerCase(Locale.ROOT)).doesNotContain(word.toLowerCase(Locale.ROOT));
        }
    }

    private List<String> revealedOf(RainierChild child) {
        return Worlds.truth(world, """
                select r.value
                from record.revealed_value r
                join record.enrollment e on e.district_id = r.district_id and e.id = r.enrollment_id
                join record.student s on s.district_id = e.district_id and s.id = e.student_id
                where s.district_id = '%s' and s.district_student_id = '%s'
                """.formatted(Place.RAINIER_VALLEY.id(), child.districtStudentId()));
    }
}
