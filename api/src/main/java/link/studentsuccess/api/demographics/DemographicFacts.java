package link.studentsuccess.api.demographics;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a district reports of a student. */
record DemographicFacts(
        @Nullable LocalDate birthDate,
        @Nullable String sex,
        @Nullable Boolean hispanicOrLatino,
        List<String> races) {}
