package link.studentsuccess.api.schedule;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The SCHEDULE facet. */
public record Schedule(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.SCHEDULE;
    }
}
