package link.studentsuccess.api.grades;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Grades of one school year, counted at publish. */
record GradeSummary(int schoolYear, int sections, int failing, Credits credits, LocalDate gradedUntil) {

    /** Credits of final grades, and the points they gave on Washington's transcript scale. */
    record Credits(BigDecimal attempted, BigDecimal earned, BigDecimal points, BigDecimal weight) {

        Credits plus(Credits other) {
            return new Credits(
                    attempted.add(other.attempted),
                    earned.add(other.earned),
                    points.add(other.points),
                    weight.add(other.weight));
        }
    }

    public BigDecimal creditsAttempted() {
        return credits.attempted();
    }

    public BigDecimal creditsEarned() {
        return credits.earned();
    }

    public @Nullable BigDecimal gradePointAverage() {
        return credits.weight().signum() == 0
                ? null
                : credits.points().divide(credits.weight(), 3, RoundingMode.HALF_UP);
    }

    /** Two schools of one district in one year: sections at the one and sections at the other. */
    GradeSummary plus(GradeSummary other) {
        return new GradeSummary(
                schoolYear,
                sections + other.sections,
                failing + other.failing,
                credits.plus(other.credits),
                gradedUntil.isAfter(other.gradedUntil) ? gradedUntil : other.gradedUntil);
    }
}
