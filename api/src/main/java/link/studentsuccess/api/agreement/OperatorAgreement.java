package link.studentsuccess.api.agreement;

import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Data sharing agreement of an organization with the operator. */
public record OperatorAgreement(UUID key, UUID organizationKey, Standing standing) implements Agreement {

    public String id() {
        return Id.OPERATOR_AGREEMENT.of(key);
    }

    public @Nullable String replacesId() {
        var former = standing.replacesKey();
        return former == null ? null : Id.OPERATOR_AGREEMENT.of(former);
    }

    public String state() {
        return standing.state();
    }

    public @Nullable LocalDate begins() {
        return standing.begins();
    }

    public @Nullable LocalDate ends() {
        return standing.ends();
    }

    public @Nullable LocalDate endedOn() {
        return standing.endedOn();
    }

    public int version() {
        return standing.version();
    }
}
