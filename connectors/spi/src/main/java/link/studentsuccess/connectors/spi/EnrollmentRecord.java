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
 * @param exitType the district's own word for why it ended; the engine shows what the district maps it to, and no other
 */
public record EnrollmentRecord(
        SourceKey student,
        SourceKey school,
        int schoolYear,
        @Nullable String gradeLevel,
        LocalDate entryDate,
        @Nullable LocalDate exitDate,
        @Nullable String exitType)
        implements CanonicalRecord {

    /** Of a source that does not say why an enrollment ended. */
    public EnrollmentRecord(
            SourceKey student,
            SourceKey school,
            int schoolYear,
            @Nullable String gradeLevel,
            LocalDate entryDate,
            @Nullable LocalDate exitDate) {
        this(student, school, schoolYear, gradeLevel, entryDate, exitDate, null);
    }
}
