package link.studentsuccess.api.agreement;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes agreements in the viewer's name; row-level security says which, and a trigger that what is signed stands. */
@Component
class AgreementWrites {

    private static final String TERMS = """
            term, categories, school_codes, school_years, basis, designated_categories, verification, operator_is_agent,
              wind_down_days, purpose, staff_kinds, requires_background_check, requires_named_staff, consent_own_form,
              consent_longest_months, consent_wet_signature, consent_capacities, consent_proof_required, may_export, may_print,
              retention_days, destruction_days""";

    private static final String VALUES = """
            daterange(:begins, :ends), :categories, :schoolCodes, :schoolYears, :basis, :designatedCategories, :verification,
              :operatorIsAgent, :windDownDays, :purpose, :staffKinds, :requiresBackgroundCheck, :requiresNamedStaff,
              :consentOwnForm, :consentLongestMonths, :consentWetSignature, :consentCapacities, :consentProofRequired,
              :mayExport, :mayPrint, :retentionDays, :destructionDays""";

    /** Days agreed, the end exclusive and absent when there is none. */
    record Term(LocalDate begins, @Nullable LocalDate ends) {}

    /** The parties of a draft, and what it replaces. */
    record Parties(
            UUID organization,
            UUID district,
            String side,
            @Nullable UUID replaces) {}

    Mono<Long> draft(UnitOfWork work, UUID key, UUID organization, Term term, @Nullable UUID replaces) {
        return work.sql("""
                        insert into document.operator_agreement (id, organization_id, term, drafted_by, replaces_id)
                        values (:id, :organization, daterange(:begins, :ends), access.my_membership(), :replaces)
                        on conflict (id) do nothing
                        """)
                .bind("id", key)
                .bind("organization", organization)
                .bind("begins", term.begins())
                .bind("ends", term.ends(), LocalDate.class)
                .bind("replaces", replaces, UUID.class)
                .rowsUpdated();
    }

    Mono<Long> change(UnitOfWork work, UUID key, int version, Term term) {
        return work.sql("""
                        update document.operator_agreement
                        set term = daterange(:begins, :ends)
                        where id = :id and version = :version
                        """)
                .bind("id", key)
                .bind("version", version)
                .bind("begins", term.begins())
                .bind("ends", term.ends(), LocalDate.class)
                .rowsUpdated();
    }

    Mono<Long> draft(UnitOfWork work, UUID key, Parties parties, DistrictTerms terms) {
        var statement = work.sql(
                        "insert into document.district_agreement (id, organization_id, district_id, drafted_by, "
                                + "drafted_side, replaces_id, " + TERMS
                                + ") values (:id, :organization, :district, access.my_membership(), :side, :replaces, "
                                + VALUES
                                + ") on conflict (id) do nothing")
                .bind("id", key)
                .bind("organization", parties.organization())
                .bind("district", parties.district())
                .bind("side", parties.side())
                .bind("replaces", parties.replaces(), UUID.class);
        return bound(statement, terms).rowsUpdated();
    }

    Mono<Long> change(UnitOfWork work, UUID key, int version, String side, DistrictTerms terms) {
        var statement = work.sql("update document.district_agreement set drafted_by = access.my_membership(), "
                        + "drafted_side = :side, (" + TERMS + ") = row(" + VALUES
                        + ") where id = :id and version = :version")
                .bind("id", key)
                .bind("version", version)
                .bind("side", side);
        return bound(statement, terms).rowsUpdated();
    }

    private static UnitOfWork.Statement bound(UnitOfWork.Statement statement, DistrictTerms terms) {
        return statement
                .bind("begins", terms.begins(), LocalDate.class)
                .bind("ends", terms.ends(), LocalDate.class)
                .bind("categories", texts(terms.categories()), String[].class)
                .bind("schoolCodes", texts(terms.schoolCodes()), String[].class)
                .bind(
                        "schoolYears",
                        terms.schoolYears() == null ? null : terms.schoolYears().toArray(Integer[]::new),
                        Integer[].class)
                .bind("basis", terms.basis())
                .bind("designatedCategories", texts(terms.designatedCategories()), String[].class)
                .bind("verification", terms.verification())
                .bind("operatorIsAgent", terms.operatorIsAgent())
                .bind("windDownDays", terms.windDownDays())
                .bind("purpose", terms.purpose().strip())
                .bind("staffKinds", texts(terms.staffKinds()), String[].class)
                .bind("requiresBackgroundCheck", terms.requiresBackgroundCheck())
                .bind("requiresNamedStaff", terms.requiresNamedStaff())
                .bind("consentOwnForm", terms.consentOwnForm())
                .bind("consentLongestMonths", terms.consentLongestMonths(), Integer.class)
                .bind("consentWetSignature", terms.consentWetSignature())
                .bind("consentCapacities", texts(terms.consentCapacities()), String[].class)
                .bind("consentProofRequired", terms.consentProofRequired())
                .bind("mayExport", terms.mayExport())
                .bind("mayPrint", terms.mayPrint())
                .bind("retentionDays", terms.retentionDays(), Integer.class)
                .bind("destructionDays", terms.destructionDays());
    }

