package link.studentsuccess.api.work;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing to do about a child's consent for one district; its key is made of what it is. */
record ConsentWorklistEntry(
        UUID key,
        UUID participantKey,
        UUID districtKey,
        String kind,
        @Nullable LocalDate due,
        @Nullable UUID consentKey) {}
