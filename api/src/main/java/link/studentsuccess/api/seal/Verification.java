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

    /** Seals from one to another, the rows under them, and whether the newest known elsewhere was among them. */
    record Checked(
            long seals, @Nullable Long from, @Nullable Seal newest, long rows, boolean anchored) {}

    /** How many rows, and since when the oldest waits. */
    record Waiting(long rows, @Nullable Instant since) {}

    boolean intact() {
        return wrong == 0;
    }
}
