package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.connectors.sync.SyncEngine;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Grades from two districts, by OneRoster and by flat files: each child's own, and never another's. */
class GradesTests {

    private static final String GRADES = """
            query Grades($id: ID!) { participant(id: $id) { givenName students { district { name } districtStudentId
              enrollment { __typename ... on Enrollments { all { school { name } entryDate exitDate } } ... on Withheld { reason } }
              attendance { __typename ... on Attendance { summary { enrolled excused unexcused } } ... on Withheld { reason } }
              grades { __typename
                ... on Grades {
                  sections { courseTitle schoolYear school { name }
                    latest { gradingPeriod kind letter percent failing }
                    grades { gradingPeriod kind letter percent failing creditsEarned gradedOn } }
                  summary { schoolYear sections failing creditsAttempted creditsEarned gradePointAverage gradedUntil } }
                ... on Withheld { reason nextStep } } } } }
            """;

    private final DemoWorld world = Worlds.pulled();

    @Test
    void caseWorkerSeesWhichCoursesAStudentIsFailing() {
        var grades = student(Person.MARIA, Child.LENA.name(), 0).get("grades");

        var failing = new ArrayList<String>();
        for (var section : grades.get("sections")) {
            if (section.at("/latest/failing").asBoolean()) {
                failing.add(section.get("courseTitle").asString());
            }
        }
        assertThat(failing).hasSize(2);
        assertThat(grades.at("/summary/failing").asInt()).isEqualTo(2);
        assertThat(grades.at("/summary/sections").asInt())
                .isEqualTo(grades.get("sections").size());
    }

    @Test
    void whatIsShownIsWhatTheDistrictGave() {
        var shown = new ArrayList<String>();
        for (var section : student(Person.MARIA, Child.PRIYA.name(), 0).at("/grades/sections")) {
            section.get("grades").forEach(grade -> shown.add(grade.get("letter").asString()));
        }

        var given = world.district().grades(Child.PRIYA.sourcedId()).stream()
                .map(grade -> String.valueOf(grade.letter()))
                .toList();
        assertThat(given).isNotEmpty();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(given);
    }

    @Test
    void caseloadIsOrderedByFailingGrades() {
        var edges = Ask.as(Person.MARIA).data("""
                        { viewer { caseload(first: 100, orderBy: { field: FAILING_GRADES, direction: DESC }) { edges { node { givenName
                          students { grades { ... on Grades { summary { failing } } ... on Withheld { reason } } } } } } } }
                        """).at("/viewer/caseload/edges");

        var failing = new ArrayList<Integer>();
        for (var edge : edges) {
            var most = -1;
            for (var student : edge.at("/node/students")) {
                most = Math.max(most, student.at("/grades/summary/failing").asInt(-1));
            }
            failing.add(most);
        }
        assertThat(failing).hasSize(30).contains(-1).isSortedAccordingTo((a, b) -> b - a);
        assertThat(failing.get(0)).isGreaterThan(failing.get(10));
        assertThat(Worlds.truth(
                        world,
                        "select ordered_by from ledger.request where ordered_by is not null order by at desc limit 1"))
                .containsExactly("GRADES");
    }

    @Test
    @DisplayName("case 24: a tutor allowed GRADES only opens another category")
    void aTutorAllowedGradesSeesNothingElse() {
        var lena = student(Person.LEE, Child.LENA.name(), 0);

        assertThat(lena.at("/grades/__typename").asString()).isEqualTo("Grades");
        assertThat(lena.at("/attendance/reason").asString()).isEqualTo("NOT_IN_YOUR_ACCESS");
        assertThat(lena.at("/enrollment/reason").asString()).isEqualTo("NOT_IN_YOUR_ACCESS");
        // … and the attendance is there:
        assertThat(student(Person.MARIA, Child.LENA.name(), 0)
                        .at("/attendance/summary/enrolled")
                        .asInt())
                .isPositive();
    }

    @Test
    @DisplayName("case 1: twins with one birthday and one family name")
    void twinsNeverMix() {
        var ana = student(Person.MARIA, Child.ANA.name(), 0);
        var eva = student(Person.MARIA, Child.EVA.name(), 0);

        assertThat(ana.get("districtStudentId").asString())
                .isEqualTo(eva.get("districtStudentId").asString());
        assertThat(ana.at("/grades/reason").asString()).isEqualTo("NOT_MATCHED");
        assertThat(letters(eva)).isNotEmpty().isEqualTo(given(Child.EVA)).isNotEqualTo(given(Child.ANA));
    }

