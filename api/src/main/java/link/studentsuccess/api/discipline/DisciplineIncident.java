package link.studentsuccess.api.discipline;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a student did and what the school did, in neutral words. */
record DisciplineIncident(
        LocalDate incidentOn,
        String behavior,
        @Nullable String action,
        @Nullable BigDecimal days) {}
