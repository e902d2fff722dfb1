package link.studentsuccess.api.designation;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A student on the roster of a school official. */
public record Designation(
        UUID key,
        int version,
        UUID agreementKey,
        String districtStudentId,
        @Nullable LocalDate begins,
        @Nullable LocalDate ends,
        OffsetDateTime designatedAt) {

    public String id() {
        return Id.DESIGNATION.of(key);
    }

    public String agreementId() {
        return Id.DISTRICT_AGREEMENT.of(agreementKey);
    }
}
