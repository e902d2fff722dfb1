package link.studentsuccess.api.feed;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** One run of a feed. */
record Pull(
        UUID key,
        String mode,
        String state,
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime endedAt,
        @Nullable String problem,
        @Nullable String problemMessage) {

    public String id() {
        return Id.PULL.of(key);
    }

    /** What one pull did with one stream; counts only. */
    record PullStream(
            UUID pullKey,
            String stream,
            int pages,
            int read,
            int kept,
            int dropped,
            int rejected,
            int created,
            int changed,
            int unchanged,
            int deleted) {}
}
