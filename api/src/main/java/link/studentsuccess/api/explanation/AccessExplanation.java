package link.studentsuccess.api.explanation;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.WithheldReason;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** What the access policy decides for a person about a participant, gate by gate. */
record AccessExplanation(boolean active, boolean known, List<ExplainedRecord> records) {

    record ExplainedRecord(String studentId, String districtId, List<ExplainedCategory> categories) {}

    /** Documents that the decision rests on. */
    record Documents(
            @Nullable UUID operatorAgreement,
            @Nullable UUID districtAgreement,
            @Nullable UUID consent) {}

    record ExplainedCategory(
            String category,
            List<WithheldReason> closed,
            @Nullable LocalDate since,
            @Nullable LocalDate until,
            @Nullable String basis,
            Documents documents) {

        public boolean open() {
            return closed.isEmpty();
        }

        public @Nullable WithheldReason firstClosed() {
            return closed.isEmpty() ? null : closed.get(0);
        }

        public @Nullable String operatorAgreementId() {
            return id(Id.OPERATOR_AGREEMENT, documents.operatorAgreement());
        }

        public @Nullable String districtAgreementId() {
            return id(Id.DISTRICT_AGREEMENT, documents.districtAgreement());
        }

        public @Nullable String consentId() {
            return id(Id.CONSENT, documents.consent());
        }

        public List<ExplainedGate> gates() {
            return Arrays.stream(AccessGate.values()).map(this::gate).toList();
        }

        private ExplainedGate gate(AccessGate gate) {
            var reason = closed.stream()
                    .filter(r -> AccessGate.of(r) == gate)
                    .findFirst()
                    .orElse(null);
            return new ExplainedGate(gate, reason);
        }

        private static @Nullable String id(Id kind, @Nullable UUID key) {
            return key == null ? null : kind.of(key);
        }
    }

    record ExplainedGate(AccessGate gate, @Nullable WithheldReason reason) {

        public boolean open() {
            return reason == null;
        }
    }
}
