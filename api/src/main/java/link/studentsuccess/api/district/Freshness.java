package link.studentsuccess.api.district;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** How old a district's data of one category is. */
public record Freshness(
        String category,
        OffsetDateTime publishedAt,
        @Nullable LocalDate coveredUntil,
        @Nullable OffsetDateTime nextPullAt) {}
