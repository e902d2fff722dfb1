package link.studentsuccess.api.consent;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Who withdrew a consent, and what its district decided about that. */
record ConsentWithdrawal(
        OffsetDateTime at,
        Signer withdrawnBy,
        @Nullable String note,
        boolean waitsForDistrict,
        @Nullable String decision,
        @Nullable OffsetDateTime decidedAt,
        @Nullable String reason) {}
