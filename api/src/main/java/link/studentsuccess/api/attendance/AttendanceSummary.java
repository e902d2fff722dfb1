package link.studentsuccess.api.attendance;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Attendance of one school year, counted in days. */
record AttendanceSummary(int schoolYear, int enrolled, int excused, int unexcused, int tardy, LocalDate coveredUntil) {

    public int present() {
        return enrolled - excused - unexcused;
    }

    public @Nullable Double rate() {
        return enrolled == 0 ? null : (double) present() / enrolled;
    }

    /** Two schools of one district in one year: days at the one and days at the other. */
    AttendanceSummary plus(AttendanceSummary other) {
        return new AttendanceSummary(
                schoolYear,
                enrolled + other.enrolled,
                excused + other.excused,
                unexcused + other.unexcused,
                tardy + other.tardy,
                coveredUntil.isAfter(other.coveredUntil) ? coveredUntil : other.coveredUntil);
    }
}
