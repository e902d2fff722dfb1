package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.GradeRecord.Kind.FINAL;
import static link.studentsuccess.connectors.spi.GradeRecord.Kind.GRADING_PERIOD;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import link.studentsuccess.connectors.spi.GradeRecord.Mark;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.Counts;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.junit.jupiter.api.Test;

/** On which enrollment a grade hangs. */
class GradePlaceTests extends GradeStories {

    /** Connectors.md 13: a record whose parent is missing waits as an orphan, never dropped silently, never a blocker. */
    @Test
    void orphansAreCountedAndPublishedOnceTheirParentsAreThere() throws SQLException {
        source.section("c4", "s9", "Drama")
                .section("c5", "s2", "Drawing")
                .grade("no-section", grade("k1", "c9", Q1, new Mark(FINAL, "A", null)))
                .grade("no-school", grade("k1", "c4", Q1, new Mark(FINAL, "A", null)))
                .grade("no-enrollment", grade("k1", "c5", Q1, new Mark(FINAL, "A", null)));

        var first = pull();

        assertThat(first.state()).isEqualTo(State.PUBLISHED);
        assertThat(first.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(3, 2, 0, 0, 0));
        assertThat(first.stream(StreamName.SECTION).counts().orphaned()).isEqualTo(1);
        assertThat(district.count("section")).isEqualTo(2);

        source.section("c9", "s1", "Zoology").school("s9", "900").enrolled("k1", "s2", TODAY, null);
        var second = pull();

        assertThat(second.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(1, 2, 0, 2, 0));
        assertThat(district.count("grade")).isEqualTo(4);
    }

    @Test
    void orphanThatWasAnotherChildsGradeNoLongerShowsAsThatChilds() throws SQLException {
        var omar = district.consented("104221", "Omar", "Haddad", BORN, "ENROLLMENT,GRADES");
        source.section("c5", "s2", "Drawing");
        pull();
        assertThat(district.count("grade")).isEqualTo(4);
        source.grade("k1-c1", grade("k4", "c5", Q1, new Mark(FINAL, "A", null)));

        var pull = pull();

        assertThat(pull.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(1, 0, 0, 3, 1));
        assertThat(district.matched(omar)).hasSize(1);
        assertThat(district.count("grade")).isEqualTo(3);
    }

    @Test
    void gradesHangOnTheLatestEntryAtTheSchool() throws SQLException {
        pull();
        source.enrolled("k1", "s1", ENTRY, TODAY.minusDays(20)).enrolledAgain("k1", "s1", TODAY.minusDays(10));

        pull();

        assertThat(entriesOfGrades()).isEqualTo(TODAY.minusDays(10) + " " + TODAY.minusDays(10));
        assertThat(district.count("grade_summary")).isEqualTo(1);
        var before = district.writes();
        assertThat(pull().state()).isEqualTo(State.UNCHANGED);
        assertThat(district.writes()).isEqualTo(before);
    }

    @Test
    void gradesOutliveTheEnrollmentThatTheSourceReplaces() throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        source.delete(StreamName.ENROLLMENT, "e-k1-s1").enrolledAgain("k1", "s1", TODAY.minusDays(60));

        assertThat(pull().mode()).isEqualTo(Mode.DELTA);

        assertThat(entriesOfGrades()).isEqualTo(TODAY.minusDays(60) + " " + TODAY.minusDays(60));
    }

    @Test
    void gradesFollowTheirSectionToTheSchoolWhereItMeets() throws SQLException {
        source.enrolled("k1", "s2", TODAY.minusDays(5), null).offeringChanges().tellingDeletions();
        pull();
        assertThat(entriesOfGrades()).isEqualTo(ENTRY + " " + ENTRY);
        source.section("c1", "s2", "Algebra 1");

        assertThat(pull().mode()).isEqualTo(Mode.DELTA);

        assertThat(entriesOfGrades()).isEqualTo(ENTRY + " " + TODAY.minusDays(5));
    }

    @Test
    void gradeFilesOfAnotherFeedHangOnTheRosterByNumberAndSchoolCode() throws SQLException {
        source.clear(StreamName.GRADE).clear(StreamName.SECTION);
        var files = ScriptedSource.gradeFiles()
                .section("c1", "100", "Algebra 1")
                .grade("1", grade("104218", "c1", Q1, new Mark(GRADING_PERIOD, "B+", null)))
                .grade("2", grade("104219", "c1", Q1, new Mark(GRADING_PERIOD, "B+", null)));
        var filesFeed = district.feed("files", List.of("GRADES"), Map.of());
        pull();

        try (var engine = engine(source, files)) {
            engine.pullNow(filesFeed);
            assertThat(grades()).isEqualTo("Algebra 1:Quarter 1:B+::f");

            // The roster's own pulls leave the other feed's sections and grades alone.
            var before = district.writes();
            assertThat(engine.pullNow(feed).state()).isEqualTo(State.UNCHANGED);
            assertThat(district.writes()).isEqualTo(before);
        }
    }
}
