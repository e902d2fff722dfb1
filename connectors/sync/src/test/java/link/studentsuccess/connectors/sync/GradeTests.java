package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.GradeRecord.Kind.FINAL;
import static link.studentsuccess.connectors.spi.GradeRecord.Kind.GRADING_PERIOD;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import link.studentsuccess.connectors.spi.GradeRecord.Credits;
import link.studentsuccess.connectors.spi.GradeRecord.Mark;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.Counts;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grades as a pull publishes them. */
class GradeTests extends GradeStories {

    /** Connectors.md 3: what nobody may see is dropped in memory, before staging. */
    @Test
    void firstPullPublishesTheGradesOfTheKeptAndTheSectionsTheyNeed() throws SQLException {
        district.consented("104221", "Omar", "Haddad", BORN, "ENROLLMENT,ATTENDANCE");

        var pull = pull();

        assertThat(grades()).isEqualTo("Algebra 1:Quarter 1:B+::f Biology:Quarter 1::59.50:t");
        assertThat(district.count("student")).isEqualTo(2);
        assertThat(district.count("attendance_event")).isEqualTo(2);
        assertThat(district.count("section")).isEqualTo(2);
        assertThat(pull.stream(StreamName.GRADE))
                .satisfies(s -> assertThat(s.read()).isEqualTo(8))
                .satisfies(s -> assertThat(s.kept()).isEqualTo(2))
                .satisfies(s -> assertThat(s.dropped()).isEqualTo(6))
                .satisfies(s -> assertThat(s.counts()).isEqualTo(new Counts(0, 2, 0, 0, 0)));
        assertThat(pull.stream(StreamName.SECTION))
                .satisfies(s -> assertThat(s.read()).isEqualTo(3))
                .satisfies(s -> assertThat(s.counts()).isEqualTo(new Counts(0, 2, 0, 0, 0)));
        assertThat(staged()).isZero();
        assertThat(district.text("""
                        select covered_until::text from sync.freshness
                        where district_id = :district and category = 'GRADES'
                        """)).isEqualTo(TODAY.toString());
    }

