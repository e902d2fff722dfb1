package link.studentsuccess.api.seal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the seals found.
 *
 * @param checked what was looked at
 * @param waiting rows that no seal covers yet
 * @param findings the first of what is wrong
 * @param wrong how much is wrong in all
 */
record Verification(Checked checked, Waiting waiting, List<Finding> findings, long wrong) {

    /** Seals from one to another, the rows under them, and what is known elsewhere. */
    record Checked(
            long seals,
            @Nullable Long from,
            @Nullable Seal newest,
            long rows,
            @Nullable Anchored anchored) {}

    /** The seal that the anchor knows; and whether it is so new that nothing of weight can have been cut off behind it. */
    record Anchored(Seal seal, boolean isNew) {}

    /** How many rows, and since when the oldest waits. */
    record Waiting(long rows, @Nullable Instant since) {}

    /** Nothing was found: which says little as long as all can have been made anew. */
    boolean intact() {
        return wrong == 0;
    }

    /** What stands elsewhere says the same. */
    boolean vouched() {
        return checked.anchored() != null && checked.anchored().isNew();
    }
}
