package link.studentsuccess.api.access;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What access.open decided and recorded for one student and category.
 *
 * @param reason why it is closed; absent when granted
 * @param enrollments what is open: the enrollments released in this transaction
 * @param recordsFrom the first school year shown, by the year in which it ends; absent: none is left out
 */
public record Decision(
        DataCategory category,
        @Nullable WithheldReason reason,
        @Nullable LocalDate since,
        @Nullable LocalDate until,
        List<UUID> enrollments,
        @Nullable Integer recordsFrom) {

    public Decision {
        enrollments = List.copyOf(enrollments);
    }

    /** For a student for whom nothing was decided: closed. */
    static Decision denied(DataCategory category) {
        return new Decision(category, WithheldReason.NOT_IN_YOUR_ACCESS, null, null, List.of(), null);
    }

    public boolean granted() {
        return reason == null;
    }
}
