package link.studentsuccess.api.assessments;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a student reached in one test. */
record AssessmentResult(
        String name,
        @Nullable String subject,
        LocalDate takenOn,
        @Nullable String score,
        @Nullable String performanceLevel) {}
