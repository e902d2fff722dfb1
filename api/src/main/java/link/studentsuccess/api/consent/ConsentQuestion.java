package link.studentsuccess.api.consent;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** What a district's steward asks about a consent. */
record ConsentQuestion(
        UUID key,
        UUID consentKey,
        String question,
        OffsetDateTime askedAt,
        @Nullable String answer) {

    public String id() {
        return Id.CONSENT_QUESTION.of(key);
    }
}
