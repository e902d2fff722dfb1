package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A day, or a class period of a day, that was not simply spent in school.
 *
 * @param student the student's key, as {@link Catalog.StudentKeys} says
 * @param schoolCode the school's code where the source gives it
 * @param period the class period; absent for the whole day
 * @param status what the day was, with the district's own code
 */
public record AttendanceRecord(
        SourceKey student,
        @Nullable String schoolCode,
        LocalDate date,
        @Nullable String period,
        Coded<AttendanceStatus> status)
        implements CanonicalRecord {}
