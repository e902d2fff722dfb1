package link.studentsuccess.api.audit;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** What one account received between two times. */
record AccountReceipts(List<AccountReceipt> received, boolean more, List<AccountFile> files) {

    private static final Set<String> LISTS = Set.of("DISCLOSURES", "CONSENTS");

    /** What it received of one student in one category, or by a list. */
    record AccountReceipt(Subject subject, String what, int times, Span span, List<String> operations) {

        public String districtId() {
            return Id.DISTRICT.of(subject.district());
        }

        public String studentId() {
            return Id.STUDENT.of(subject.student());
        }

        public @Nullable String participantId() {
            return LedgerRecords.id(Id.PARTICIPANT, subject.participant());
        }

        public @Nullable String districtStudentId() {
            return subject.districtStudentId();
        }

        public @Nullable String category() {
            return LISTS.contains(what) ? null : what;
        }

        public @Nullable String list() {
            return LISTS.contains(what) ? what : null;
        }

        public OffsetDateTime firstAt() {
            return span.first();
        }

        public OffsetDateTime lastAt() {
            return span.last();
        }
    }

    /** The student, as far as the reader may know it. */
    record Subject(
            UUID district,
            UUID student,
            @Nullable UUID participant,
            @Nullable String districtStudentId) {}

    /** From the first time to the last. */
    record Span(OffsetDateTime first, OffsetDateTime last) {}

    /** A file that it took. */
    record AccountFile(OffsetDateTime at, String operation) {}
}
