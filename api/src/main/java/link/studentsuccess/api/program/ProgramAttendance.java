package link.studentsuccess.api.program;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;

/** Presence of a participant in a program on one day. */
record ProgramAttendance(UUID key, UUID participantKey, Program program, LocalDate date, int minutes) {

    public String id() {
        return Id.PROGRAM_ATTENDANCE.of(key);
    }
}
