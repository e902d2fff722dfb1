package link.studentsuccess.api.organization;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A youth-serving community organization. */
public record Organization(
        UUID key, String name, String host, @Nullable OffsetDateTime closedAt, int version) {

    public String id() {
        return Id.ORGANIZATION.of(key);
    }
}
