package link.studentsuccess.api.agreement;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.agreement.Agreement.Standing;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Agreements as they stand; row-level security says whose. */
@Component
public class Agreements {

    private static final String STANDING = """
              coalesce(lower(a.in_force), lower(a.term)) as begins,
              case when isempty(a.in_force) then upper(a.term) else upper(a.in_force) end as ends,
              a.ended_on, a.replaces_id, a.version,
              case
                when a.withdrawn_at is not null then 'WITHDRAWN'
                when access.today() <@ a.in_force then 'IN_FORCE'
                when not isempty(a.in_force) and lower(a.in_force) > access.today() then 'UPCOMING'
                when not isempty(a.in_force) or a.ended_on is not null then 'ENDED'
                when exists (
                  select from document.agreement_signature g where a.id in (g.operator_agreement_id, g.district_agreement_id))
                  then 'AWAITING_SIGNATURE'
                else 'DRAFT'
              end as state
            """;

    private static final String OPERATOR_AGREEMENT = "select a.id, a.organization_id,\n" + STANDING;

    private static final String DISTRICT_AGREEMENT = """
            select a.id, a.district_id, a.organization_id, a.drafted_side, a.categories, a.school_codes, a.school_years, a.basis,
              a.designated_categories, a.verification, a.operator_is_agent, a.wind_down_days, a.purpose, a.staff_kinds,
              a.requires_background_check, a.requires_named_staff, a.consent_own_form, a.consent_longest_months,
              a.consent_wet_signature, a.consent_capacities, a.consent_proof_required, a.may_export, a.may_print,
              a.retention_days, a.destruction_days,
            """ + STANDING;

    private static final String OPERATOR_AGREEMENTS =
            OPERATOR_AGREEMENT + newest("operator_agreement", "x.organization_id = party", 100);

    private static final String DISTRICT_AGREEMENTS =
            DISTRICT_AGREEMENT + newest("district_agreement", "x.organization_id = party", 100);

    private static final String OF_DISTRICTS = DISTRICT_AGREEMENT
            + newest(
                    "district_agreement",
                    "x.district_id = party and (x.district_id = access.my_district() or access.is_operator())",
                    500);

    /** The newest of each party that is asked for, at most so many. */
    private static String newest(String table, String ofParty, int most) {
        return """
                from unnest(:parties) party
                cross join lateral (
                  select x.*
                  from document.%s x
                  where %s
                  order by coalesce(lower(x.in_force), lower(x.term)) desc, x.id
                  limit %d
                ) a
                order by begins desc, a.id
                """.formatted(table, ofParty, most);
    }

    /** The agreement of either kind; empty when there is none for the viewer. */
    public Mono<Agreement> one(UnitOfWork work, UUID key) {
        return operatorAgreement(work, key).cast(Agreement.class).switchIfEmpty(districtAgreement(work, key));
    }

    public Mono<OperatorAgreement> operatorAgreement(UnitOfWork work, UUID key) {
        return work.sql(OPERATOR_AGREEMENT + " from document.operator_agreement a where a.id = :key")
                .bind("key", key)
                .one(Agreements::operatorAgreement);
    }

    public Mono<DistrictAgreement> districtAgreement(UnitOfWork work, UUID key) {
        return work.sql(DISTRICT_AGREEMENT + " from document.district_agreement a where a.id = :key")
                .bind("key", key)
                .one(Agreements::districtAgreement);
    }

    Mono<Map<UUID, List<OperatorAgreement>>> operatorAgreements(UnitOfWork work, Collection<UUID> organizations) {
        return work.sql(OPERATOR_AGREEMENTS)
                .bind("parties", organizations.toArray(UUID[]::new))
                .list(Agreements::operatorAgreement)
                .collect(Collectors.groupingBy(OperatorAgreement::organizationKey));
    }

    Mono<Map<UUID, List<DistrictAgreement>>> districtAgreements(UnitOfWork work, Collection<UUID> organizations) {
        return work.sql(DISTRICT_AGREEMENTS)
                .bind("parties", organizations.toArray(UUID[]::new))
                .list(Agreements::districtAgreement)
                .collect(Collectors.groupingBy(DistrictAgreement::organizationKey));
    }

    /** For a district's steward and the operator; row-level security shows nobody else another's agreements. */
    Mono<Map<UUID, List<DistrictAgreement>>> ofDistricts(UnitOfWork work, Collection<UUID> districts) {
        return work.sql(OF_DISTRICTS)
                .bind("parties", districts.toArray(UUID[]::new))
                .list(Agreements::districtAgreement)
                .collect(Collectors.groupingBy(DistrictAgreement::districtKey));
    }

