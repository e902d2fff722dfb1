package link.studentsuccess.api.program;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A program whose participation the organization chose to share, in its agreement with the operator. */
record SharingOptIn(
        UUID agreementKey,
        Program program,
        String audience,
        OffsetDateTime agreedAt,
        @Nullable OffsetDateTime withdrawnAt) {}
