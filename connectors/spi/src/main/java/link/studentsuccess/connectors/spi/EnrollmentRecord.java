package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A student at a school in a grade level during one school year.
 *
 * @param student the student's key in the source
 * @param school the school's key in the source
 * @param schoolYear the calendar year in which the school year ends
 * @param gradeLevel CEDS entry grade level: KG, 01 to 12; absent where the source does not say
 * @param entryDate first day
 * @param exitDate first day no longer enrolled (half-open); absent while it is open
 */
public record EnrollmentRecord(
        SourceKey student,
        SourceKey school,
        int schoolYear,
        @Nullable String gradeLevel,
        LocalDate entryDate,
        @Nullable LocalDate exitDate)
        implements CanonicalRecord {}
