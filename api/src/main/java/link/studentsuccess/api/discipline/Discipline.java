package link.studentsuccess.api.discipline;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;

/** The DISCIPLINE facet of a student for whom the category is open. */
record Discipline(Student student) {

    List<UUID> enrollments() {
        return student.opened(DataCategory.DISCIPLINE);
    }
}
