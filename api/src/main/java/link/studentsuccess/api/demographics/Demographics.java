package link.studentsuccess.api.demographics;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;

/** The DEMOGRAPHICS facet of a student for whom the category is open. */
record Demographics(Student student) {

    List<UUID> enrollments() {
        return student.opened(DataCategory.DEMOGRAPHICS);
    }
}
