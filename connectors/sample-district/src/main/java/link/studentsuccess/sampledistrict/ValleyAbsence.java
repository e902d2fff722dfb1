package link.studentsuccess.sampledistrict;

import java.time.LocalDate;

/** One row of the second district's attendance file. */
public record ValleyAbsence(LocalDate date, String schoolCode, ValleyCode code) {}
