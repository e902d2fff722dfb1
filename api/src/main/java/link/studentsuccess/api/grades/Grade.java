package link.studentsuccess.api.grades;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What a course section gave in a grading period, or for the whole course. */
record Grade(
        String gradingPeriod,
        @Nullable LocalDate periodBegins,
        @Nullable LocalDate periodEnds,
        String kind,
        @Nullable String letter,
        @Nullable BigDecimal percent,
        boolean failing,
        @Nullable BigDecimal creditsAttempted,
        @Nullable BigDecimal creditsEarned,
        LocalDate gradedOn) {

    /** By grading period; of one period the final grade comes last, and so counts as the latest. */
    static final Comparator<Grade> BY_PERIOD = Comparator.comparing(Grade::ordered)
            .thenComparing(grade -> grade.kind.equals("FINAL"))
            .thenComparing(Grade::gradedOn);

    private LocalDate ordered() {
        return periodEnds == null ? gradedOn : periodEnds;
    }
}
