package link.studentsuccess.sampledistrict;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A stay at one school; the end date is exclusive, as OneRoster has it, and missing while the stay lasts. */
public record SampleEnrollment(
        SampleSchool school, LocalDate beginDate, @Nullable LocalDate endDate) {

    public boolean covers(LocalDate day) {
        return !day.isBefore(beginDate) && (endDate == null || day.isBefore(endDate));
    }
}
