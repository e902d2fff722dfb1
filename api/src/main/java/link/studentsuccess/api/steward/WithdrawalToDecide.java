package link.studentsuccess.api.steward;

import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** What another parent has withdrawn, and the district has to decide on. */
record WithdrawalToDecide(
        UUID key,
        String organizationName,
        ConsentToVerify.Child child,
        Party signer,
        Party withdrawnBy,
        OffsetDateTime revokedAt,
        @Nullable String note) {

    /** A person who signed or withdrew. */
    record Party(UUID key, String name, String capacity) {

        public String id() {
            return Id.SIGNER.of(key);
        }
    }

    public String id() {
        return Id.CONSENT.of(key);
    }

    public String givenName() {
        return child.givenName();
    }

    public String familyName() {
        return child.familyName();
    }

    public @Nullable String districtStudentId() {
        return child.districtStudentId();
    }
}
