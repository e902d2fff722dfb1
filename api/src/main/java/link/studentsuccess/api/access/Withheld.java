package link.studentsuccess.api.access;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Why a category is not shown; it stands where the data would stand. */
public record Withheld(
        DataCategory category,
        WithheldReason reason,
        @Nullable LocalDate since,
        @Nullable LocalDate until) {}
