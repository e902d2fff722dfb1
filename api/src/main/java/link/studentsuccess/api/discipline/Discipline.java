package link.studentsuccess.api.discipline;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The DISCIPLINE facet. */
public record Discipline(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.DISCIPLINE;
    }
}
