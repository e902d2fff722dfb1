package link.studentsuccess.api.consent;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A signed consent to disclose a child's education records. */
public record Consent(
        UUID key,
        UUID participantKey,
        UUID districtKey,
        String kind,
        String signerName,
        String signerCapacity,
        @Nullable LocalDate signedOn,
        @Nullable LocalDate begins,
        @Nullable LocalDate ends,
        List<String> categories,
        List<String> audiences,
        @Nullable OffsetDateTime revokedAt) {

    public String id() {
        return Id.CONSENT.of(key);
    }
}
