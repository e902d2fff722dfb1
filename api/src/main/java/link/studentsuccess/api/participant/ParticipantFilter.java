package link.studentsuccess.api.participant;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Which participants. */
record ParticipantFilter(
        @Nullable String nameContains, @Nullable String programId) {

    static final ParticipantFilter NONE = new ParticipantFilter(null, null);

    @Nullable
    UUID programKey() {
        return programId == null ? null : Id.PROGRAM.key(programId);
    }
}
