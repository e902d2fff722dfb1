package link.studentsuccess.api.consent;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;

/** A person who signs for a child. */
record Signer(UUID key, UUID participantKey, String name, String capacity, boolean restricted) {

    public String id() {
        return Id.SIGNER.of(key);
    }
}
