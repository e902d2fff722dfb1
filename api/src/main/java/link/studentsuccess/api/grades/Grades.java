package link.studentsuccess.api.grades;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The GRADES facet. */
public record Grades(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.GRADES;
    }
}