    /** Connectors.md 12: a replay changes nothing. */
    @Test
    void secondPullWithoutChangeWritesNothing() throws SQLException {
        source.grade("nowhere", grade("k1", "c9", Q1, new Mark(FINAL, "A", null)))
                .section("c5", "s2", "Drawing")
                .grade("elsewhere", grade("k1", "c5", Q1, new Mark(FINAL, "A", null)));
        pull();
        var before = district.writes();
        source.grade("k1-c2", grade("k1", "c2", Q1, new Mark(GRADING_PERIOD, " ", percent("59.500"))));

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.UNCHANGED);
        assertThat(before).isNotEmpty();
        assertThat(district.writes()).isEqualTo(before);
        assertThat(pull.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(2, 0, 0, 2, 0));
        assertThat(pull.stream(StreamName.SECTION).counts()).isEqualTo(new Counts(0, 0, 0, 2, 0));
    }

    @Test
    void whatChangedIsWrittenAlone() throws SQLException {
        pull();
        var before = district.writes();
        source.grade("k1-c1", grade("k1", "c1", Q1, new Mark(GRADING_PERIOD, "A-", null)))
                .section("c2", "s1", "Marine Biology");

        var pull = pull();

        assertThat(grades()).isEqualTo("Algebra 1:Quarter 1:A-::f Marine Biology:Quarter 1::59.50:t");
        assertThat(pull.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(0, 0, 1, 1, 0));
        assertThat(pull.stream(StreamName.SECTION).counts()).isEqualTo(new Counts(0, 0, 1, 1, 0));
        var after = new ArrayList<>(district.writes());
        after.removeAll(before);
        assertThat(after).hasSize(2);
    }

    /** Connectors.md 11: deletion is declared per stream. */
    @Test
    void gradeThatAFullReadNoLongerHasGoesWithItsSection() throws SQLException {
        pull();
        source.remove(StreamName.GRADE, "k1-c1");

        var pull = pull();

        assertThat(grades()).isEqualTo("Biology:Quarter 1::59.50:t");
        assertThat(district.count("section")).isEqualTo(1);
        assertThat(pull.stream(StreamName.GRADE).counts()).isEqualTo(new Counts(0, 0, 0, 1, 1));
        assertThat(pull.stream(StreamName.SECTION).counts().deleted()).isEqualTo(1);
    }

    @Test
    void absenceSaysNothingOfAChildForWhomTheGenerationWasNotRead() throws SQLException {
        var omar = district.consented("104221", "Omar", "Haddad", BORN, "ENROLLMENT,GRADES");
        pull();
        assertThat(district.count("grade")).isEqualTo(4);
        source.before(request -> {
            // As if consent to the grades had come only after the generation began.
            if (request.stream() == StreamName.GRADE && request.at() == null) {
                keptOf(omar, "{ENROLLMENT}");
            }
        });
        source.remove(StreamName.GRADE, "k4-c1");
        source.remove(StreamName.GRADE, "k1-c1");

        pull();

        assertThat(district.count("grade")).isEqualTo(3);
    }

    @Test
    void gradeWhoseDeletionIsToldGoesAndOneThatIsOnlyAbsentStays() throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        source.delete(StreamName.GRADE, "k1-c1").remove(StreamName.GRADE, "k1-c2");

        var pull = pull();

        assertThat(pull.mode()).isEqualTo(Mode.DELTA);
        assertThat(grades()).isEqualTo("Biology:Quarter 1::59.50:t");
        assertThat(pull.stream(StreamName.GRADE).counts().deleted()).isEqualTo(1);
    }

    @Test
    void gradeWithAnotherKeyIsTheSameGrade() throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        var id = gradeId("k1-c1");
        source.rekey(StreamName.GRADE, "k1-c1", "new-c1");

        pull();

        assertThat(gradeId("new-c1")).isEqualTo(id).isNotEmpty();
        assertThat(district.count("grade")).isEqualTo(2);
    }

    @Test
    void gradeThatTheSourceMovesToAChildNobodyKeepsGoes() throws SQLException {
        source.offeringChanges().tellingDeletions();
        pull();
        source.grade("k1-c1", grade("k2", "c1", Q1, new Mark(GRADING_PERIOD, "B+", null)));

        assertThat(pull().mode()).isEqualTo(Mode.DELTA);

        assertThat(grades()).isEqualTo("Biology:Quarter 1::59.50:t");
    }

    @ParameterizedTest
    @CsvSource({
        ", 10031415, , mark.percent",
        ", 1E+2000000000, , mark.percent",
        ", 1E-2000000000, , mark.percent",
        ", -1, , mark.percent",
        "Excellent31415, , , mark.letter",
        "' ', , , mark.letter",
        "A, , 31415, credits.attempted"
    })
    void whatTheTablesCannotHoldIsRejectedWithoutItsValue(
            @Nullable String letter, @Nullable BigDecimal percent, @Nullable BigDecimal attempted, String field)
            throws SQLException {
        var credits = attempted == null ? null : new Credits(attempted, BigDecimal.ZERO);
        source.grade("k1-c3", graded("c3", Q1, new Mark(FINAL, letter, percent), credits));

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.PUBLISHED);
        assertThat(pull.stream(StreamName.GRADE).rejected()).isEqualTo(1);
        assertThat(district.count("grade")).isEqualTo(2);
        assertThat(district.text("""
                        select r.code || ' ' || r.field
                        from sync.rejection r
                        join sync.pull p on p.id = r.pull_id
                        join sync.feed f on f.id = p.feed_id
                        where f.district_id = :district
                        """)).isEqualTo("OUT_OF_RANGE " + field);
    }

    @Test
    void manyLargeCreditsDoNotStopAPublish() throws SQLException {
        for (int i = 0; i < 11; i++) {
            source.section("m" + i, "s1", "Course")
                    .grade("k1-m" + i, graded("m" + i, Q1, new Mark(FINAL, "A", null), credits("999.999", "999.999")));
        }

        assertThat(pull().state()).isEqualTo(State.PUBLISHED);

        assertThat(district.count("grade")).isEqualTo(13);
        assertThat(summary()).contains("9999.999");
    }
}
