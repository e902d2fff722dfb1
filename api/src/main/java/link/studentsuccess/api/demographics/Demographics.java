package link.studentsuccess.api.demographics;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The DEMOGRAPHICS facet. */
public record Demographics(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.DEMOGRAPHICS;
    }
}
