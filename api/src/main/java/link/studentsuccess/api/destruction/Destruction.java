package link.studentsuccess.api.destruction;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** The record that data was destroyed; it holds no value of a child. */
public record Destruction(
        UUID key,
        OffsetDateTime destroyedAt,
        String ground,
        @Nullable String reason,
        About about,
        List<Rows> rows) {

    /** Whose data it was, and who destroyed it. */
    record About(
            @Nullable UUID destroyedBy,
            @Nullable UUID organization,
            @Nullable UUID district,
            @Nullable UUID agreement) {}

    /** Rows of one kind. */
    record Rows(String what, @Nullable String category, int count) {}

    public @Nullable String destroyedById() {
        return id(Id.STAFF, about.destroyedBy());
    }

    public @Nullable String organizationId() {
        return id(Id.ORGANIZATION, about.organization());
    }

    public @Nullable String districtId() {
        return id(Id.DISTRICT, about.district());
    }

    public @Nullable String agreementId() {
        return id(Id.DISTRICT_AGREEMENT, about.agreement());
    }

    private static @Nullable String id(Id kind, @Nullable UUID key) {
        return key == null ? null : kind.of(key);
    }
}
