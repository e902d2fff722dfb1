package link.studentsuccess.api.steward;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** One recorded release, or refusal, of a category about students of the district. */
record DistrictDisclosure(
        UUID key,
        OffsetDateTime at,
        @Nullable String organizationName,
        UUID staffKey,
        String staffName,
        @Nullable String serviceAccountName,
        String role,
        String category,
        List<String> districtStudentIds,
        int released,
        int withheld,
        List<String> bases,
        @Nullable String purpose,
        @Nullable String operation) {

    public String staffId() {
        return Id.STAFF.of(staffKey);
    }
}
