package link.studentsuccess.api.schedule;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;

/** The SCHEDULE facet of a student for whom the category is open. */
record Schedule(Student student) {

    List<UUID> enrollments() {
        return student.opened(DataCategory.SCHEDULE);
    }
}
