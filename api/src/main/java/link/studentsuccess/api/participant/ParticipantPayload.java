package link.studentsuccess.api.participant;

import java.util.List;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;

/** A participant after a change, or why there was none. */
public record ParticipantPayload(@Nullable Participant participant, List<UserError> errors) {

    public static ParticipantPayload of(Participant participant) {
        return new ParticipantPayload(participant, List.of());
    }

    public static ParticipantPayload refused(List<UserError> errors) {
        return new ParticipantPayload(null, errors);
    }
}
