package link.studentsuccess.api.participant;

import java.util.UUID;
import link.studentsuccess.api.graphql.BadRequest;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Which participants. */
record ParticipantFilter(
        @Nullable String nameContains, @Nullable String programId) {

    static final ParticipantFilter NONE = new ParticipantFilter(null, null);

    /** The part of a name to look for; text that no database takes is the client's mistake. */
    @Nullable
    String namePart() {
        if (nameContains != null && nameContains.indexOf('\0') >= 0) {
            throw new BadRequest("'nameContains' holds a character that no name has.");
        }
        return nameContains;
    }

    @Nullable
    UUID programKey() {
        return programId == null ? null : Id.PROGRAM.key(programId);
    }
}
