package link.studentsuccess.api.graphql;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What makes a double submission harmless: the id of what a mutation creates follows from the member, the mutation and the
 * key that the client has made up, so that the second submission finds what the first one has made. That a key comes back
 * with another input is seen before, in front of every mutation that has one.
 */
public final class IdempotencyKey {

    private IdempotencyKey() {}

    /** A key has 8 to 100 visible characters. */
    public static UUID id(UUID membership, String mutation, String key) {
        if (!key.matches("[!-~]{8,100}")) {
            throw new BadRequest(
                    "'input.idempotencyKey' must have 8 to 100 visible characters: make up a new one for each new thing.");
        }
        return UUID.nameUUIDFromBytes((membership + " " + mutation + " " + key).getBytes(StandardCharsets.UTF_8));
    }
}
