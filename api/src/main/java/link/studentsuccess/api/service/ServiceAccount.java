package link.studentsuccess.api.service;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A client without a person, and whose roster it asks for. */
record ServiceAccount(
        UUID key,
        String name,
        String clientId,
        UUID ownerKey,
        String ownerName,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime endedAt,
        int version) {

    public String id() {
        return Id.SERVICE_ACCOUNT.of(key);
    }

    public String ownerStaffId() {
        return Id.STAFF.of(ownerKey);
    }

    public boolean active() {
        return endedAt == null;
    }
}
