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
import link.studentsuccess.api.graphql.Typed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Signed forms and the drafts on them; row-level security says of which children, the policy when one takes effect. */
@Component
class ConsentForms {

    /** A form that was checked and can be written. */
    record Form(
            UUID key,
            String evidence,
            @Nullable UUID file,
            @Nullable String contact,
            @Nullable String identification,
            @Nullable String formKey,
            @Nullable LocalDate signedOn,
            @Nullable String purpose,
            List<String> parties) {}

    /** What one consent on a form says. */
    record Terms(
            @Nullable String proof,
            List<String> categories,
            List<String> audiences,
            @Nullable LocalDate begins,
            @Nullable LocalDate ends,
            @Nullable LocalDate studentBirthDate) {}

    /** Whom a consent is about, who signed it and what it follows. */
    record Subject(
            UUID participant,
            UUID district,
            String kind,
            @Nullable UUID signer,
            @Nullable String newSigner,
            @Nullable String newCapacity,
            @Nullable UUID renews) {}

    /** What is there of that which an input names. */
    record Known(
            boolean child,
            boolean district,
            boolean numbered,
            @Nullable String signer,
            boolean signedBefore,
            boolean restricted,
            boolean renewed) {}

    /** A category that only a consent of another kind opens. */
    record Apart(String category, String kind) {}

    /** What contradicts what a consent says. */
    record Contradictions(List<Apart> apart, boolean anotherBirthDate, boolean bornLater, boolean renewedAlready) {}

    Mono<Boolean> isScan(UnitOfWork work, UUID file) {
        return work.sql("select access.is_consent_scan(:file) as found")
                .bind("file", file)
                .one(row -> Rows.value(row, "found", Boolean.class));
    }

    Mono<Boolean> mayWithdraw(UnitOfWork work, UUID participant, UUID signer) {
        return work.sql("""
                        select exists (
                          select
                          from document.signer g
                          where g.id = :signer and g.participant_id = :participant and g.restricted_at is null
                            and not access.signer_restricted(g.participant_id, g.name, g.capacity)) as may
                        """)
                .bind("signer", signer)
                .bind("participant", participant)
                .one(row -> Rows.value(row, "may", Boolean.class));
    }

    /** Whether somebody of this name has signed for the child before, but for the signer that the id names. */
    Mono<Boolean> signedBefore(UnitOfWork work, UUID participant, String name, UUID signer) {
        return work.sql("""
                        select exists (
                          select
                          from document.signer g
                          where g.participant_id = :participant and access.folded(g.name) = access.folded(:name) and g.id <> :signer) as before
                        """)
                .bind("participant", participant)
                .bind("name", name)
                .bind("signer", signer)
                .one(row -> Rows.value(row, "before", Boolean.class));
    }

    /** Whether a court's order takes the rights of a person of this name, whichever organizations know the person. */
    Mono<Boolean> restricted(UnitOfWork work, UUID participant, String name, String capacity) {
        return work.sql("select access.signer_restricted(:participant, :name, :capacity) as restricted")
                .bind("participant", participant)
                .bind("name", name)
                .bind("capacity", capacity)
                .one(row -> Rows.value(row, "restricted", Boolean.class));
    }

    Mono<Known> known(UnitOfWork work, Subject subject) {
        return work.sql("""
                        select
                          exists (select from roster.participant p where p.id = :participant) as child,
                          :district = any(access.districts()) as district,
                          exists (
                            select
                            from roster.student s
                            where s.participant_id = :participant and s.district_id = :district) as numbered,
                          (select case when access.signer_restricted(g.participant_id, g.name, g.capacity) then 'RESTRICTED' else 'MAY_SIGN' end
                           from document.signer g
                           where g.id = :signer and g.participant_id = :participant) as signer,
                          exists (
                            select
                            from document.signer g
                            where g.participant_id = :participant and access.folded(g.name) = access.folded(:name)) as signed_before,
                          coalesce(access.signer_restricted(:participant, :name, :capacity), false) as restricted,
                          exists (
                            select
                            from document.consent c
                            where c.id = :renews and c.participant_id = :participant and c.district_id = :district
                              and c.kind = :kind) as renewed
                        """)
                .bind("participant", subject.participant())
                .bind("district", subject.district())
                .bind("signer", subject.signer(), UUID.class)
                .bind("name", readable(subject.newSigner()), String.class)
                .bind("capacity", subject.newCapacity(), String.class)
                .bind("renews", subject.renews(), UUID.class)
                .bind("kind", subject.kind())
                .one(row -> new Known(
                        Rows.value(row, "child", Boolean.class),
                        Rows.value(row, "district", Boolean.class),
                        Rows.value(row, "numbered", Boolean.class),
                        Rows.textOrNull(row, "signer"),
                        Rows.value(row, "signed_before", Boolean.class),
                        Rows.value(row, "restricted", Boolean.class),
                        Rows.value(row, "renewed", Boolean.class)));
    }

