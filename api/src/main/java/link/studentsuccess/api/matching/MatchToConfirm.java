package link.studentsuccess.api.matching;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A match without a birth date that waits for the district. */
record MatchToConfirm(UUID key, String organizationName, TypedChild child, OffsetDateTime since) {

    public String id() {
        return Id.MATCH.of(key);
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
