package link.studentsuccess.api.caseload;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** What is assigned to a member of staff. */
record CaseloadAssignment(
        UUID key,
        UUID staffKey,
        What what,
        @Nullable LocalDate begins,
        @Nullable LocalDate ends,
        int version) {

    /** One of the four. */
    record What(
            @Nullable UUID participant,
            @Nullable UUID program,
            @Nullable String site,
            @Nullable UUID coverFor) {}

    public String id() {
        return Id.CASELOAD_ASSIGNMENT.of(key);
    }

    public String staffId() {
        return Id.STAFF.of(staffKey);
    }

    public @Nullable String participantId() {
        return what.participant() == null ? null : Id.PARTICIPANT.of(what.participant());
    }

    public @Nullable String programId() {
        return what.program() == null ? null : Id.PROGRAM.of(what.program());
    }

    public @Nullable String site() {
        return what.site();
    }

    public @Nullable String coverForStaffId() {
        return what.coverFor() == null ? null : Id.STAFF.of(what.coverFor());
    }
}
