package link.studentsuccess.api.matching;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/**
 * A child as its organization typed it, whose match broke or waits for the district's word.
 *
 * @param kind what the key is of: the student whose match broke, or the match that waits
 */
record UnsettledMatch(Id kind, UUID key, String organizationName, TypedChild child, OffsetDateTime since) {

    public String id() {
        return kind.of(key);
    }

    /** The same, by the name that it has where it is a student's. */
    public String studentId() {
        return id();
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
