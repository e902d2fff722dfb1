package link.studentsuccess.api.hold;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import link.studentsuccess.api.access.Entered;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;

/** Whom or what to stop, as the client sends it: exactly one. */
record HoldTargetInput(
        @Nullable HoldStudentInput student,
        @Nullable String participantId,
        @Nullable String staffId,
        @Nullable String organizationId,
        @Nullable String operatorAgreementId,
        @Nullable String districtAgreementId,
        @Nullable String feedId,
        @Nullable String districtId) {

    private static final int LONGEST_NUMBER = 50;

    record HoldStudentInput(@Nullable String districtId, String districtStudentId) {}

    /** The one target; null, and an error, when there is none or more than one. */
    @Nullable
    HoldTarget read(Entered viewer, List<UserError> errors) {
        var targets = Stream.of(
                        student,
                        participantId,
                        staffId,
                        organizationId,
                        operatorAgreementId,
                        districtAgreementId,
                        feedId,
                        districtId)
                .filter(Objects::nonNull)
                .count();
        if (targets != 1) {
            errors.add(UserError.malformed("input.target", "Name exactly one whom or what to stop."));
            return null;
        }
        if (student != null) {
            return student(student, viewer, errors);
        }
        if (participantId != null) {
            return HoldTarget.participant(Id.PARTICIPANT.key(participantId));
        }
        if (staffId != null) {
            return HoldTarget.membership(Id.STAFF.key(staffId));
        }
        if (organizationId != null) {
            // A district stops an organization as far as the district goes, in agreements yet to come too.
            return HoldTarget.organization(Id.ORGANIZATION.key(organizationId), viewer.district());
        }
        return other();
    }

    private HoldTarget other() {
        if (operatorAgreementId != null) {
            return HoldTarget.operatorAgreement(Id.OPERATOR_AGREEMENT.key(operatorAgreementId));
        }
        if (districtAgreementId != null) {
            return HoldTarget.districtAgreement(Id.DISTRICT_AGREEMENT.key(districtAgreementId));
        }
        return feedId != null
                ? HoldTarget.feed(Id.FEED.key(feedId))
                : HoldTarget.district(Id.DISTRICT.key(Objects.requireNonNull(districtId)));
    }

    private static @Nullable HoldTarget student(HoldStudentInput student, Entered viewer, List<UserError> errors) {
        var number = student.districtStudentId().strip();
        if (number.isEmpty()
                || number.length() > LONGEST_NUMBER
                || number.chars().anyMatch(Character::isISOControl)) {
            errors.add(UserError.malformed(
                    "input.target.student.districtStudentId", "Use the number as the district writes it."));
            return null;
        }
        var district = student.districtId();
        if (district == null && viewer.role() != Role.DISTRICT_STEWARD) {
            errors.add(UserError.malformed("input.target.student.districtId", "Say of which district."));
            return null;
        }
        return HoldTarget.student(district == null ? viewer.district() : Id.DISTRICT.key(district), number);
    }
}
