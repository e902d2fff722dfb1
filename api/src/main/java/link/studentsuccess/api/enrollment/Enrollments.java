package link.studentsuccess.api.enrollment;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The ENROLLMENT facet. */
public record Enrollments(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.ENROLLMENT;
    }
}
