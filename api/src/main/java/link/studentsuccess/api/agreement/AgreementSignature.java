package link.studentsuccess.api.agreement;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One side's signature under an agreement. */
record AgreementSignature(
        UUID agreementKey,
        String side,
        String signerName,
        String signerTitle,
        OffsetDateTime signedAt,
        @Nullable String fileId) {}
