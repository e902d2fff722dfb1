package link.studentsuccess.api.contact;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;

/** The CONTACT facet of a student for whom the category is open. */
record Contacts(Student student) {

    List<UUID> enrollments() {
        return student.opened(DataCategory.CONTACT);
    }
}
