package link.studentsuccess.api.agreement;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Data sharing agreement of a district with an organization. */
public record DistrictAgreement(
        UUID key, UUID districtKey, UUID organizationKey, String draftedBy, DistrictTerms terms, Standing standing)
        implements Agreement {

    public String id() {
        return Id.DISTRICT_AGREEMENT.of(key);
    }

    public @Nullable String replacesId() {
        var former = standing.replacesKey();
        return former == null ? null : Id.DISTRICT_AGREEMENT.of(former);
    }

    public String state() {
        return standing.state();
    }

    public @Nullable LocalDate begins() {
        return standing.begins();
    }

    public @Nullable LocalDate ends() {
        return standing.ends();
    }

    public @Nullable LocalDate endedOn() {
        return standing.endedOn();
    }

    public int version() {
        return standing.version();
    }

    public List<String> categories() {
        return terms.categories();
    }

    public @Nullable List<String> schoolCodes() {
        return terms.schoolCodes();
    }

    public @Nullable List<Integer> schoolYears() {
        return terms.schoolYears();
    }

    public String basis() {
        return terms.basis();
    }

    public String verification() {
        return terms.verification();
    }

    public String purpose() {
        return terms.purpose();
    }
}
