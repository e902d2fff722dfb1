package link.studentsuccess.api.organization;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Data sharing agreement of a district with an organization. */
record DistrictAgreement(
        UUID key,
        UUID districtKey,
        UUID organizationKey,
        @Nullable LocalDate begins,
        @Nullable LocalDate ends,
        List<String> categories,
        @Nullable List<String> schoolCodes,
        @Nullable List<Integer> schoolYears,
        String basis,
        String verification,
        String purpose) {

    public String id() {
        return Id.DISTRICT_AGREEMENT.of(key);
    }
}
