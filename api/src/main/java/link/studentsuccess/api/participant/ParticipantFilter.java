package link.studentsuccess.api.participant;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Text;
import org.jspecify.annotations.Nullable;

/** Which participants. */
record ParticipantFilter(
        @Nullable String nameContains, @Nullable String programId) {

    static final ParticipantFilter NONE = new ParticipantFilter(null, null);

    /** The part of a name to look for. */
    @Nullable
    String namePart() {
        return Text.of("nameContains", nameContains);
    }

    @Nullable
    UUID programKey() {
        return programId == null ? null : Id.PROGRAM.key(programId);
    }
}