    private static String @Nullable [] texts(@Nullable List<String> values) {
        return values == null ? null : values.toArray(String[]::new);
    }

    /** Holds the agreement until the end of the transaction, so that nobody changes what is being signed. */
    Mono<Integer> lock(UnitOfWork work, Agreement agreement) {
        return work.sql("select a.version from " + table(agreement) + " a where a.id = :id for update")
                .bind("id", agreement.key())
                .one(row -> row.get("version", Integer.class));
    }

    Mono<Boolean> hasSigned(UnitOfWork work, Agreement agreement) {
        return work.sql("select access.has_signed(:agreement) as signed")
                .bind("agreement", agreement.key())
                .one(row -> Rows.value(row, "signed", Boolean.class));
    }

    /** Why it cannot come into force beside the other agreements of its parties; empty when it can. */
    Mono<Unsignable> unsignable(UnitOfWork work, Agreement agreement) {
        return work.sql("select x.reason from access.unsignable(:agreement) as x(reason) where x.reason is not null")
                .bind("agreement", agreement.key())
                .one(row -> Unsignable.valueOf(Rows.text(row, "reason")));
    }

    /** What stands in the way of a signature. */
    enum Unsignable {
        REPLACED_HAS_ENDED,
        REPLACED_ALREADY,
        ANOTHER_IN_FORCE
    }

    Mono<Long> sign(UnitOfWork work, Agreement agreement, Signing signing) {
        return work.sql("insert into document.agreement_signature (id, " + column(agreement)
                        + ", side, membership_id, signer_name, signer_title, file_id)"
                        + " values (:id, :agreement, :side, access.my_membership(), :name, :title, :file)"
                        + " on conflict do nothing")
                .bind("id", signing.key())
                .bind("agreement", agreement.key())
                .bind("side", signing.side())
                .bind("name", signing.name())
                .bind("title", signing.title())
                .bind("file", signing.file(), UUID.class)
                .rowsUpdated();
    }

    /** One side's signature, to be written. */
    record Signing(
            UUID key,
            String side,
            String name,
            String title,
            @Nullable UUID file) {}

    Mono<Long> withdraw(UnitOfWork work, Agreement agreement, int version) {
        return work.sql("update " + table(agreement)
                        + " set withdrawn_at = transaction_timestamp() where id = :id and version = :version")
                .bind("id", agreement.key())
                .bind("version", version)
                .rowsUpdated();
    }

    Mono<Long> end(UnitOfWork work, Agreement agreement, int version, LocalDate on) {
        return work.sql(
                        "update " + table(agreement)
                                + " set ended_on = :on, ended_by = access.my_membership() where id = :id and version = :version")
                .bind("id", agreement.key())
                .bind("version", version)
                .bind("on", on)
                .rowsUpdated();
    }

    /** No row when somebody else has named the member for other days meanwhile. */
    Mono<Long> name(UnitOfWork work, UUID agreement, UUID member, @Nullable Integer version, Term named) {
        return work.sql("""
                        insert into document.named_staff (district_agreement_id, membership_id, named)
                        values (:agreement, :member, daterange(:begins, :ends))
                        on conflict (district_agreement_id, membership_id) do update set named = excluded.named
                        where named_staff.version = :version or named_staff.named = excluded.named
                        """)
                .bind("agreement", agreement)
                .bind("member", member)
                .bind("version", version, Integer.class)
                .bind("begins", named.begins())
                .bind("ends", named.ends(), LocalDate.class)
                .rowsUpdated();
    }

    private static String table(Agreement agreement) {
        return agreement instanceof OperatorAgreement ? "document.operator_agreement" : "document.district_agreement";
    }

    private static String column(Agreement agreement) {
        return agreement instanceof OperatorAgreement ? "operator_agreement_id" : "district_agreement_id";
    }
}
