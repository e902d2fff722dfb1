package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.GradeRecord.Kind.FINAL;
import static link.studentsuccess.connectors.spi.GradeRecord.Kind.GRADING_PERIOD;
import static link.studentsuccess.connectors.spi.GradeRecord.Kind.PROGRESS;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.SQLException;
import link.studentsuccess.connectors.spi.GradeRecord.Mark;
import link.studentsuccess.connectors.spi.StreamName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What grades come to. */
class GradeSummaryTests extends GradeStories {

    @Test
    void summaryCountsSectionsByTheirLatestGradeAndFinalsByCredits() throws SQLException {
        source.grade("k1-c1", graded("c1", Q1, new Mark(GRADING_PERIOD, "F", null), null))
                .grade("k1-c1-q2", graded("c1", Q2, new Mark(GRADING_PERIOD, "D", null), null))
                .grade("k1-c2", graded("c2", Q1, new Mark(FINAL, "NC", null), credits("0.5", "0")))
                .grade("k1-c2-late", grade("k1", "c2", Q1, new Mark(PROGRESS, "A", null), null, TODAY.plusDays(1)))
                .grade("k1-c3", graded("c3", Q1, new Mark(FINAL, "b+", null), credits("0.5", "0.5")))
                .section("c6", "s1", "French")
                .grade("k1-c6", graded("c6", Q1, new Mark(FINAL, "A", percent("12")), null))
                .section("c7", "s1", "German")
                .grade("k1-c7", graded("c7", Q1, new Mark(FINAL, "P", null), credits("1", "1")))
                .section("c8", "s1", "History")
                .grade("k1-c8", graded("c8", Q1, new Mark(FINAL, "F", null), credits("0.25", "0")));

        pull();

        // Failing: c2, whose final no later progress note outdoes, and c8. Points: 3.3 * 0.5 + 4.0 * 1 + 0.0 * 0.25.
        assertThat(summary()).isEqualTo("2027 6 2 2.250 1.500 5.6500 1.750 " + TODAY.plusDays(1));
    }

    @ParameterizedTest
    @CsvSource({
        "E, , true",
        "f, , true",
        "N, , true",
        "NC, 95, true",
        "NP, , true",
        "U, , true",
        "D, 12, false",
        "P, , false",
        "W, , false",
        ", 59.99, true",
        ", 60, false",
        ", 104.5, false"
    })
    void letterDecidesWhetherAGradeIsFailingAndElseThePercentage(
            @Nullable String letter, @Nullable BigDecimal percent, boolean failing) throws SQLException {
        source.clear(StreamName.GRADE).grade("k1-c1", graded("c1", Q1, new Mark(FINAL, letter, percent), null));

        pull();

        assertThat(district.text("select failing::text from record.grade where district_id = :district"))
                .isEqualTo(String.valueOf(failing));
    }
}
