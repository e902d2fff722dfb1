package link.studentsuccess.connectors.sync;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * How a pull ended; ids and counts only.
 *
 * @param problem class of the problem that ended it, absent unless it failed
 * @param problemMessage one sentence for whoever must act
 */
public record PullSummary(
        UUID pullId,
        UUID feedId,
        Mode mode,
        State state,
        Instant startedAt,
        Instant endedAt,
        @Nullable String problem,
        @Nullable String problemMessage,
        List<Stream> streams) {

    public PullSummary {
        streams = List.copyOf(streams);
    }

    /** What one stream came to. */
    public Stream stream(StreamName name) {
        return streams.stream()
                .filter(s -> s.stream() == name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The pull did not read " + name));
    }

    /** How a pull can end. */
    public enum State {
        PUBLISHED,
        UNCHANGED,
        FAILED
    }

    /** What one pull did with one stream. */
    public record Stream(
            StreamName stream, int pages, long read, long kept, long dropped, long rejected, Counts counts) {}

    /** What publishing one stream came to. */
    public record Counts(long orphaned, long created, long changed, long unchanged, long deleted) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        boolean wrote() {
            return created + changed + deleted > 0;
        }
    }
}
