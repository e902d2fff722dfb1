package link.studentsuccess.api.audit;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A family's copy of what was disclosed of a student (34 CFR 99.30(c)): parties, times, categories and purposes. */
record DisclosureCopy(
        OffsetDateTime preparedAt, List<CopiedDisclosure> disclosures, boolean more, List<HeldCategory> held) {

    /** One release to a party, without the name of a person there. */
    record CopiedDisclosure(
            OffsetDateTime at,
            @Nullable String organizationName,
            String role,
            String category,
            List<String> bases,
            @Nullable String purpose) {}

    /** What is still stored, as a count. */
    record HeldCategory(String category, int entries) {}
}
