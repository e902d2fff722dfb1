package link.studentsuccess.api.assignments;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;

/** The ASSIGNMENTS facet of a student for whom the category is open. */
record Assignments(Student student) {

    List<UUID> enrollments() {
        return student.opened(DataCategory.ASSIGNMENTS);
    }
}