    Mono<Map<UUID, List<AgreementSignature>>> signatures(UnitOfWork work, Collection<UUID> agreements) {
        return work.sql("""
                        select coalesce(g.operator_agreement_id, g.district_agreement_id) as agreement_id, g.side, g.signer_name,
                          g.signer_title, g.signed_at, g.file_id
                        from document.agreement_signature g
                        where g.operator_agreement_id = any(:agreements) or g.district_agreement_id = any(:agreements)
                        order by g.signed_at, g.id
                        """)
                .bind("agreements", agreements.toArray(UUID[]::new))
                .list(row -> new AgreementSignature(
                        Rows.uuid(row, "agreement_id"),
                        Rows.text(row, "side"),
                        Rows.text(row, "signer_name"),
                        Rows.text(row, "signer_title"),
                        Rows.value(row, "signed_at", OffsetDateTime.class),
                        fileId(Rows.uuidOrNull(row, "file_id"))))
                .collect(Collectors.groupingBy(AgreementSignature::agreementKey));
    }

    Mono<Map<UUID, List<NamedStaff>>> namedStaff(UnitOfWork work, Collection<UUID> agreements) {
        return work.sql("""
                        select n.district_agreement_id, n.membership_id, lower(n.named) as begins, upper(n.named) as ends, n.version
                        from unnest(:agreements) agreement
                        cross join lateral (
                          select x.*
                          from document.named_staff x
                          where x.district_agreement_id = agreement
                          order by x.membership_id
                          limit 500
                        ) n
                        """)
                .bind("agreements", agreements.toArray(UUID[]::new))
                .list(row -> new NamedStaff(
                        Rows.uuid(row, "district_agreement_id"),
                        Id.STAFF.of(Rows.uuid(row, "membership_id")),
                        Rows.valueOrNull(row, "begins", LocalDate.class),
                        Rows.valueOrNull(row, "ends", LocalDate.class),
                        Rows.value(row, "version", Integer.class)))
                .collect(Collectors.groupingBy(NamedStaff::agreementKey));
    }

    private static @Nullable String fileId(@Nullable UUID file) {
        return file == null ? null : Id.FILE.of(file);
    }

    private static OperatorAgreement operatorAgreement(Readable row) {
        return new OperatorAgreement(Rows.uuid(row, "id"), Rows.uuid(row, "organization_id"), standing(row));
    }

    private static DistrictAgreement districtAgreement(Readable row) {
        return new DistrictAgreement(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "district_id"),
                Rows.uuid(row, "organization_id"),
                Rows.text(row, "drafted_side"),
                terms(row),
                standing(row));
    }

    private static Standing standing(Readable row) {
        return new Standing(
                Rows.text(row, "state"),
                Rows.valueOrNull(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                Rows.valueOrNull(row, "ended_on", LocalDate.class),
                Rows.uuidOrNull(row, "replaces_id"),
                Rows.value(row, "version", Integer.class));
    }

    private static DistrictTerms terms(Readable row) {
        return new DistrictTerms(
                Rows.valueOrNull(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                Rows.texts(row, "categories"),
                listOrNull(Rows.valueOrNull(row, "school_codes", String[].class)),
                listOrNull(Rows.valueOrNull(row, "school_years", Integer[].class)),
                Rows.text(row, "basis"),
                listOrNull(Rows.valueOrNull(row, "designated_categories", String[].class)),
                Rows.text(row, "verification"),
                Rows.value(row, "operator_is_agent", Boolean.class),
                Rows.value(row, "wind_down_days", Integer.class),
                Rows.text(row, "purpose"),
                listOrNull(Rows.valueOrNull(row, "staff_kinds", String[].class)),
                Rows.value(row, "requires_background_check", Boolean.class),
                Rows.value(row, "requires_named_staff", Boolean.class),
                Rows.value(row, "consent_own_form", Boolean.class),
                Rows.valueOrNull(row, "consent_longest_months", Integer.class),
                Rows.value(row, "consent_wet_signature", Boolean.class),
                listOrNull(Rows.valueOrNull(row, "consent_capacities", String[].class)),
                Rows.value(row, "consent_proof_required", Boolean.class),
                Rows.value(row, "may_export", Boolean.class),
                Rows.value(row, "may_print", Boolean.class),
                Rows.valueOrNull(row, "retention_days", Integer.class),
                Rows.value(row, "destruction_days", Integer.class));
    }

    private static <T> @Nullable List<T> listOrNull(T @Nullable [] values) {
        return values == null ? null : Arrays.asList(values);
    }
}
