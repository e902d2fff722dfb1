package link.studentsuccess.api.matching;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A child whose match broke, as its organization typed it. */
record BrokenMatch(UUID studentKey, String organizationName, TypedChild child, OffsetDateTime since) {

    public String studentId() {
        return Id.STUDENT.of(studentKey);
    }

    public String givenName() {
        return child.givenName();
    }

    public String familyName() {
        return child.familyName();
    }

    public @Nullable String districtStudentId() {
        return child.districtStudentId();
    }
}
