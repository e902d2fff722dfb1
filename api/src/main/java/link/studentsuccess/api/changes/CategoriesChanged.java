package link.studentsuccess.api.changes;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.graphql.Id;

/** Categories of one student opened, closed, or are closed for another reason. */
record CategoriesChanged(UUID student, List<DataCategory> categories) implements CaseloadChange {

    CategoriesChanged {
        categories = List.copyOf(categories);
    }

    public String studentId() {
        return Id.STUDENT.of(student);
    }
}
