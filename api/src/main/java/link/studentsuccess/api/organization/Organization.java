package link.studentsuccess.api.organization;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;

/** A youth-serving community organization. */
public record Organization(UUID key, String name, String host, int version) {

    public String id() {
        return Id.ORGANIZATION.of(key);
    }
}
