package link.studentsuccess.connectors.oneroster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Objects;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.Delete;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.GradeRecord.Kind;
import link.studentsuccess.connectors.spi.PageRequest;
import link.studentsuccess.connectors.spi.Position;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Upsert;
import link.studentsuccess.connectors.testkit.Reading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class OneRosterGradeTests {

    private static final String JUST_NOW = "2026-09-20T02:55:00.000Z";

    private final DistrictConnector connector = new OneRosterConnector();
    private RosterServer roster;

    @BeforeEach
    void open() throws Exception {
        roster = new RosterServer();
        roster.seed(7);
    }

    @AfterEach
    void close() {
        roster.close();
    }

    @Test
    void readsGradesAndLeavesAssignmentsOut() {
        assertThat(full(3).byKey().values())
                .hasSize(21)
                .extracting(upsert -> upsert.key().value().substring(0, 3) + " "
                        + grade(upsert).mark().kind())
                .containsOnly("r-1 GRADING_PERIOD", "r-2 FINAL", "r-3 PROGRESS");
    }

    @Test
    void takesTheTitlesOfTheSettingAndNoOthers() {
        roster.moreSettings.put("gradeCategories", "final: HOMEWORK , Exam");

        assertThat(full(3).byKey().values())
                .hasSize(7)
                .allMatch(upsert -> upsert.key().value().startsWith("r-0")
                        && grade(upsert).mark().kind() == Kind.FINAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"finals: A", "final", "final: A, A", "period: A; final: A", "final: ,"})
    void refusesASettingOfCategoriesThatMeansNothing(String setting) {
        roster.moreSettings.put("gradeCategories", setting);

        assertThatThrownBy(() -> full(3)).isInstanceOf(ConfigProblem.class).hasMessageContaining("gradeCategories");
    }

    @Test
    void readsAServerThatKnowsNoFilterByCategoryAndTellsNoTotals() {
        roster.ignoredFilter = "category";
        roster.tellsTotals = false;
        roster.object("lineItems", 3).put("status", "tobedeleted");

        assertThat(full(2).byKey()).hasSize(21);
    }

    @Test
    void saysThatAServerDoesNotFilterByLineItem() {
        roster.ignoredFilter = "lineItem";

        assertThatThrownBy(() -> full(3)).isInstanceOf(SourceDefect.class).hasMessageContaining("lineItem.sourcedId");
    }

    @Test
    void carriesNoListInItsPosition() {
        for (var page : full(1).pages()) {
            assertThat(page.next() == null ? "" : page.next().value()).hasSizeLessThan(120);
        }
        assertThatThrownBy(() -> connector.fetch(
                        PageRequest.full(StreamName.GRADE, 1).at(new Position("4:a:b:")), roster.context()))
                .isInstanceOf(RestartRequired.class);
    }

    @Test
    void startsAgainWhenALineItemBeforeTheOneReadGoesAway() {
        roster.result("r-1-0000").put("lineItem", "moved").putObject("lineItem").put("sourcedId", "li-2-1");
        var at = PageRequest.full(StreamName.GRADE, 6); // full with the first line item
        var category = connector.fetch(at, roster.context());
        var first = connector.fetch(at.at(category.next()), roster.context());
        assertThat(first.changes()).hasSize(6);
        roster.objects("lineItems")
                .removeIf(line -> line.path("sourcedId").asString().equals("li-1-1"));

        assertThatThrownBy(() -> connector.fetch(at.at(first.next()), roster.context()))
                .isInstanceOf(RestartRequired.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100, 85.5, 85.5",
        "0, 40, 35, 87.5",
        "0, 3, 1, 33.33",
        "50, 100, 75, 50",
        ", 200, 210, 105",
        "0, 100, 100, 100",
        "0, 4, , ",
        "0, , 3.5, ",
    })
    void makesAPercentageOfPointsWhereTheScaleIsKnown(String least, String most, String score, String percent) {
        var line = roster.object("lineItems", 2).put("resultValueMin", least).put("resultValueMax", most);
        assertThat(line.path("sourcedId").asString()).isEqualTo("li-1-1");
        roster.result("r-1-0003").put("score", score);

        var mark = grade(full(100), "r-1-0003").mark();
        assertThat(mark.letter()).isEqualTo("B+");
        assertThat(mark.percent()).isEqualTo(percent == null ? null : new BigDecimal(percent));
    }

    /** A result in the shape of 1.1 has points only, and its line item a grading period. */
    @Test
    void readsTheShapeOfOneOne() {
        var line = roster.object("lineItems", 2);
        line.set("gradingPeriod", line.remove("academicSession"));
        roster.result("r-1-0003").remove("textScore");

        var grade = grade(full(100), "r-1-0003");
        assertThat(grade.period().title()).isEqualTo("Trimestre été 1");
        assertThat(grade.mark().letter()).isNull();
        assertThat(grade.mark().percent()).isEqualTo("87.5");
    }

    @Test
    void takesCreditsFromTheMetadata() {
        roster.result("r-2-0001")
                .putObject("metadata")
                .put("creditsAttempted", "0.5")
                .put("creditsEarned", 0);
        roster.result("r-2-0002").putObject("metadata").put("creditsAttempted", 1);
        roster.result("r-2-0003")
                .putObject("metadata")
                .put("creditsAttempted", "half")
                .put("creditsEarned", 1);

        var reading = full(100);
        assertThat(grade(reading, "r-2-0001").credits())
                .isEqualTo(new GradeRecord.Credits(new BigDecimal("0.5"), new BigDecimal("0")));
        assertThat(grade(reading, "r-2-0002").credits()).isNull();
        assertThat(reading.rejects())
                .containsExactly(Reject.malformed(new SourceKey("r-2-0003"), "results.metadata.creditsAttempted"));
    }

    @Test
    void givesNoGradeToWhoHasNone() {
        roster.result("r-1-0000").put("scoreStatus", "exempt");
        roster.result("r-1-0001").put("scoreStatus", "Not Submitted").put("score", 0);
        roster.result("r-1-0002").putNull("textScore").remove("score");
        roster.result("r-1-0003").put("scoreStatus", "submitted");
        roster.result("r-1-0004").put("scoreStatus", "partially graded");
        roster.result("r-1-0005").put("inProgress", "true");

        var reading = full(100);
        assertThat(reading.rejects()).isEmpty();
        assertThat(reading.byKey().values())
                .filteredOn(upsert -> upsert.key().value().startsWith("r-1"))
                .extracting(upsert ->
                        upsert.key().value() + " " + grade(upsert).mark().kind())
                .containsExactly("r-1-0004 PROGRESS", "r-1-0005 PROGRESS", "r-1-0006 GRADING_PERIOD");
    }

    @Test
    void rejectsWhatCannotBeToldWithoutGuessing() {
        roster.result("r-1-0000").remove("scoreDate");
        roster.result("r-1-0001").put("score", "1E999999");
        roster.result("r-1-0002").put("score", -3);
        var line = roster.object("lineItems", 4);
        assertThat(line.path("sourcedId").asString()).isEqualTo("li-1-2");
        line.putObject("academicSession").put("sourcedId", "nowhere");

        var reading = full(100);
        assertThat(reading.rejects())
                .containsExactlyInAnyOrder(
                        Reject.missing(new SourceKey("r-1-0000"), "results.scoreDate"),
                        Reject.malformed(new SourceKey("r-1-0001"), "results.score"),
                        new Reject(new SourceKey("r-1-0002"), Reject.Code.OUT_OF_RANGE, "results.score"),
                        new Reject(
                                new SourceKey("li-1-2"),
                                Reject.Code.UNKNOWN_REFERENCE,
                                "lineItems.academicSession.sourcedId"));
        assertThat(reading.byKey()).hasSize(21 - 3 - 7);
    }

    @Test
    void deliversWhatChangedAndWhatIsAGradeNoMore() {
        var since = Objects.requireNonNull(full(100).watermark());
        changed(roster.result("r-1-0001")).put("textScore", "F").put("score", 20);
        changed(roster.result("r-1-0002")).put("status", "tobedeleted");
        changed(roster.result("r-1-0003")).put("scoreStatus", "exempt");
        changed(roster.result("r-0-0003")).put("textScore", "F");

        var delta = Reading.all(connector, PageRequest.delta(StreamName.GRADE, since, 2), roster.context());
        assertThat(delta.upserts()).hasSize(1);
        assertThat(grade(delta, "r-1-0001").mark().letter()).isEqualTo("F");
        assertThat(delta.changes(Delete.class))
                .containsExactlyInAnyOrder(
                        new Delete(new SourceKey("r-1-0002")), new Delete(new SourceKey("r-1-0003")));
    }

    @Test
    void takesGradesBackWithTheirLineItemAndBringsAllOfAChangedOne() {
        var since = Objects.requireNonNull(full(100).watermark());
        changed(roster.object("lineItems", 2)).put("status", "tobedeleted");
        changed(roster.object("lineItems", 4)).put("resultValueMax", 50);

        var delta = Reading.all(connector, PageRequest.delta(StreamName.GRADE, since, 100), roster.context());
        assertThat(delta.changes(Delete.class))
                .hasSize(7)
                .allMatch(gone -> gone.key().value().startsWith("r-1"));
        assertThat(delta.upserts())
                .hasSize(7)
                .extracting(upsert -> String.valueOf(grade(upsert).mark().percent()))
                .containsOnly("70");
    }

    @Test
    void neverAsksForCommentsOrForTheResultsOfAssignments() {
        full(100);

        assertThat(OneRosterService.Question.RESULTS.fields()).doesNotContain("comment");
        assertThat(roster.asked.stream().filter("results"::equals))
                .as("two classes, three kinds of grade")
                .hasSize(6);
    }

    @Test
    void readsNoGradesWithoutAGradebook() {
        roster.moreSettings.put("gradebookUrl", " ");
        roster.moreSettings.put("alsoRead", "");

        assertThat(connector.discover(roster.context()).streams())
                .extracting(stream -> stream.name())
                .containsExactly(StreamName.SCHOOL, StreamName.SESSION, StreamName.STUDENT, StreamName.ENROLLMENT);
        assertThat(connector.check(roster.context()).passed()).isTrue();
        assertThat(roster.asked).doesNotContain("results", "classes");
        assertThatThrownBy(() -> full(10)).isInstanceOf(ConfigProblem.class).hasMessageContaining("gradebookUrl");
    }

    @Test
    void asksForTheScopeOfTheGradebookWithAGradebookOnly() {
        var scope = "https://purl.imsglobal.org/spec/or/v1p2/scope/gradebook.readonly";
        assertThat(OneRosterSpec.of(roster.settings()).credentials().scopes()).contains(scope);

        roster.moreSettings.put("gradebookUrl", "");
        assertThat(OneRosterSpec.of(roster.settings()).credentials().scopes())
                .isNotEmpty()
                .doesNotContain(scope);
    }

    @Test
    void joinsAClassWithItsCourseAndYear() {
        roster.object("courses", 1).put("title", "");
        roster.object("classes", 0).put("title", "French").put("classCode", " ");
        roster.object("classes", 1).remove("terms");
        roster.object("classes", 1).put("title", "French II");
        roster.object("courses", 2).put("title", "");
        roster.object("courses", 1).putObject("schoolYear").put("sourcedId", "y-2026");

        var school = new SourceKey("o-1");
        assertThat(sections().upserts())
                .extracting(Upsert::record)
                .as("the titles of classes where courses have none; the year of the course without terms")
                .containsExactly(
                        new SectionRecord(school, 2027, "French", "003", null),
                        new SectionRecord(school, 2026, "French II", "002", "02"));
    }

    @Test
    void rejectsAClassWhoseCourseOrYearNobodyKnows() {
        roster.object("classes", 0).putObject("course").put("sourcedId", "co-9");
        roster.object("classes", 1).remove("terms");

        assertThat(sections().rejects())
                .extracting(Reject::field)
                .containsExactly("classes.course.sourcedId", "classes.terms");
    }

    @Test
    void findsCoursesByKeyWhereTheServerKnowsNoRange() {
        roster.ignoredParameters.add("filter");
        roster.clampAt(2);

        assertThat(sections().upserts())
                .extracting(upsert -> ((SectionRecord) upsert.record()).courseTitle())
                .containsExactly("Français 3", "Français 2");
        assertThat(roster.asked).contains("courses/{id}");
    }

    private static ObjectNode changed(ObjectNode object) {
        return object.put("dateLastModified", JUST_NOW);
    }

    private Reading full(int size) {
        return Reading.all(connector, PageRequest.full(StreamName.GRADE, size), roster.context());
    }

    private Reading sections() {
        return Reading.all(connector, PageRequest.full(StreamName.SECTION, 100), roster.context());
    }

    private static GradeRecord grade(Reading reading, String key) {
        return grade(Objects.requireNonNull(reading.byKey().get(new SourceKey(key))));
    }

    private static GradeRecord grade(Upsert upsert) {
        return (GradeRecord) upsert.record();
    }
}
