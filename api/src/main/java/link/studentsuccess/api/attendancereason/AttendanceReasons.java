package link.studentsuccess.api.attendancereason;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The ATTENDANCE_REASON facet. */
public record AttendanceReasons(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.ATTENDANCE_REASON;
    }
}
