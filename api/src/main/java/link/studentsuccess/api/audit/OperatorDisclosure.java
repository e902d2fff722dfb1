package link.studentsuccess.api.audit;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** One recorded release, or refusal, by ids. */
record OperatorDisclosure(
        UUID key,
        OffsetDateTime at,
        Party party,
        String role,
        String category,
        int released,
        int withheld,
        List<String> reasons,
        List<String> bases,
        @Nullable String operation) {

    /** Who asked, and where. */
    record Party(
            UUID membership,
            @Nullable UUID serviceAccount,
            @Nullable UUID organization,
            @Nullable UUID district) {}

    public String staffId() {
        return Id.STAFF.of(party.membership());
    }

    public @Nullable String serviceAccountId() {
        return LedgerRecords.id(Id.SERVICE_ACCOUNT, party.serviceAccount());
    }

    public @Nullable String organizationId() {
        return LedgerRecords.id(Id.ORGANIZATION, party.organization());
    }

    public @Nullable String districtId() {
        return LedgerRecords.id(Id.DISTRICT, party.district());
    }
}
