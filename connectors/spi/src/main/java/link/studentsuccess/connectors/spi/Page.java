package link.studentsuccess.connectors.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link PageRequest}.
 *
 * @param next where the following page begins; absent on the last page
 * @param watermark from where the next DELTA may ask; on the last page only
 */
public record Page(
        List<Change> changes,
        @Nullable Position next,
        @Nullable Watermark watermark,
        Evidence evidence) {

    public Page {
        changes = List.copyOf(changes);
        if (next != null && watermark != null) {
            throw new IllegalArgumentException("A watermark belongs to the last page only");
        }
    }
}
