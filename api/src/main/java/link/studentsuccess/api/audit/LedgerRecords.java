package link.studentsuccess.api.audit;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The ledger as the access policy tells it to those who may read it; each function records the reading. */
@Component
class LedgerRecords {

    /** From a time on, and before another one. */
    record Period(@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {

        UnitOfWork.Statement bound(UnitOfWork.Statement statement) {
            return statement.bind("from", from, OffsetDateTime.class).bind("to", to, OffsetDateTime.class);
        }
    }

    /** Of one student, by one account, or of everybody. */
    record About(@Nullable UUID student, @Nullable UUID staff) {}

    static @Nullable String id(Id kind, @Nullable UUID key) {
        return key == null ? null : kind.of(key);
    }

    Mono<List<OperatorDisclosure>> disclosures(
            UnitOfWork work, About about, Period period, @Nullable UUID after, int limit) {
        return period.bound(work.sql("""
                        select d.release_id, d.at, d.membership_id, d.service_account_id, d.organization_id, d.district_id, d.role,
                          d.category, d.released, d.withheld, d.reasons, d.bases, d.operation
                        from access.operator_disclosures(:student, :staff, :from, :to, :after, :limit) d
                        """))
                .bind("student", about.student(), UUID.class)
                .bind("staff", about.staff(), UUID.class)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(row -> new OperatorDisclosure(
                        Rows.uuid(row, "release_id"),
                        at(row, "at"),
                        new OperatorDisclosure.Party(
                                Rows.uuid(row, "membership_id"),
                                Rows.uuidOrNull(row, "service_account_id"),
                                Rows.uuidOrNull(row, "organization_id"),
                                Rows.uuidOrNull(row, "district_id")),
                        Rows.text(row, "role"),
                        Rows.text(row, "category"),
                        count(row, "released"),
                        count(row, "withheld"),
                        Rows.texts(row, "reasons"),
                        Rows.texts(row, "bases"),
                        Rows.textOrNull(row, "operation")))
                .collectList();
    }

    Mono<List<DisclosureCopy.CopiedDisclosure>> copied(
            UnitOfWork work, String districtStudentId, Period period, int limit) {
        return period.bound(work.sql("""
                        select c.at, c.organization_name, c.role, c.category, c.bases, c.purpose
                        from access.disclosure_copy(:number, :from, :to, :limit) c
                        """))
                .bind("number", districtStudentId)
                .bind("limit", limit)
                .list(row -> new DisclosureCopy.CopiedDisclosure(
                        at(row, "at"),
                        Rows.textOrNull(row, "organization_name"),
                        Rows.text(row, "role"),
                        Rows.text(row, "category"),
                        Rows.texts(row, "bases"),
                        Rows.textOrNull(row, "purpose")))
                .collectList();
    }

    Mono<List<DisclosureCopy.HeldCategory>> held(UnitOfWork work, String districtStudentId) {
        return work.sql("select h.category, h.rows::integer as entries from access.held_of(:number) h")
                .bind("number", districtStudentId)
                .list(row -> new DisclosureCopy.HeldCategory(Rows.text(row, "category"), count(row, "entries")))
                .collectList();
    }

    Mono<Boolean> mayTrace(UnitOfWork work, UUID staff) {
        return work.sql("select access.may_trace(:staff) as may")
                .bind("staff", staff)
                .one(row -> Rows.value(row, "may", Boolean.class));
    }

    Mono<List<AccountReceipts.AccountReceipt>> received(UnitOfWork work, UUID staff, Period period, int limit) {
        return period.bound(work.sql("""
                        select x.district_id, x.student_id, x.participant_id, x.district_student_id, x.category,
                          x.times::integer as times, x.first_at, x.last_at, x.operations
                        from access.account_receipts(:staff, :from, :to, :limit) x
                        """))
                .bind("staff", staff)
                .bind("limit", limit)
                .list(row -> new AccountReceipts.AccountReceipt(
                        new AccountReceipts.Subject(
                                Rows.uuid(row, "district_id"),
                                Rows.uuid(row, "student_id"),
                                Rows.uuidOrNull(row, "participant_id"),
                                Rows.textOrNull(row, "district_student_id")),
                        Rows.text(row, "category"),
                        count(row, "times"),
                        new AccountReceipts.Span(at(row, "first_at"), at(row, "last_at")),
                        Rows.texts(row, "operations")))
                .collectList();
    }

    Mono<List<AccountReceipts.AccountFile>> files(UnitOfWork work, UUID staff, Period period, int limit) {
        return period.bound(
                        work.sql("select f.at, f.operation from access.account_files(:staff, :from, :to, :limit) f"))
                .bind("staff", staff)
                .bind("limit", limit)
                .list(row -> new AccountReceipts.AccountFile(at(row, "at"), Rows.text(row, "operation")))
                .collectList();
    }

    Mono<List<DenialReport.AccountDenials>> denials(UnitOfWork work, Period period, int threshold, int limit) {
        return period.bound(work.sql("""
                        select d.membership_id, d.organization_id, d.district_id, d.refused::integer as refused,
                          d.invalid::integer as invalid, d.withheld_students::integer as withheld_students,
                          d.unknown_ids::integer as unknown_ids,
                          coalesce(d.reasons, '{}') as reasons, d.first_at, d.last_at, d.worst_day,
                          d.worst::integer as worst, d.probing
                        from access.denials(:from, :to, :threshold, :limit) d
                        """))
                .bind("threshold", threshold)
                .bind("limit", limit)
                .list(row -> new DenialReport.AccountDenials(
                        new DenialReport.Account(
                                Rows.uuidOrNull(row, "membership_id"),
                                Rows.uuidOrNull(row, "organization_id"),
                                Rows.uuidOrNull(row, "district_id")),
                        count(row, "refused"),
                        count(row, "invalid"),
                        count(row, "withheld_students"),
                        count(row, "unknown_ids"),
                        Rows.texts(row, "reasons"),
                        at(row, "first_at"),
                        at(row, "last_at"),
                        new DenialReport.Worst(
                                Rows.value(row, "worst_day", LocalDate.class),
                                count(row, "worst"),
                                Rows.value(row, "probing", Boolean.class))))
                .collectList();
    }

    private static OffsetDateTime at(Readable row, String column) {
        return Rows.value(row, column, OffsetDateTime.class);
    }

    private static int count(Readable row, String column) {
        return Rows.value(row, column, Integer.class);
    }
}
