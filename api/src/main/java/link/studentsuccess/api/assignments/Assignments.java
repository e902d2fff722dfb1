package link.studentsuccess.api.assignments;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The ASSIGNMENTS facet. */
public record Assignments(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.ASSIGNMENTS;
    }
}
