package link.studentsuccess.api.agreement;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An agreement that opens access, with the operator or with a district. */
public sealed interface Agreement permits OperatorAgreement, DistrictAgreement {

    UUID key();

    Standing standing();

    /** Where an agreement stands: its state, its days, and what it followed. */
    record Standing(
            String state,
            @Nullable LocalDate begins,
            @Nullable LocalDate ends,
            @Nullable LocalDate endedOn,
            @Nullable UUID replacesKey,
            int version) {}
}
