package link.studentsuccess.api.steward;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A consent that waits for the district. */
record ConsentToVerify(
        UUID key,
        String organizationName,
        Child child,
        String kind,
        String signerName,
        String signerCapacity,
        @Nullable LocalDate signedOn,
        LocalDate begins,
        @Nullable LocalDate ends,
        List<String> categories,
        List<String> audiences,
        OffsetDateTime recordedAt) {

    /** The child as the organization wrote it. */
    record Child(
            String givenName, String familyName, @Nullable String districtStudentId) {}

    public String id() {
        return Id.CONSENT.of(key);
    }

    public String givenName() {
        return child.givenName();
    }

    public String familyName() {
        return child.familyName();
    }

    public @Nullable String districtStudentId() {
        return child.districtStudentId();
    }
}