    /** A name that cannot be read is nobody's, and no database takes it; it is refused beside. */
    private static @Nullable String readable(@Nullable String name) {
        return Typed.problem(name, Integer.MAX_VALUE) == null ? name : null;
    }

    /** Who renews one, while another one that stands renews it too, has looked at an old list; the student's own follows both. */
    Mono<Contradictions> contradictions(
            UnitOfWork work, UUID participant, String kind, Terms terms, @Nullable UUID renews) {
        return work.sql("""
                        select
                          array(
                            select distinct x || ' ' || access.consent_kind(x)
                            from unnest(:categories) x
                            where access.consent_kind(x) <> :kind
                            order by 1) as apart,
                          exists (
                            select
                            from roster.participant p
                            where p.id = :participant and p.birth_date <> :born) as another_birth_date,
                          coalesce(:born > access.today(), false) as born_later,
                          exists (
                            select
                            from document.consent c
                            join document.signer g on g.id = c.signer_id
                            where c.renews_id = :renews and c.participant_id = :participant and g.capacity <> 'STUDENT'
                              and access.consent_state(c) in ('DRAFT', 'ACTIVE')) as renewed_already
                        """)
                .bind("participant", participant)
                .bind("kind", kind)
                .bind("categories", terms.categories().toArray(String[]::new))
                .bind("born", terms.studentBirthDate(), LocalDate.class)
                .bind("renews", renews, UUID.class)
                .one(row -> new Contradictions(
                        Rows.texts(row, "apart").stream()
                                .map(pair -> pair.split(" ", 2))
                                .map(pair -> new Apart(pair[0], pair[1]))
                                .toList(),
                        Rows.value(row, "another_birth_date", Boolean.class),
                        Rows.value(row, "born_later", Boolean.class),
                        Rows.value(row, "renewed_already", Boolean.class)));
    }

    /** What the eligible student's own consent takes over from the one in force until then. */
    record StudentForm(
            UUID participant,
            UUID district,
            String kind,
            String name,
            boolean soonAdult,
            @Nullable UUID signer,
            @Nullable String purpose,
            List<String> parties,
            Terms terms) {}

    Mono<StudentForm> studentForm(UnitOfWork work, UUID consent) {
        return work.sql("""
                        select c.participant_id, c.district_id, c.kind, c.categories, c.audiences, c.purpose, c.parties,
                          p.given_name || ' ' || p.family_name as name, birth.date as birth_date,
                          coalesce(birth.date + interval '17 years 10 months' <= access.today(), false) as soon_adult,
                          (select g.id
                           from document.signer g
                           where g.participant_id = p.id and g.capacity = 'STUDENT'
                           order by g.id
                           limit 1) as signer
                        from document.consent c
                        join roster.participant p on p.id = c.participant_id
                        cross join lateral (select coalesce(c.student_birth_date, p.birth_date) as date) birth
                        where c.id = :consent
                        """)
                .bind("consent", consent)
                .one(row -> new StudentForm(
                        Rows.uuid(row, "participant_id"),
                        Rows.uuid(row, "district_id"),
                        Rows.text(row, "kind"),
                        Rows.text(row, "name"),
                        Rows.value(row, "soon_adult", Boolean.class),
                        Rows.uuidOrNull(row, "signer"),
                        Rows.textOrNull(row, "purpose"),
                        Rows.texts(row, "parties"),
                        new Terms(
                                null,
                                Rows.texts(row, "categories"),
                                Rows.texts(row, "audiences"),
                                null,
                                null,
                                Rows.valueOrNull(row, "birth_date", LocalDate.class))));
    }

