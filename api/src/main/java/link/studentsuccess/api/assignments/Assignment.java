package link.studentsuccess.api.assignments;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a student is to hand in for a class, and what became of it. */
record Assignment(
        String courseTitle,
        String title,
        @Nullable LocalDate dueOn,
        @Nullable BigDecimal score,
        @Nullable BigDecimal points,
        boolean missing,
        boolean late) {}
