package link.studentsuccess.api.assessments;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The ASSESSMENTS facet. */
public record Assessments(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.ASSESSMENTS;
    }
}