    Mono<Long> write(UnitOfWork work, Form form) {
        return work.sql("""
                        insert into document.consent_document
                          (id, organization_id, form_key, evidence, evidence_file_id, contact, identification, attested_by, recorded_by)
                        values (:id, access.my_organization(), :formKey, :evidence, :file, :contact, :identification,
                          case when :identification is not null then access.my_membership() end, access.my_membership())
                        """)
                .bind("id", form.key())
                .bind("formKey", form.formKey(), String.class)
                .bind("evidence", form.evidence())
                .bind("file", form.file(), UUID.class)
                .bind("contact", form.contact(), String.class)
                .bind("identification", form.identification(), String.class)
                .rowsUpdated();
    }

    /** A person who signs for the first time; another consent on the same form names the same person once more. */
    Mono<Long> writeSigner(UnitOfWork work, UUID signer, UUID participant, String name, String capacity) {
        return work.sql("""
                        insert into document.signer (id, organization_id, participant_id, name, capacity)
                        select :id, access.my_organization(), :participant, :name, :capacity
                        where not exists (select from document.signer g where g.id = :id)
                        """)
                .bind("id", signer)
                .bind("participant", participant)
                .bind("name", name)
                .bind("capacity", capacity)
                .rowsUpdated();
    }

    Mono<Long> draft(UnitOfWork work, UUID key, Subject subject, UUID signer, Form form, Terms terms) {
        return terms(work.sql("""
                                insert into document.consent
                                  (id, organization_id, participant_id, district_id, kind, signer_id, renews_id, state, recorded_by,
                                  document_id, evidence, attested_by, signed_on, purpose, parties, proof, categories, audiences, in_force,
                                  student_birth_date)
                                values (:id, access.my_organization(), :participant, :district, :kind, :signer, :renews, 'DRAFT',
                                  access.my_membership(), :document, :evidence, case when :attested then access.my_membership() end, :signedOn,
                                  :purpose, :parties, :proof, :categories, :audiences,
                                  case when :begins::date is null or :ends::date is null then 'empty' else daterange(:begins, :ends) end,
                                  :studentBirthDate)
                                """), form, terms)
                .bind("id", key)
                .bind("participant", subject.participant())
                .bind("district", subject.district())
                .bind("kind", subject.kind())
                .bind("signer", signer)
                .bind("renews", subject.renews(), UUID.class)
                .rowsUpdated();
    }

    /** 0 when it has changed meanwhile, or is no draft any more. */
    Mono<Long> complete(UnitOfWork work, UUID consent, int version, Form form, Terms terms) {
        return terms(work.sql("""
                                update document.consent
                                set document_id = :document, evidence = :evidence,
                                  attested_by = case when :attested then access.my_membership() end, signed_on = :signedOn,
                                  purpose = :purpose, parties = :parties, proof = :proof, categories = :categories, audiences = :audiences,
                                  in_force = case when :begins::date is null or :ends::date is null then 'empty' else daterange(:begins, :ends) end,
                                  student_birth_date = :studentBirthDate
                                where id = :id and version = :version and state = 'DRAFT' and revoked_at is null
                                """), form, terms)
                .bind("id", consent)
                .bind("version", version)
                .rowsUpdated();
    }

    private static UnitOfWork.Statement terms(UnitOfWork.Statement statement, Form form, Terms terms) {
        return statement
                .bind("document", form.key())
                .bind("evidence", form.evidence())
                .bind("attested", form.identification() != null)
                .bind("signedOn", form.signedOn(), LocalDate.class)
                .bind("purpose", form.purpose(), String.class)
                .bind("parties", form.parties().toArray(String[]::new))
                .bind("proof", terms.proof(), String.class)
                .bind("categories", terms.categories().toArray(String[]::new))
                .bind("audiences", terms.audiences().toArray(String[]::new))
                .bind("begins", terms.begins(), LocalDate.class)
                .bind("ends", terms.ends(), LocalDate.class)
                .bind("studentBirthDate", terms.studentBirthDate(), LocalDate.class);
    }

