package link.studentsuccess.api.attendance;

import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.Student;

/** The ATTENDANCE facet. */
public record Attendance(Student student) implements Facet {

    @Override
    public DataCategory category() {
        return DataCategory.ATTENDANCE;
    }
}
