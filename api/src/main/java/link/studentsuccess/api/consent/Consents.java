package link.studentsuccess.api.consent;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Consents of the participants that the viewer may know of; row-level security says which. */
@Component
public class Consents {

    private static final String COLUMNS = """
            c.id, c.participant_id, c.district_id, c.kind, g.name, g.capacity, c.signed_on, lower(c.in_force) as begins,
              upper(c.in_force) as ends, c.categories, c.audiences, c.revoked_at,
              access.consent_state(c) as state,
              c.verified_on, c.refusal_reason, c.version, c.signer_id, c.document_id, c.evidence, c.proof, c.purpose, c.parties, c.renews_id,
              w.id as withdrawer_id, w.name as withdrawer, w.capacity as withdrawer_capacity,
              w.restricted_at is not null as withdrawer_restricted, c.revocation_note,
              coalesce(c.revoked_by_signer_id <> c.signer_id and c.withdrawal_decision is null
                and access.consent_state(c) = 'WITHDRAWN', false) as waits_for_district,
              c.withdrawal_decision, c.withdrawal_decided_at, c.withdrawal_reason
            """;

    private static final String SIGNERS = """
            join document.signer g on g.id = c.signer_id
            join document.signer w on w.id = coalesce(c.revoked_by_signer_id, c.signer_id)
            """;

    public Mono<Consent> one(UnitOfWork work, UUID consent) {
        return work.sql("select " + COLUMNS + "from document.consent c " + SIGNERS
                        + "where c.id = any(access.known_among('CONSENT', :consents))")
                .bind("consents", new UUID[] {consent})
                .one(Consents::consent)
                .switchIfEmpty(work.nothing(consent));
    }

    public Mono<Map<UUID, Consent>> byKey(UnitOfWork work, Collection<UUID> keys) {
        return work.sql("select " + COLUMNS + "from document.consent c " + SIGNERS + "where c.id = any(:keys)")
                .bind("keys", keys.toArray(UUID[]::new))
                .list(Consents::consent)
                .collectMap(Consent::key);
    }

    Mono<Map<UUID, List<Consent>>> ofParticipants(UnitOfWork work, Collection<UUID> participants) {
        return work.sql("select " + COLUMNS + """
                        from unnest(:participants) child
                        cross join lateral (
                          select x.*
                          from document.consent x
                          where x.participant_id = child
                          order by x.signed_on desc nulls last, x.recorded_at desc, x.id
                          limit 100
                        ) c
                        """ + SIGNERS
                        + "order by c.signed_on desc nulls last, c.recorded_at desc, c.id")
                .bind("participants", participants.toArray(UUID[]::new))
                .list(Consents::consent)
                .collect(Collectors.groupingBy(Consent::participantKey));
    }

    /**
     * Writes the withdrawal in the viewer's name; row-level security lets through what stands, also after the district has
     * reopened it. 0 when it had been withdrawn before.
     */
    Mono<Long> revoke(UnitOfWork work, UUID consent, @Nullable UUID withdrawnBy, @Nullable String note) {
        return work.sql("""
                        update document.consent
                        set revoked_at = transaction_timestamp(), revoked_by = access.my_membership(), revocation_note = :note,
                          revoked_by_signer_id = :withdrawnBy
                        where id = :consent
                        """)
                .bind("consent", consent)
                .bind("note", note, String.class)
                .bind("withdrawnBy", withdrawnBy, UUID.class)
                .rowsUpdated();
    }

    private static Consent consent(Readable row) {
        return new Consent(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "participant_id"),
                Rows.uuid(row, "district_id"),
                Rows.text(row, "kind"),
                Rows.text(row, "name"),
                Rows.text(row, "capacity"),
                Rows.valueOrNull(row, "signed_on", LocalDate.class),
                Rows.valueOrNull(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                Rows.texts(row, "categories"),
                Rows.texts(row, "audiences"),
                Rows.valueOrNull(row, "revoked_at", OffsetDateTime.class),
                new Consent.Standing(
                        Rows.text(row, "state"),
                        Rows.valueOrNull(row, "verified_on", LocalDate.class),
                        Rows.textOrNull(row, "refusal_reason"),
                        Rows.value(row, "version", Integer.class),
                        withdrawal(row)),
                new Consent.Form(
                        Rows.uuid(row, "signer_id"),
                        Rows.uuidOrNull(row, "document_id"),
                        Rows.text(row, "evidence"),
                        Rows.textOrNull(row, "proof"),
                        Rows.textOrNull(row, "purpose"),
                        Rows.texts(row, "parties"),
                        Rows.uuidOrNull(row, "renews_id")));
    }

    private static @Nullable ConsentWithdrawal withdrawal(Readable row) {
        var at = Rows.valueOrNull(row, "revoked_at", OffsetDateTime.class);
        return at == null
                ? null
                : new ConsentWithdrawal(
                        at,
                        new Signer(
                                Rows.uuid(row, "withdrawer_id"),
                                Rows.uuid(row, "participant_id"),
                                Rows.text(row, "withdrawer"),
                                Rows.text(row, "withdrawer_capacity"),
                                Rows.value(row, "withdrawer_restricted", Boolean.class)),
                        Rows.textOrNull(row, "revocation_note"),
                        Rows.value(row, "waits_for_district", Boolean.class),
                        Rows.textOrNull(row, "withdrawal_decision"),
                        Rows.valueOrNull(row, "withdrawal_decided_at", OffsetDateTime.class),
                        Rows.textOrNull(row, "withdrawal_reason"));
    }
}