    Mono<Boolean> activate(UnitOfWork work, UUID consent) {
        return work.sql("select coalesce(access.activate_consent(:consent), false) as done")
                .bind("consent", consent)
                .one(row -> Rows.value(row, "done", Boolean.class));
    }

    Mono<Map<UUID, List<String>>> missing(UnitOfWork work, Collection<UUID> consents) {
        return work.sql("select m.consent_id, m.missing from access.consents_missing(:consents) m")
                .bind("consents", consents.toArray(UUID[]::new))
                .list(row -> Map.entry(Rows.uuid(row, "consent_id"), Rows.texts(row, "missing")))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<Map<UUID, ConsentToday>> today(UnitOfWork work, Collection<UUID> consents) {
        return work.sql("""
                        select t.consent_id, t.counts, t.reason, t.outside_agreement
                        from access.consents_today(:consents) t
                        """)
                .bind("consents", consents.toArray(UUID[]::new))
                .list(row -> Map.entry(
                        Rows.uuid(row, "consent_id"),
                        new ConsentToday(
                                Rows.value(row, "counts", Boolean.class),
                                Rows.textOrNull(row, "reason"),
                                Rows.texts(row, "outside_agreement"))))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<Map<UUID, List<Signer>>> signers(UnitOfWork work, Collection<UUID> participants) {
        return work.sql("""
                        select s.id, s.participant_id, s.name, s.capacity, s.restricted_at is not null as restricted
                        from unnest(:participants) child
                        cross join lateral (
                          select g.id, g.participant_id, g.name, g.capacity, g.restricted_at
                          from document.signer g
                          where g.participant_id = child
                          order by g.name, g.id
                          limit 50
                        ) s
                        order by s.name, s.id
                        """)
                .bind("participants", participants.toArray(UUID[]::new))
                .list(row -> new Signer(
                        Rows.uuid(row, "id"),
                        Rows.uuid(row, "participant_id"),
                        Rows.text(row, "name"),
                        Rows.text(row, "capacity"),
                        Rows.value(row, "restricted", Boolean.class)))
                .collect(Collectors.groupingBy(Signer::participantKey));
    }

    Mono<Map<UUID, List<ConsentQuestion>>> questions(UnitOfWork work, Collection<UUID> consents) {
        return work.sql("""
                        select q.id, q.consent_id, q.question, q.asked_at, q.answer
                        from unnest(:consents) consent
                        cross join lateral (
                          select x.id, x.consent_id, x.question, x.asked_at, x.answer
                          from document.consent_question x
                          where x.consent_id = consent
                          order by x.asked_at desc, x.id
                          limit 20
                        ) q
                        order by q.asked_at desc, q.id
                        """)
                .bind("consents", consents.toArray(UUID[]::new))
                .list(ConsentForms::question)
                .collect(Collectors.groupingBy(ConsentQuestion::consentKey));
    }

    Mono<ConsentQuestion> question(UnitOfWork work, UUID question) {
        return work.sql("""
                        select q.id, q.consent_id, q.question, q.asked_at, q.answer
                        from document.consent_question q
                        where q.id = :question
                        """).bind("question", question).one(ConsentForms::question);
    }

    /** 0 when it has been answered before. */
    Mono<Long> answer(UnitOfWork work, UUID question, String answer) {
        return work.sql("""
                        update document.consent_question
                        set answered_by = access.my_membership(), answered_at = transaction_timestamp(), answer = :answer
                        where id = :question and answer is null
                        """).bind("question", question).bind("answer", answer).rowsUpdated();
    }

    private static ConsentQuestion question(Readable row) {
        return new ConsentQuestion(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "consent_id"),
                Rows.text(row, "question"),
                Rows.value(row, "asked_at", OffsetDateTime.class),
                Rows.textOrNull(row, "answer"));
    }
}
