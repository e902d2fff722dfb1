package link.studentsuccess.api.program;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A program whose participation the organization chose to share, in its agreement with the operator. */
record SharingOptIn(
        UUID key,
        UUID agreementKey,
        Program program,
        String audience,
        OffsetDateTime agreedAt,
        @Nullable OffsetDateTime withdrawnAt,
        int version) {

    public String id() {
        return Id.SHARING_OPT_IN.of(key);
    }
}
