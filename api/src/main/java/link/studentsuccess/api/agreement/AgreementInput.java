package link.studentsuccess.api.agreement;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What clients send about agreements. */
final class AgreementInput {

    private AgreementInput() {}

    record DraftOperatorAgreementInput(
            String idempotencyKey,
            String organizationId,
            LocalDate begins,
            @Nullable LocalDate ends,
            @Nullable String replacesId) {}

    record ChangeOperatorAgreementInput(
            String agreementId,
            int version,
            LocalDate begins,
            @Nullable LocalDate ends) {}

    record DraftDistrictAgreementInput(
            String idempotencyKey,
            String organizationId,
            String districtId,
            @Nullable String replacesId,
            DistrictTerms terms) {}

    record ChangeDistrictAgreementInput(String agreementId, int version, DistrictTerms terms) {}

    record SignAgreementInput(
            String agreementId,
            int version,
            String signerName,
            String signerTitle,
            @Nullable String fileId) {}

    record WithdrawAgreementInput(String agreementId, int version) {}

    record EndAgreementInput(String agreementId, int version, LocalDate on) {}

    record NameStaffInput(
            String agreementId,
            String staffId,
            @Nullable Integer version,
            LocalDate begins,
            @Nullable LocalDate ends) {}
}
