package link.studentsuccess.api.program;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A participant in a program, with start and end. */
record ProgramEnrollment(
        UUID participantKey,
        Program program,
        LocalDate begins,
        @Nullable LocalDate ends) {}
