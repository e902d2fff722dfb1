package link.studentsuccess.api.steward;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One recorded release, or refusal, of a category about students of the district. */
record DistrictDisclosure(
        UUID key,
        OffsetDateTime at,
        @Nullable String organizationName,
        String staffName,
        @Nullable String serviceAccountName,
        String role,
        String category,
        List<String> districtStudentIds,
        int released,
        int withheld,
        List<String> bases,
        @Nullable String purpose,
        @Nullable String operation) {}
