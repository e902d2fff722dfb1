package link.studentsuccess.api.district;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;

/** A school district. */
public record District(UUID key, String name, String zone) {

    public String id() {
        return Id.DISTRICT.of(key);
    }
}
