package link.studentsuccess.api.access;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one category of one student of the viewer's caseload stands: no data of the student, and nothing that is released.
 *
 * @param state why it is closed; absent when it is open, but for PARTICIPATION, where it then is a fingerprint of what
 *     partners share, so that a change of that is told: to be compared with an earlier one, and never shown
 * @param publishedAt how new the district's data of the category is; absent when there is none yet
 */
public record Watched(
        UUID student,
        UUID district,
        DataCategory category,
        @Nullable String state,
        @Nullable OffsetDateTime publishedAt) {}
