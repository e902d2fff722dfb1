package link.studentsuccess.api.attendancereason;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Why a student was absent on a day or in a class period. */
record AttendanceReasonDay(LocalDate date, @Nullable String period, String reason) {}
