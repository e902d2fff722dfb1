package link.studentsuccess.api.attendancereason;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;

/** The ATTENDANCE_REASON facet of a student for whom the category is open. */
record AttendanceReasons(Student student) {

    List<UUID> enrollments() {
        return student.opened(DataCategory.ATTENDANCE_REASON);
    }
}
