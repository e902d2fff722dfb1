package link.studentsuccess.api.assessments;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;

/** The ASSESSMENTS facet of a student for whom the category is open. */
record Assessments(Student student) {

    List<UUID> enrollments() {
        return student.opened(DataCategory.ASSESSMENTS);
    }
}
