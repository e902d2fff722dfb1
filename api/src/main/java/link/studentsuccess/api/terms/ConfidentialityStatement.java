package link.studentsuccess.api.terms;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A version of the statement, and whether the viewer accepted it. */
record ConfidentialityStatement(
        UUID key,
        String version,
        String text,
        LocalDate effectiveOn,
        @Nullable OffsetDateTime acceptedAt) {

    public String id() {
        return Id.CONFIDENTIALITY_STATEMENT.of(key);
    }
}
