package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.GradeRecord.Kind.PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import link.studentsuccess.connectors.spi.GradeRecord.Mark;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No grade before the day on which the district releases it. */
class GradeReleaseTests extends GradeStories {

    /** Connectors.md 21: grades are published only after the district's release date of the grading period. */
    @Test
    void releaseDateToComeHidesAndItsComingRevealsByAFullRead() throws SQLException {
        source.offeringChanges()
                .tellingDeletions()
                .grade("k1-q2", grade("k1", "c1", Q2, new Mark(PROGRESS, "C", null)));
        district.releases(2027, "Quarter 1", today().plusDays(2));
        district.releases(2026, "Quarter 2", today().plusDays(2));

        var hidden = pull();

        assertThat(grades()).isEqualTo("Algebra 1:Quarter 2:C::f");
        assertThat(hidden.stream(StreamName.GRADE).dropped()).isEqualTo(8);
        clock.tick(Duration.ofDays(1));
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
        assertThat(district.count("grade")).isEqualTo(1);

        clock.tick(Duration.ofDays(1));
        assertThat(pull().mode()).isEqualTo(Mode.FULL);
        assertThat(district.count("grade")).isEqualTo(3);
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
    }

    @Test
    void releaseDateThatMovesIntoTheFutureTakesTheGradesAwayAgain() throws SQLException {
        source.offeringChanges().tellingDeletions();
        district.releases(2027, "Quarter 1", today());
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        district.releases(2027, "Quarter 1", today().plusDays(1));

        var pull = pull();

        assertThat(pull.mode()).isEqualTo(Mode.FULL);
        assertThat(pull.stream(StreamName.GRADE).counts().deleted()).isEqualTo(2);
        assertThat(district.count("grade")).isZero();
        assertThat(district.count("grade_summary")).isZero();
        assertThat(district.count("attendance_event")).isEqualTo(1);

        district.releases(2027, "Quarter 1", null);
        assertThat(pull().mode()).isEqualTo(Mode.FULL);
        assertThat(district.count("grade")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"' quarter 1 '", "QUARTER 1", "'Quarter 1\t'"})
    void releaseDateNamesItsPeriodWhateverItsCapitalsAndSpaces(String name) throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        district.releases(2027, name, today().plusDays(1));

        assertThat(pull().stream(StreamName.GRADE).dropped())
                .as("dropped while read")
                .isEqualTo(8);
        assertThat(district.count("grade")).isZero();

        district.releases(2027, name, null);
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        source.before(request -> {
            if (request.stream() == StreamName.GRADE && request.at() != null) {
                district.releases(2027, name, today().plusDays(1));
            }
        });
        clock.tick(Duration.ofDays(8));
        assertThat(pull().stream(StreamName.GRADE).kept()).as("read before").isEqualTo(2);
        assertThat(district.count("grade")).as("taken away at publish").isZero();
    }

    /** Another spelling of the same word is no other word, so nothing is read in full for it. */
    @Test
    void sameReleaseDateInOtherCapitalsChangesNothing() throws SQLException {
        source.offeringChanges().tellingDeletions();
        district.releases(2027, "Álgebra Quarter 1", today().plusDays(1));
        pull();
        district.releases(2027, "Álgebra Quarter 1", null);
        district.releases(2027, " álgebra quarter 1", today().plusDays(1));

        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
    }

    @Test
    void releaseDateThatMovesWhileGradesAreReadCountsAtPublishOrAtTheNextFullRead() throws SQLException {
        source.offeringChanges().tellingDeletions().before(request -> {
            if (request.stream() == StreamName.GRADE && request.at() != null) {
                district.releases(2027, "Quarter 1", today().plusDays(1));
            }
        });
        var hidden = pull();
        assertThat(hidden.stream(StreamName.GRADE).kept()).isEqualTo(2);
        assertThat(district.count("grade")).isZero();

        source.before(request -> district.releases(2027, "Quarter 1", today()));
        assertThat(pull().stream(StreamName.GRADE).kept()).isZero();

        source.well();
        assertThat(pull().mode()).isEqualTo(Mode.FULL);
        assertThat(district.count("grade")).isEqualTo(2);
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
    }
}
