package link.studentsuccess.api.feed;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A connector configured for one district, with its schedule. */
public record Feed(
        UUID key,
        UUID districtKey,
        String name,
        String connector,
        List<String> categories,
        String cron,
        String zone,
        boolean enabled,
        @Nullable OffsetDateTime nextPullAt) {

    public String id() {
        return Id.FEED.of(key);
    }
}
