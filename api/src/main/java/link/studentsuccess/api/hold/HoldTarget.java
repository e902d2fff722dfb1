package link.studentsuccess.api.hold;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** Whom or what a hold stops. A person is named by a membership, whether stopped there or everywhere. */
record HoldTarget(
        @Nullable UUID district,
        @Nullable String districtStudentId,
        @Nullable UUID participant,
        @Nullable UUID membership,
        @Nullable UUID organization,
        @Nullable UUID operatorAgreement,
        @Nullable UUID districtAgreement,
        @Nullable UUID feed) {

    static HoldTarget student(@Nullable UUID district, String number) {
        return new HoldTarget(district, number, null, null, null, null, null, null);
    }

    static HoldTarget participant(UUID participant) {
        return new HoldTarget(null, null, participant, null, null, null, null, null);
    }

    static HoldTarget membership(UUID membership) {
        return new HoldTarget(null, null, null, membership, null, null, null, null);
    }

    /** An organization, as far as a district goes or whole. */
    static HoldTarget organization(UUID organization, @Nullable UUID district) {
        return new HoldTarget(district, null, null, null, organization, null, null, null);
    }

    static HoldTarget operatorAgreement(UUID agreement) {
        return new HoldTarget(null, null, null, null, null, agreement, null, null);
    }

    static HoldTarget districtAgreement(UUID agreement) {
        return new HoldTarget(null, null, null, null, null, null, agreement, null);
    }

    static HoldTarget feed(UUID feed) {
        return new HoldTarget(null, null, null, null, null, null, null, feed);
    }

    static HoldTarget district(UUID district) {
        return new HoldTarget(district, null, null, null, null, null, null, null);
    }

    boolean isAChild() {
        return districtStudentId != null || participant != null;
    }

    public @Nullable String districtId() {
        return id(Id.DISTRICT, district);
    }

    public @Nullable String participantId() {
        return id(Id.PARTICIPANT, participant);
    }

    public @Nullable String staffId() {
        return id(Id.STAFF, membership);
    }

    public @Nullable String organizationId() {
        return id(Id.ORGANIZATION, organization);
    }

    public @Nullable String operatorAgreementId() {
        return id(Id.OPERATOR_AGREEMENT, operatorAgreement);
    }

    public @Nullable String districtAgreementId() {
        return id(Id.DISTRICT_AGREEMENT, districtAgreement);
    }

    public @Nullable String feedId() {
        return id(Id.FEED, feed);
    }

    private static @Nullable String id(Id kind, @Nullable UUID key) {
        return key == null ? null : kind.of(key);
    }
}
