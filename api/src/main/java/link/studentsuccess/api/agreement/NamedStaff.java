package link.studentsuccess.api.agreement;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A member of staff who is named in an agreement. */
record NamedStaff(
        UUID agreementKey,
        String staffId,
        @Nullable LocalDate begins,
        @Nullable LocalDate ends,
        int version) {}
