package link.studentsuccess.api.training;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A training that a person completed. */
record TrainingRecord(
        UUID key,
        String title,
        @Nullable LocalDate completedOn,
        @Nullable LocalDate validUntil,
        @Nullable OffsetDateTime withdrawnAt,
        boolean mine,
        int version) {

    public String id() {
        return Id.TRAINING.of(key);
    }
}
