package link.studentsuccess.api.organization;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Data sharing agreement of an organization with the operator. */
public record OperatorAgreement(
        UUID key, @Nullable LocalDate begins, @Nullable LocalDate ends) {

    public String id() {
        return Id.OPERATOR_AGREEMENT.of(key);
    }
}
