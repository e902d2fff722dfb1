package link.studentsuccess.api.participant;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A child as the organization knows and serves them. */
public record Participant(
        UUID key,
        String givenName,
        String familyName,
        @Nullable String preferredGivenName,
        @Nullable LocalDate birthDate,
        @Nullable LocalDate enteredCollegeOn,
        @Nullable String externalId,
        int version) {

    public String id() {
        return Id.PARTICIPANT.of(key);
    }
}
