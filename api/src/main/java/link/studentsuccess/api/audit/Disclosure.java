package link.studentsuccess.api.audit;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One recorded release, or refusal, of a category of a child's data to a person. */
record Disclosure(
        UUID key,
        OffsetDateTime at,
        String staffName,
        @Nullable String serviceAccountName,
        String role,
        String organizationName,
        String category,
        boolean released,
        @Nullable String reason,
        @Nullable String basis,
        @Nullable String purpose,
        @Nullable String operation) {}
