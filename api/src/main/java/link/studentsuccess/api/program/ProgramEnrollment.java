package link.studentsuccess.api.program;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A participant in a program, with start and end. */
record ProgramEnrollment(
        UUID key,
        int version,
        UUID participantKey,
        Program program,
        LocalDate begins,
        @Nullable LocalDate ends) {

    public String id() {
        return Id.PROGRAM_ENROLLMENT.of(key);
    }
}
