package link.studentsuccess.api.steward;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the access policy answers a steward; to anybody else it answers nothing. */
@Component
class StewardRecords {

    Mono<List<ConsentToVerify>> consentsToVerify(UnitOfWork work, @Nullable UUID after, int limit) {
        return work.sql("""
                        select c.consent_id, c.organization_name, c.given_name, c.family_name, c.district_student_id, c.kind, c.signer_name,
                          c.capacity, c.signed_on, c.begins, c.ends, c.categories, c.audiences, c.recorded_at, c.signer_id, c.evidence, c.proof, c.evidence_file_id,
                          c.question, c.answer
                        from access.consents_to_verify(:after, :limit) c
                        """)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(StewardRecords::consent)
                .collectList();
    }

    Mono<List<DistrictDisclosure>> disclosures(
            UnitOfWork work, @Nullable String districtStudentId, @Nullable UUID after, int limit) {
        return work.sql("""
                        select d.release_id, d.at, d.organization_name, d.membership_id, d.staff_name, d.service_account_name, d.role, d.category,
                          d.district_student_ids, d.released, d.withheld, d.bases, d.purpose, d.operation
                        from access.district_disclosures(:districtStudentId, :after, :limit) d
                        """)
                .bind("districtStudentId", districtStudentId, String.class)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(StewardRecords::disclosure)
                .collectList();
    }

    Mono<List<WithdrawalToDecide>> withdrawals(UnitOfWork work, @Nullable UUID after, int limit) {
        return work.sql("""
                        select w.consent_id, w.organization_name, w.given_name, w.family_name, w.district_student_id, w.signer_id,
                          w.signer_name, w.capacity, w.withdrawn_by_id, w.withdrawn_by_name, w.withdrawn_by_capacity, w.revoked_at, w.note
                        from access.withdrawals_to_decide(:after, :limit) w
                        """)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(row -> new WithdrawalToDecide(
                        Rows.uuid(row, "consent_id"),
                        Rows.text(row, "organization_name"),
                        new ConsentToVerify.Child(
                                Rows.text(row, "given_name"),
                                Rows.text(row, "family_name"),
                                Rows.textOrNull(row, "district_student_id")),
                        new WithdrawalToDecide.Party(
                                Rows.uuid(row, "signer_id"), Rows.text(row, "signer_name"), Rows.text(row, "capacity")),
                        new WithdrawalToDecide.Party(
                                Rows.uuid(row, "withdrawn_by_id"),
                                Rows.text(row, "withdrawn_by_name"),
                                Rows.text(row, "withdrawn_by_capacity")),
                        Rows.value(row, "revoked_at", OffsetDateTime.class),
                        Rows.textOrNull(row, "note")))
                .collectList();
    }

    Mono<List<StudentSigner>> signers(UnitOfWork work, String districtStudentId, int limit) {
        return work.sql("""
                        select s.signer_id, s.organization_name, s.signer_name, s.capacity, s.restricted
                        from access.student_signers(:districtStudentId, :limit) s
                        """)
                .bind("districtStudentId", districtStudentId)
                .bind("limit", limit)
                .list(row -> new StudentSigner(
                        Rows.uuid(row, "signer_id"),
                        Rows.text(row, "organization_name"),
                        Rows.text(row, "signer_name"),
                        Rows.text(row, "capacity"),
                        Rows.value(row, "restricted", Boolean.class)))
                .collectList();
    }

    /** The answers below are those of the policy: DONE, NOT_FOUND or CONFLICT. */
    Mono<String> verify(UnitOfWork work, UUID consent, boolean accept, @Nullable String reason) {
        return work.sql("select access.verify_consent(:consent, :accept, :reason) as outcome")
                .bind("consent", consent)
                .bind("accept", accept)
                .bind("reason", reason, String.class)
                .one(row -> Rows.text(row, "outcome"));
    }

    Mono<String> ask(UnitOfWork work, UUID question, UUID consent, String text) {
        return work.sql("select access.ask_about_consent(:question, :consent, :text) as outcome")
                .bind("question", question)
                .bind("consent", consent)
                .bind("text", text)
                .one(row -> Rows.text(row, "outcome"));
    }

    Mono<String> decide(UnitOfWork work, UUID consent, String decision, String reason) {
        return work.sql("select access.decide_withdrawal(:consent, :decision, :reason) as outcome")
                .bind("consent", consent)
                .bind("decision", decision)
                .bind("reason", reason)
                .one(row -> Rows.text(row, "outcome"));
    }

    Mono<String> restrict(UnitOfWork work, UUID signer, boolean restricted, @Nullable String reason) {
        return work.sql("select access.restrict_signer(:signer, :restricted, :reason) as outcome")
                .bind("signer", signer)
                .bind("restricted", restricted)
                .bind("reason", reason, String.class)
                .one(row -> Rows.text(row, "outcome"));
    }

    private static ConsentToVerify consent(Readable row) {
        return new ConsentToVerify(
                Rows.uuid(row, "consent_id"),
                Rows.text(row, "organization_name"),
                new ConsentToVerify.Child(
                        Rows.text(row, "given_name"),
                        Rows.text(row, "family_name"),
                        Rows.textOrNull(row, "district_student_id")),
                Rows.text(row, "kind"),
                Rows.text(row, "signer_name"),
                Rows.text(row, "capacity"),
                Rows.valueOrNull(row, "signed_on", LocalDate.class),
                Rows.value(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                Rows.texts(row, "categories"),
                Rows.texts(row, "audiences"),
                Rows.value(row, "recorded_at", OffsetDateTime.class),
                new ConsentToVerify.Form(
                        Rows.uuid(row, "signer_id"),
                        Rows.text(row, "evidence"),
                        Rows.textOrNull(row, "proof"),
                        Rows.uuidOrNull(row, "evidence_file_id"),
                        Rows.textOrNull(row, "question"),
                        Rows.textOrNull(row, "answer")));
    }

    private static DistrictDisclosure disclosure(Readable row) {
        return new DistrictDisclosure(
                Rows.uuid(row, "release_id"),
                Rows.value(row, "at", OffsetDateTime.class),
                Rows.textOrNull(row, "organization_name"),
                Rows.uuid(row, "membership_id"),
                Rows.text(row, "staff_name"),
                Rows.textOrNull(row, "service_account_name"),
                Rows.text(row, "role"),
                Rows.text(row, "category"),
                Rows.texts(row, "district_student_ids"),
                Rows.value(row, "released", Integer.class),
                Rows.value(row, "withheld", Integer.class),
                Rows.texts(row, "bases"),
                Rows.textOrNull(row, "purpose"),
                Rows.textOrNull(row, "operation"));
    }
}
