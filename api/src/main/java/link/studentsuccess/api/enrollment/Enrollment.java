package link.studentsuccess.api.enrollment;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A student at a school in a grade level during one school year. */
record Enrollment(
        UUID key,
        School school,
        int schoolYear,
        @Nullable String gradeLevel,
        LocalDate entryDate,
        @Nullable LocalDate exitDate) {

    /** A school of a district. */
    record School(String name, @Nullable String code) {}
}
