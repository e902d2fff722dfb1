package link.studentsuccess.api.attendance;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A day, or a class period of a day, that was not simply spent in school. */
record AttendanceEvent(LocalDate date, @Nullable String period, String status) {}
