package link.studentsuccess.api.steward;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;

/** A person who signs for a child of the district, as one organization wrote it down. */
record StudentSigner(UUID key, String organizationName, String name, String capacity, boolean restricted) {

    public String id() {
        return Id.SIGNER.of(key);
    }
}
