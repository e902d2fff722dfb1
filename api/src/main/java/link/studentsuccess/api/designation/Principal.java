package link.studentsuccess.api.designation;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A member of a school's staff who may fill the roster with the school's students. */
public record Principal(
        UUID key,
        int version,
        UUID membershipKey,
        String schoolCode,
        OffsetDateTime namedAt,
        @Nullable OffsetDateTime endedAt) {

    public String id() {
        return Id.PRINCIPAL.of(key);
    }

    public String staffId() {
        return Id.STAFF.of(membershipKey);
    }
}
