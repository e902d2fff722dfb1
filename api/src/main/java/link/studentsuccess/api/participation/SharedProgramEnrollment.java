package link.studentsuccess.api.participation;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A child in a program of another organization, as far as it is shared. */
record SharedProgramEnrollment(
        String organizationName,
        String programName,
        String kind,
        LocalDate begins,
        @Nullable LocalDate ends,
        List<ParticipationWeek> weeks) {

    /** Minutes present in the week that begins on a Monday. */
    record ParticipationWeek(LocalDate weekOf, int minutes) {}
}
