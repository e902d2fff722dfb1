package link.studentsuccess.api.explanation;

import java.time.LocalDate;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.WithheldReason;
import org.jspecify.annotations.Nullable;

/**
 * Whether a category of a student's record is open to the viewer.
 *
 * @param reason the first closed gate; absent when it is open
 */
record CategoryAccess(
        DataCategory category,
        @Nullable WithheldReason reason,
        @Nullable LocalDate since,
        @Nullable LocalDate until,
        @Nullable Integer recordsFrom) {

    public boolean open() {
        return reason == null;
    }
}
