package link.studentsuccess.api.audit;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** What was denied to whom. */
record DenialReport(List<AccountDenials> accounts) {

    /** What one account was denied. */
    record AccountDenials(
            Account account,
            int refused,
            int invalid,
            int withheldStudents,
            int unknownIds,
            List<String> reasons,
            OffsetDateTime firstAt,
            OffsetDateTime lastAt,
            Worst day) {

        public @Nullable String staffId() {
            return LedgerRecords.id(Id.STAFF, account.membership());
        }

        public @Nullable String organizationId() {
            return LedgerRecords.id(Id.ORGANIZATION, account.organization());
        }

        public @Nullable String districtId() {
            return LedgerRecords.id(Id.DISTRICT, account.district());
        }

        public LocalDate worstDay() {
            return day.on();
        }

        public int worst() {
            return day.attempts();
        }

        public boolean probing() {
            return day.probing();
        }
    }

    /** Whose; all null when nobody was found who asked. */
    record Account(
            @Nullable UUID membership,
            @Nullable UUID organization,
            @Nullable UUID district) {}

    /** The day with the most attempts. */
    record Worst(LocalDate on, int attempts, boolean probing) {}
}
