package link.studentsuccess.sampledistrict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import link.studentsuccess.sampledistrict.SampleGrade.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GradebookTests {

    private static final LocalDate IN_QUARTER_2 = LocalDate.of(2026, 11, 24);
    private static final LocalDate IN_QUARTER_3 = LocalDate.of(2027, 3, 1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "2026-09-20, 0, 0, 6",
        "2026-11-24, 6, 0, 6",
        "2027-03-01, 12, 6, 6",
        "2027-05-20, 18, 6, 6",
        "2027-07-15, 24, 12, 0",
    })
    void aStudentHasAGradeForEachClassAndPeriodSoFar(LocalDate today, int periods, int semesters, int running) {
        try (var district = on(today)) {
            var grades = district.grades(Child.PRIYA.sourcedId());

            assertThat(grades).extracting(SampleGrade::sourcedId).doesNotHaveDuplicates();
            assertThat(of(grades, Kind.GRADING_PERIOD)).hasSize(periods);
            assertThat(of(grades, Kind.FINAL)).hasSize(semesters);
            assertThat(of(grades, Kind.PROGRESS)).hasSize(running);
            assertThat(grades).allMatch(grade -> grade.letter().startsWith("A"));
        }
    }

    @ParameterizedTest
    @CsvSource({"2026-11-24", "2027-01-15", "2027-03-01", "2027-05-20", "2027-07-15"})
    void theNamedChildrenGetTheGradesOfTheirStories(LocalDate today) {
        try (var district = on(today)) {
            var lena = district.grades(Child.LENA.sourcedId());
            assertThat(inSession(lena, "sy-2027-q1")).hasSize(6).noneMatch(SampleGrade::failing);
            assertThat(newest(lena)).hasSize(6).filteredOn(SampleGrade::failing).hasSize(2);
            assertThat(newest(district.grades(Child.OMAR.sourcedId())))
                    .filteredOn(SampleGrade::failing)
                    .hasSize(1);
            assertThat(newest(district.grades(Child.JADE.sourcedId())))
                    .filteredOn(SampleGrade::failing)
                    .hasSize(1);
            for (var child : List.of(Child.MILO, Child.KENJI, Child.GRACE, Child.NOOR)) {
                assertThat(district.grades(child.sourcedId())).isNotEmpty().noneMatch(SampleGrade::failing);
            }
        }
    }

    @Test
    void highSchoolSemestersHaveCreditsAndMiddleSchoolHasPassAndNoCredit() {
        try (var district = on(IN_QUARTER_3)) {
            var finals = of(district.grades(Child.OMAR.sourcedId()), Kind.FINAL);
            assertThat(finals)
                    .extracting(grade -> grade.failing() + " " + grade.credits())
                    .containsOnly("true 0", "false 0.5");

            var milo = district.grades(Child.MILO.sourcedId());
            assertThat(milo).allMatch(grade -> grade.credits() == null);
            assertThat(milo)
                    .filteredOn(grade -> grade.courseTitle().equals("Visual Arts"))
                    .isNotEmpty()
                    .allMatch(grade -> grade.letter().equals("P") && grade.percent() == null);
        }
    }

    @Test
    void someoneWhoLeftHasWhatTheyHadUpToThen() {
        try (var district = on(IN_QUARTER_2)) {
            var twentieth = district.schoolDays().get(19);
            var saoirse = Child.SAOIRSE.sourcedId();

            assertThat(district.child(Child.SAOIRSE).enrolledOn(twentieth)).isTrue();
            assertThat(district.child(Child.SAOIRSE).enrolledOn(twentieth.plusDays(1)))
                    .isFalse();
            assertThat(district.attendance(saoirse))
                    .isNotEmpty()
                    .noneMatch(absence -> absence.date().isAfter(twentieth));
            assertThat(district.grades(saoirse))
                    .hasSize(6)
                    .allMatch(grade -> grade.kind() == Kind.PROGRESS
                            && grade.gradedOn().equals(twentieth)
                            && grade.session().equals("sy-2027-q1"));
        }
    }

    @Test
    void aLaterDayChangesNoGradeOnceGiven() {
        List<SampleGrade> early;
        try (var district = on(IN_QUARTER_2)) {
            early = given(district);
        }

        try (var district = on(IN_QUARTER_3)) {
            assertThat(early).isNotEmpty();
            assertThat(given(district)).containsAll(early);
        }
    }

    @Test
    void servesEveryGradeOfAStudentWithReferencesThatLeadToObjects() throws Exception {
        try (var district = on(IN_QUARTER_3)) {
            var reader = Reader.signedIn(district);
            var categories = Reader.json(reader.gradebook("categories"))
                    .path("categories")
                    .valueStream()
                    .collect(Collectors.toMap(
                            node -> node.path("sourcedId").asString(),
                            node -> node.path("title").asString()));
            assertThat(categories.values())
                    .containsExactlyInAnyOrder(
                            "Grade in progress", "Grading period grade", "Final grade", "Assignments");

            var served = results(reader, "student.sourcedId%3D%27" + Child.OMAR.sourcedId() + "%27");
            var grades = district.grades(Child.OMAR.sourcedId());
            assertThat(served.stream().filter(node -> node.has("textScore")))
                    .extracting(node -> node.path("sourcedId").asString())
                    .containsExactlyInAnyOrderElementsOf(
                            grades.stream().map(SampleGrade::sourcedId).toList());
            assertThat(served.stream().filter(node -> !node.has("textScore")))
                    .as("assignments")
                    .hasSize(12);
            var credited = served.stream()
                    .filter(node -> node.has("metadata"))
                    .findFirst()
                    .orElseThrow();
            assertThat(credited.path("metadata").path("creditsAttempted").asString())
                    .isEqualTo("0.5");
            assertThat(reader.gradebook("results/" + credited.path("sourcedId").asString())
                            .body())
                    .contains(credited.path("sourcedId").asString());
            var line = Reader.json(reader.gradebook("lineItems/"
                            + credited.path("lineItem").path("sourcedId").asString()))
                    .path("lineItem");
            assertThat(categories.get(line.path("category").path("sourcedId").asString()))
                    .isEqualTo("Final grade");
            assertThat(line.path("class")).isEqualTo(credited.path("class"));
            for (var path : Set.of(
                    "classes/" + line.path("class").path("sourcedId").asString(),
                    "academicSessions/"
                            + line.path("academicSession").path("sourcedId").asString(),
                    "students/" + credited.path("student").path("sourcedId").asString())) {
                assertThat(reader.get(path).statusCode()).as(path).isEqualTo(200);
            }
        }
    }

    @Test
    void narrowsByLineItemWithoutLosingARow() throws Exception {
        try (var district = on(IN_QUARTER_2)) {
            var reader = Reader.signedIn(district);
            var all = results(reader, "inProgress%3D%27true%27").stream()
                    .filter(node ->
                            node.path("lineItem").path("sourcedId").asString().equals("li-q2p-3101-09-1-2"))
                    .toList();

            assertThat(all).hasSizeGreaterThan(10);
            assertThat(results(reader, "lineItem.sourcedId%3D%27li-q2p-3101-09-1-2%27"))
                    .isEqualTo(all);
            assertThat(results(reader, "lineItem.sourcedId%3D%27li-q2p-3101-09-1-2%27%20OR%20status%3D%27none%27"))
                    .isEqualTo(all);
        }
    }

    @Test
    void aGradeThatIsChangedOrTakenBackShowsWithANewStamp() throws Exception {
        try (var district = on(IN_QUARTER_2)) {
            var reader = Reader.signedIn(district);
            var grades = district.grades(Child.OMAR.sourcedId());
            district.student(Child.OMAR.sourcedId())
                    .setGrade(grades.get(1).sourcedId(), "C", 74)
                    .deleteGrade(grades.get(2).sourcedId());

            assertThat(district.grades(Child.OMAR.sourcedId()))
                    .hasSize(grades.size() - 1)
                    .filteredOn(grade -> grade.sourcedId().equals(grades.get(1).sourcedId()))
                    .extracting(SampleGrade::letter)
                    .containsExactly("C");
            var changed = Reader.json(
                            reader.gradebook("results/" + grades.get(1).sourcedId()))
                    .path("result");
            var gone = Reader.json(reader.gradebook("results/" + grades.get(2).sourcedId()))
                    .path("result");
            assertThat(changed.path("score").asInt()).isEqualTo(74);
            assertThat(gone.path("status").asString()).isEqualTo("tobedeleted");
            assertThat(gone.path("dateLastModified").asString())
                    .isGreaterThan(changed.path("dateLastModified").asString());
        }
    }

    /** OneRoster 1.2: roster scopes do not open the gradebook, nor the other way round. */
    @Test
    void keepsTheGradebookFromATokenWithoutItsScope() throws Exception {
        try (var district = on(IN_QUARTER_2)) {
            var roster = new Reader(district);
            roster.signInFor("https://purl.imsglobal.org/spec/or/v1p2/scope/roster.readonly");
            var grades = new Reader(district);
            grades.signInFor("https://purl.imsglobal.org/spec/or/v1p2/scope/gradebook.readonly");

            assertThat(roster.gradebook("results?limit=1").statusCode()).isEqualTo(403);
            assertThat(grades.gradebook("results?limit=1").statusCode()).isEqualTo(200);
            assertThat(grades.get("students?limit=1").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aFaultStrikesTheGradebookToo() throws Exception {
        try (var district = on(IN_QUARTER_2)) {
            var reader = Reader.signedIn(district);
            district.faults().status(503).on("results");

            assertThat(reader.gradebook("results?limit=1").statusCode()).isEqualTo(503);
            assertThat(reader.gradebook("results?limit=1").statusCode()).isEqualTo(200);
            assertThat(reader.gradebook("results?fields=shoeSize").statusCode()).isEqualTo(400);
        }
    }

    private SampleDistrict on(LocalDate today) {
        return SampleDistrict.start(
                Options.defaults(folder).withToday(today).withStudents(400).withDropsAttendance(false));
    }

    private static List<SampleGrade> given(SampleDistrict district) {
        return district.students().stream()
                .flatMap(student -> district.grades(student.sourcedId()).stream())
                .filter(grade -> grade.kind() == Kind.GRADING_PERIOD)
                .toList();
    }

    private static List<SampleGrade> of(List<SampleGrade> grades, Kind kind) {
        return grades.stream().filter(grade -> grade.kind() == kind).toList();
    }

    private static List<SampleGrade> inSession(List<SampleGrade> grades, String session) {
        return grades.stream().filter(grade -> grade.session().equals(session)).toList();
    }

    /** Of the last quarter begun. */
    private static List<SampleGrade> newest(List<SampleGrade> grades) {
        var last = grades.stream()
                .map(SampleGrade::session)
                .filter(session -> session.contains("-q"))
                .max(String::compareTo)
                .orElseThrow();
        return inSession(grades, last);
    }

    private static List<JsonNode> results(Reader reader, String filter) throws IOException, InterruptedException {
        var results = new ArrayList<JsonNode>();
        List<JsonNode> page;
        do {
            page = Reader.json(reader.gradebook("results?limit=500&offset=" + results.size() + "&filter=" + filter))
                    .path("results")
                    .valueStream()
                    .toList();
            results.addAll(page);
        } while (page.size() == 500);
        return results;
    }
}
