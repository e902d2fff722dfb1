package link.studentsuccess.api.staff;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** An assignment whose staff member has left. */
record CaseloadToReassign(
        UUID key,
        @Nullable UUID participantKey,
        @Nullable UUID programKey,
        @Nullable String site,
        String formerMember,
        LocalDate since) {

    public String id() {
        return Id.CASELOAD_ASSIGNMENT.of(key);
    }

    public @Nullable String programId() {
        return programKey == null ? null : Id.PROGRAM.of(programKey);
    }
}
