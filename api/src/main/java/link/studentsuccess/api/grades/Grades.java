package link.studentsuccess.api.grades;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;

/** The GRADES facet of a student for whom the category is open. */
record Grades(Student student) {

    List<UUID> enrollments() {
        return student.opened(DataCategory.GRADES);
    }
}
