package link.studentsuccess.api.enrollment;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.district.School;
import org.jspecify.annotations.Nullable;

/** A student at a school in a grade level during one school year. */
record Enrollment(
        UUID key,
        School school,
        int schoolYear,
        @Nullable String gradeLevel,
        LocalDate entryDate,
        @Nullable LocalDate exitDate,
        @Nullable String exitType) {}
