package link.studentsuccess.sampledistrict;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** One row of the attendance file; {@code minutes} are those missed, given only where the day was not missed whole. */
public record SampleAbsence(
        LocalDate date,
        String schoolCode,
        AttendanceCode code,
        @Nullable Integer minutes,
        Instant updatedAt) {}
