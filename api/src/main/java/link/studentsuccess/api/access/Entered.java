package link.studentsuccess.api.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The membership in which this request is answered, as access.enter found it; a service account asks in its owner's. */
public record Entered(
        UUID membership,
        @Nullable UUID organization,
        @Nullable UUID district,
        Role role,
        boolean serviceAccount) {}
