package link.studentsuccess.api.participation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A student of the district, and one program that is shared with the district. */
record SharedParticipation(
        UUID key,
        String districtStudentId,
        String givenName,
        String familyName,
        @Nullable String schoolName,
        SharedProgramEnrollment program) {}
