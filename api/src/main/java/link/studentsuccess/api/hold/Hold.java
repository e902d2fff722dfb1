package link.studentsuccess.api.hold;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A stop as the side that set it sees it. */
public record Hold(
        UUID key,
        int version,
        String kind,
        HoldTarget target,
        String cause,
        @Nullable String note,
        OffsetDateTime begins,
        @Nullable OffsetDateTime until,
        boolean inForce,
        boolean onMyself,
        String setBy,
        @Nullable String endedBy) {

    public String id() {
        return Id.HOLD.of(key);
    }
}
