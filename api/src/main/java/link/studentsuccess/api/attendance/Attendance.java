package link.studentsuccess.api.attendance;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;

/** The ATTENDANCE facet of a student for whom the category is open. */
record Attendance(Student student) {

    List<UUID> enrollments() {
        return student.opened(DataCategory.ATTENDANCE);
    }
}
