package link.studentsuccess.api.contact;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The CONTACT facet. */
public record Contacts(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.CONTACT;
    }
}