    @Test
    void oneNumberInTwoDistrictsIsTwoChildren() {
        var lena = student(Person.MARIA, Child.LENA.name(), 0);
        var dario = student(Person.MARIA, "DARIO", 0);

        assertThat(dario.get("districtStudentId").asString())
                .isEqualTo(lena.get("districtStudentId").asString());
        assertThat(dario.at("/district/name").asString()).isEqualTo(Place.RAINIER_VALLEY.title());
        assertThat(courses(dario)).isNotEmpty().isNotEqualTo(courses(lena));
        assertThat(schools(dario)).isNotEmpty().doesNotContainAnyElementsOf(schools(lena));
    }

    @Test
    @DisplayName("case 29: two districts, two records side by side, never added")
    void theMovedChildHasTwoRecords() {
        var participant = participant(Person.MARIA, Child.SAOIRSE.name());

        assertThat(participant.get("students")).hasSize(2);
        var before = participant.at("/students/0");
        var after = participant.at("/students/1");
        assertThat(before.at("/district/name").asString()).isEqualTo(Place.PUGET_RIDGE.title());
        assertThat(after.at("/district/name").asString()).isEqualTo(Place.RAINIER_VALLEY.title());
        assertThat(before.at("/enrollment/all/0/exitDate").isNull()).isFalse();
        assertThat(after.at("/enrollment/all/0/exitDate").isNull()).isTrue();
        // Each counts its own days, by its own calendar.
        var days = Worlds.truth(world, """
                select a.enrolled
                from record.attendance_summary a
                join record.enrollment e on e.district_id = a.district_id and e.id = a.enrollment_id
                join record.student s on s.district_id = e.district_id and s.id = e.student_id
                where s.family_name = 'Byrne' and s.given_name = 'Saoirse'
                order by e.entry_date
                """);
        assertThat(days).hasSize(2);
        assertThat(List.of(
                        before.at("/attendance/summary/enrolled").asString(),
                        after.at("/attendance/summary/enrolled").asString()))
                .isEqualTo(days);
    }

    @Test
    void whatTheDistrictHasNotReleasedIsNotStored() {
        var period =
                periods(student(Person.MARIA, Child.PRIYA.name(), 0)).iterator().next();
        assertThat(stored(period)).isPositive();
        try {
            Worlds.change(world, """
                    insert into sync.grade_release (district_id, school_year, grading_period, released_on)
                    select distinct district_id, school_year, grading_period, current_date + 30
                    from record.grade
                    where district_id = '%s' and grading_period = '%s'
                    """.formatted(Place.PUGET_RIDGE.id(), period));
            world.bean(SyncEngine.class).pullNow(world.oneRosterFeed());

            assertThat(stored(period)).isZero();
            assertThat(periods(student(Person.MARIA, Child.PRIYA.name(), 0))).doesNotContain(period);
        } finally {
            Worlds.change(world, "delete from sync.grade_release");
            world.bean(SyncEngine.class).pullNow(world.oneRosterFeed());
        }

        assertThat(stored(period)).isPositive();
        assertThat(periods(student(Person.MARIA, Child.PRIYA.name(), 0))).contains(period);
    }

    private int stored(String period) {
        return Integer.parseInt(Worlds.truth(
                        world,
                        "select count(*) from record.grade where district_id = '" + Place.PUGET_RIDGE.id()
                                + "' and grading_period = '" + period + "'")
                .get(0));
    }

    private List<String> given(Child child) {
        return world.district().grades(child.sourcedId()).stream()
                .map(grade -> String.valueOf(grade.letter()))
                .sorted()
                .toList();
    }

    private static List<String> letters(JsonNode student) {
        var letters = new ArrayList<String>();
        for (var section : student.at("/grades/sections")) {
            section.get("grades")
                    .forEach(grade -> letters.add(grade.get("letter").asString()));
        }
        return letters.stream().sorted().toList();
    }

    private static Set<String> periods(JsonNode student) {
        return student.at("/grades/sections")
                .valueStream()
                .flatMap(section -> section.get("grades").valueStream())
                .map(grade -> grade.get("gradingPeriod").asString())
                .collect(Collectors.toSet());
    }

    private static Set<String> courses(JsonNode student) {
        return student.at("/grades/sections")
                .valueStream()
                .map(section -> section.get("courseTitle").asString())
                .collect(Collectors.toSet());
    }

    private static Set<String> schools(JsonNode student) {
        return student.at("/grades/sections")
                .valueStream()
                .map(section -> section.at("/school/name").asString())
                .collect(Collectors.toSet());
    }

    private JsonNode student(Person person, String key, int at) {
        return participant(person, key).get("students").get(at);
    }

    private JsonNode participant(Person person, String key) {
        return Ask.as(person)
                .data(GRADES, Map.of("id", Id.PARTICIPANT.of(world.participant(person.place(), key))))
                .get("participant");
    }
}
