package link.studentsuccess.api.work;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Something that waits for the viewer. */
record WorkItem(
        String kind,
        Id subjectKind,
        UUID subjectKey,
        OffsetDateTime since,
        @Nullable LocalDate due,
        long count) {

    public String subjectId() {
        return subjectKind.of(subjectKey);
    }
}
