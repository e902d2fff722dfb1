package link.studentsuccess.api.grades;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a course section gave in a grading period, or for the whole course. */
record Grade(
        UUID key,
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

    /** As the engine counts: by the end of the period, the final grade last of one period; without a period's end first. Of equals the smallest key is the latest. */
    static final Comparator<Grade> BY_PERIOD = Comparator.comparing(Grade::ends)
            .thenComparing(grade -> grade.kind.equals("FINAL"))
            .thenComparing(Grade::gradedOn)
            .thenComparing(grade -> grade.key.toString(), Comparator.reverseOrder()); // UUID's own order has signs

    private LocalDate ends() {
        return periodEnds == null ? LocalDate.MIN : periodEnds;
    }
}
