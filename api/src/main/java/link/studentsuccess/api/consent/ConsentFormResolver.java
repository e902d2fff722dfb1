package link.studentsuccess.api.consent;

import graphql.GraphQLContext;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.participant.Participant;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Signed forms: entered with the consents on them, completed, and put in force. */
@Controller
class ConsentFormResolver {

    private static final int MOST = 20;
    private static final int SHORT = 100;
    private static final int NAME = 200;
    private static final int LONG = 500;

    private final Consents consents;
    private final ConsentForms forms;
    private final ConsentNotices notices;

    record DocumentInput(
            String evidence,
            @Nullable String evidenceFileId,
            @Nullable String contact,
            @Nullable String identificationSeen,
            @Nullable String formKey,
            @Nullable LocalDate signedOn,
            @Nullable String purpose,
            List<String> parties) {}

    record ConsentInput(
            String participantId,
            String districtId,
            String kind,
            @Nullable String signerId,
            @Nullable NewSigner newSigner,
            @Nullable String proof,
            List<String> categories,
            List<String> audiences,
            @Nullable LocalDate begins,
            @Nullable LocalDate ends,
            @Nullable LocalDate studentBirthDate,
            @Nullable String renewsId) {

        ConsentForms.Subject subject() {
            return new ConsentForms.Subject(
                    Id.PARTICIPANT.key(participantId),
                    Id.DISTRICT.key(districtId),
                    kind,
                    signerId == null ? null : Id.SIGNER.key(signerId),
                    newSigner == null ? null : Typed.trimmed(newSigner.name()),
                    newSigner == null ? null : newSigner.capacity(),
                    renewsId == null ? null : Id.CONSENT.key(renewsId));
        }

        ConsentForms.Terms terms() {
            return new ConsentForms.Terms(Typed.trimmed(proof), categories, audiences, begins, ends, studentBirthDate);
        }

        ConsentNotices.Place place() {
            return new ConsentNotices.Place(
                    Id.PARTICIPANT.key(participantId), Id.DISTRICT.key(districtId), kind, begins);
        }
    }

    record RecordConsentsInput(
            String idempotencyKey, DocumentInput document, List<ConsentInput> consents, boolean activate) {}

    record RecordConsentsPayload(
            @Nullable List<Consent> consents, List<ConsentNotice> notices, List<UserError> errors) {}

    record ActivateConsentInput(String consentId, int version) {}

    record CompleteConsentInput(
            String consentId,
            int version,
            DocumentInput document,
            @Nullable String proof,
            List<String> categories,
            List<String> audiences,
            @Nullable LocalDate begins,
            @Nullable LocalDate ends,
            @Nullable LocalDate studentBirthDate) {

        ConsentForms.Terms terms() {
            return new ConsentForms.Terms(Typed.trimmed(proof), categories, audiences, begins, ends, studentBirthDate);
        }
    }

    record PrepareStudentConsentInput(String idempotencyKey, String consentId) {}

    record ConsentPayload(@Nullable Consent consent, List<ConsentNotice> notices, List<UserError> errors) {

        static ConsentPayload of(Consent consent) {
            return new ConsentPayload(consent, List.of(), List.of());
        }

        static ConsentPayload refused(List<UserError> errors) {
            return new ConsentPayload(null, List.of(), errors);
        }
    }

    record AnswerConsentQuestionInput(String questionId, String answer) {}

    record AnswerConsentQuestionPayload(@Nullable ConsentQuestion question, List<UserError> errors) {}

    ConsentFormResolver(Consents consents, ConsentForms forms, ConsentNotices notices) {
        this.consents = consents;
        this.forms = forms;
        this.notices = notices;
    }

    @BatchMapping(typeName = "Consent")
    Mono<Map<Consent, ConsentToday>> today(List<Consent> all, GraphQLContext context) {
        return forms.today(
                        UnitOfWork.in(context), all.stream().map(Consent::key).toList())
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(c -> c, c -> found.getOrDefault(c.key(), ConsentToday.NOTHING))));
    }

    @BatchMapping(typeName = "Consent")
    Mono<Map<Consent, List<String>>> missing(List<Consent> all, GraphQLContext context) {
        return forms.missing(
                        UnitOfWork.in(context), all.stream().map(Consent::key).toList())
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(c -> c, c -> found.getOrDefault(c.key(), List.of()))));
    }

    @BatchMapping(typeName = "Consent")
    Mono<Map<Consent, List<ConsentQuestion>>> questions(List<Consent> all, GraphQLContext context) {
        return forms.questions(
                        UnitOfWork.in(context), all.stream().map(Consent::key).toList())
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(c -> c, c -> found.getOrDefault(c.key(), List.of()))));
    }

    @BatchMapping(typeName = "Participant")
    Mono<Map<Participant, List<Signer>>> signers(List<Participant> all, GraphQLContext context) {
        return forms.signers(
                        UnitOfWork.in(context),
                        all.stream().map(Participant::key).toList())
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(p -> p, p -> found.getOrDefault(p.key(), List.of()))));
    }

    @MutationMapping
    Mono<RecordConsentsPayload> recordConsents(@Argument RecordConsentsInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return work.entered().flatMap(viewer -> {
            var document = IdempotencyKey.id(viewer.membership(), "recordConsents", input.idempotencyKey());
            var keys = IntStream.range(0, input.consents().size())
                    .mapToObj(n -> derived(document + " consent " + n))
                    .toList();
            return read(work, keys)
                    .filter(made -> !made.isEmpty())
                    .map(made -> new RecordConsentsPayload(made, List.of(), List.of()))
                    .switchIfEmpty(Mono.defer(() -> mistakes(work, input)
                            .flatMap(errors -> errors.isEmpty()
                                    ? recorded(work, document, keys, input)
                                    : Mono.just(new RecordConsentsPayload(null, List.of(), errors)))));
        });
    }

    private Mono<List<Consent>> read(UnitOfWork work, List<UUID> keys) {
        return Flux.fromIterable(keys).concatMap(key -> consents.one(work, key)).collectList();
    }

    private Mono<RecordConsentsPayload> recorded(
            UnitOfWork work, UUID document, List<UUID> keys, RecordConsentsInput input) {
        var places =
                input.consents().stream().map(ConsentInput::place).distinct().toList();
        return notices.rulings(work, input.activate() ? places : List.of())
                .flatMap(before -> written(work, document, keys, input)
                        .then(Mono.defer(() -> Mono.zip(read(work, keys), notices.closed(work, before, keys)))))
                .map(made -> new RecordConsentsPayload(made.getT1(), made.getT2(), List.of()));
    }

    private Mono<Void> written(UnitOfWork work, UUID document, List<UUID> keys, RecordConsentsInput input) {
        var form = form(document, input.document());
        return forms.write(work, form)
                .thenMany(Flux.range(0, keys.size())
                        .concatMap(n -> drafted(
                                work, keys.get(n), form, input.consents().get(n))))
                .thenMany(Flux.fromIterable(input.activate() ? keys : List.of())
                        .concatMap(key -> forms.activate(work, key)))
                .then();
    }

    private Mono<Long> drafted(UnitOfWork work, UUID key, ConsentForms.Form form, ConsentInput consent) {
        var subject = consent.subject();
        var known = subject.signer();
        var name = subject.newSigner();
        var capacity = consent.newSigner();
        if (known != null || name == null || capacity == null) {
            return known == null
                    ? Mono.error(new IllegalStateException("A consent has a signer"))
                    : forms.draft(work, key, subject, known, form, consent.terms());
        }
        var signer = derived(form.key() + " signer " + subject.participant() + " " + name.toLowerCase(Locale.ROOT));
        return forms.writeSigner(work, signer, subject.participant(), name, capacity.capacity())
                .then(forms.draft(work, key, subject, signer, form, consent.terms()));
    }

    @MutationMapping
    Mono<ConsentPayload> completeConsent(@Argument CompleteConsentInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.CONSENT.key(input.consentId());
        var document = derived("completed " + key + " " + input.version());
        return draft(
                work,
                key,
                input.version(),
                consent -> Mono.zip(
                                documentMistakes(work, input.document()),
                                termMistakes(
                                        work, "input.", consent.participantKey(), consent.kind(), input.terms(), null))
                        .flatMap(found -> {
                            var errors = new ArrayList<>(found.getT1());
                            errors.addAll(found.getT2());
                            if (!errors.isEmpty()) {
                                return Mono.just(ConsentPayload.refused(errors));
                            }
                            var form = form(document, input.document());
                            return forms.write(work, form)
                                    .then(forms.complete(work, key, input.version(), form, input.terms()))
                                    .flatMap(rows -> rows == 0
                                            ? Mono.just(ConsentPayload.refused(List.of(UserError.changedMeanwhile())))
                                            : consents.one(work, key).map(ConsentPayload::of));
                        }));
    }

    @MutationMapping
    Mono<ConsentPayload> activateConsent(@Argument ActivateConsentInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.CONSENT.key(input.consentId());
        return draft(
                work,
                key,
                input.version(),
                draft -> notices.rulings(
                                work,
                                List.of(new ConsentNotices.Place(
                                        draft.participantKey(), draft.districtKey(), draft.kind(), draft.begins())))
                        .flatMap(before -> forms.activate(work, key)
                                .flatMap(done -> done ? activated(work, key, before) : lacking(work, key))));
    }

    private Mono<ConsentPayload> activated(UnitOfWork work, UUID key, List<ConsentNotices.Ruling> before) {
        return Mono.zip(consents.one(work, key), notices.closed(work, before, List.of(key)))
                .map(now -> new ConsentPayload(now.getT1(), now.getT2(), List.of()));
    }

    private Mono<ConsentPayload> lacking(UnitOfWork work, UUID key) {
        return forms.missing(work, List.of(key))
                .map(missing -> ConsentPayload.refused(missing.getOrDefault(key, List.of()).stream()
                        .map(ConsentFormResolver::lacks)
                        .toList()));
    }

    @MutationMapping
    Mono<ConsentPayload> prepareStudentConsent(@Argument PrepareStudentConsentInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var followed = Id.CONSENT.key(input.consentId());
        return work.entered().flatMap(viewer -> {
            var document = IdempotencyKey.id(viewer.membership(), "prepareStudentConsent", input.idempotencyKey());
            var key = derived(document + " consent");
            return consents.one(work, key)
                    .switchIfEmpty(Mono.defer(() -> forms.studentForm(work, followed)
                            .filter(ConsentForms.StudentForm::soonAdult)
                            .flatMap(student -> prepared(work, document, key, student, followed))))
                    .map(ConsentPayload::of)
                    .switchIfEmpty(Mono.defer(() -> consents.one(work, followed)
                            .map(consent -> ConsentPayload.refused(List.of(UserError.outOfRange(
                                    "input.consentId",
                                    "Prepare the student's own consent from the age of 17 years and 10 months."))))))
                    .defaultIfEmpty(ConsentPayload.refused(
                            List.of(UserError.notFound("input.consentId", "There is no such consent for you."))));
        });
    }

    private Mono<Consent> prepared(
            UnitOfWork work, UUID document, UUID key, ConsentForms.StudentForm student, UUID followed) {
        var form = new ConsentForms.Form(
                document, "PAPER", null, null, null, null, null, student.purpose(), student.parties());
        var known = student.signer();
        var signer = known == null ? derived(document + " signer") : known;
        var subject = new ConsentForms.Subject(
                student.participant(), student.district(), student.kind(), signer, null, null, followed);
        return forms.write(work, form)
                .then(
                        known == null
                                ? forms.writeSigner(work, signer, student.participant(), student.name(), "STUDENT")
                                : Mono.just(0L))
                .then(forms.draft(work, key, subject, signer, form, student.terms()))
                .then(Mono.defer(() -> consents.one(work, key)));
    }

    /** Of a draft as it was looked at; anything else is refused. */
    private Mono<ConsentPayload> draft(
            UnitOfWork work, UUID key, int version, Function<Consent, Mono<ConsentPayload>> change) {
        return consents.one(work, key)
                .flatMap(consent -> {
                    if (consent.version() != version) {
                        return Mono.just(ConsentPayload.refused(List.of(UserError.changedMeanwhile())));
                    }
                    return consent.state().equals("DRAFT")
                            ? change.apply(consent)
                            : Mono.just(ConsentPayload.refused(List.of(UserError.conflict(
                                    "input.consentId",
                                    "It is no draft any more: record a consent that renews it instead."))));
                })
                .defaultIfEmpty(ConsentPayload.refused(
                        List.of(UserError.notFound("input.consentId", "There is no such consent for you."))));
    }

    @MutationMapping
    Mono<AnswerConsentQuestionPayload> answerConsentQuestion(
            @Argument AnswerConsentQuestionInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.CONSENT_QUESTION.key(input.questionId());
        var answer = Typed.trimmed(input.answer());
        var errors = new ArrayList<UserError>();
        text("input.answer", answer, LONG, errors);
        if (answer == null) {
            errors.add(UserError.malformed("input.answer", "Write an answer."));
        }
        return forms.question(work, key).hasElement().flatMap(there -> {
            if (!there) {
                errors.add(UserError.notFound("input.questionId", "There is no such question for you."));
            }
            return answer == null || !errors.isEmpty()
                    ? Mono.just(new AnswerConsentQuestionPayload(null, errors))
                    : forms.answer(work, key, answer)
                            .flatMap(rows -> rows == 0
                                    ? Mono.just(new AnswerConsentQuestionPayload(
                                            null,
                                            List.of(UserError.conflict(
                                                    "input.questionId", "It has been answered before."))))
                                    : forms.question(work, key)
                                            .map(question -> new AnswerConsentQuestionPayload(question, List.of())));
        });
    }

    private Mono<List<UserError>> mistakes(UnitOfWork work, RecordConsentsInput input) {
        if (input.consents().isEmpty() || input.consents().size() > MOST) {
            return Mono.just(List.of(
                    UserError.outOfRange("input.consents", "Record 1 to " + MOST + " consents with one form.")));
        }
        return documentMistakes(work, input.document())
                .map(errors -> {
                    errors.addAll(named(input.consents()));
                    return errors;
                })
                .flatMap(errors -> Flux.range(0, input.consents().size())
                        .concatMap(n -> consentMistakes(
                                work,
                                "input.consents." + n + ".",
                                input.consents().get(n)))
                        .collectList()
                        .map(more -> {
                            var all = new ArrayList<>(errors);
                            more.forEach(all::addAll);
                            return all;
                        }));
    }

    /** One form says each thing once: of two for the same child, district and kind only one could count. */
    private static List<UserError> named(List<ConsentInput> consents) {
        var errors = new ArrayList<UserError>();
        var known = new HashSet<List<String>>();
        for (var n = 0; n < consents.size(); n++) {
            var consent = consents.get(n);
            if (!known.add(List.of(consent.participantId(), consent.districtId(), consent.kind()))) {
                errors.add(UserError.conflict(
                        "input.consents." + n + ".participantId",
                        "Record one consent of a kind for each child and district: put the categories together."));
            }
        }
        return errors;
    }

    private Mono<List<UserError>> documentMistakes(UnitOfWork work, DocumentInput document) {
        var errors = new ArrayList<UserError>();
        text("input.document.contact", document.contact(), SHORT, errors);
        text("input.document.identificationSeen", document.identificationSeen(), NAME, errors);
        text("input.document.formKey", document.formKey(), SHORT, errors);
        text("input.document.purpose", document.purpose(), LONG, errors);
        var file = document.evidenceFileId();
        if (file == null) {
            return Mono.just(errors);
        }
        return forms.isScan(work, Id.FILE.key(file)).map(found -> {
            if (!found) {
                errors.add(UserError.notFound(
                        "input.document.evidenceFileId", "Upload the scan first: there is no such file."));
            }
            return errors;
        });
    }

    private Mono<List<UserError>> consentMistakes(UnitOfWork work, String at, ConsentInput consent) {
        var subject = consent.subject();
        var terms = termMistakes(work, at, subject.participant(), subject.kind(), consent.terms(), subject.renews());
        return Mono.zip(forms.known(work, subject), terms).map(both -> {
            var known = both.getT1();
            var errors = new ArrayList<UserError>();
            if (!known.child()) {
                errors.add(UserError.notFound(at + "participantId", "There is no such participant for you."));
            } else if (!known.numbered()) {
                errors.add(UserError.notFound(
                        at + "districtId", "Type the child's own student ID at this district first."));
            }
            if (!known.district()) {
                errors.add(UserError.notFound(at + "districtId", "There is no such district for your organization."));
            }
            if ((subject.signer() == null) == (subject.newSigner() == null)) {
                errors.add(UserError.malformed(at + "signerId", "Name the signer: one known, or a new one by name."));
            } else if (subject.signer() != null && known.signer() == null) {
                errors.add(UserError.notFound(at + "signerId", "This person does not sign for this child."));
            } else if ("RESTRICTED".equals(known.signer())) {
                errors.add(UserError.notAllowed(at + "signerId", "A court's order takes this person's right to sign."));
            }
            text(at + "newSigner.name", subject.newSigner(), NAME, errors);
            if (known.child() && known.restricted()) {
                errors.add(UserError.notAllowed(
                        at + "newSigner.name", "A court's order takes this person's right to sign."));
            } else if (known.child() && known.signedBefore()) {
                errors.add(UserError.conflict(
                        at + "newSigner.name",
                        "This person is known as one who signs for the child: choose that signer."));
            }
            if (subject.renews() != null && !known.renewed()) {
                errors.add(UserError.notFound(
                        at + "renewsId", "There is no such consent of this kind for the child and district."));
            }
            errors.addAll(both.getT2());
            return errors;
        });
    }

    private Mono<List<UserError>> termMistakes(
            UnitOfWork work,
            String at,
            UUID participant,
            String kind,
            ConsentForms.Terms terms,
            @Nullable UUID renews) {
        return forms.contradictions(work, participant, kind, terms, renews).map(found -> {
            var errors = new ArrayList<UserError>();
            text(at + "proof", terms.proof(), NAME, errors);
            for (var apart : found.apart()) {
                errors.add(UserError.notAllowed(
                        at + "categories",
                        apart.category()
                                + " is not opened by a consent of this kind: leave it out here, and record one of kind "
                                + apart.kind() + "."));
            }
            if (!kind.equals("SHARING") && !terms.audiences().isEmpty()) {
                errors.add(UserError.outOfRange(
                        at + "audiences", "Only a consent of kind SHARING has audiences: record one of its own."));
            }
            days(at, terms, errors);
            if (found.anotherBirthDate()) {
                errors.add(UserError.conflict(
                        at + "studentBirthDate",
                        "You have entered another birth date for the child: correct the one that is wrong."));
            } else if (found.bornLater()) {
                errors.add(
                        UserError.outOfRange(at + "studentBirthDate", "Use a birth date that is not in the future."));
            }
            if (found.renewedAlready()) {
                errors.add(UserError.conflict(
                        at + "renewsId", "Another consent renews it already: renew that one, or withdraw it."));
            }
            return errors;
        });
    }

    private static void days(String at, ConsentForms.Terms terms, List<UserError> errors) {
        if ((terms.begins() == null) != (terms.ends() == null)) {
            errors.add(UserError.malformed(
                    at + (terms.begins() == null ? "begins" : "ends"),
                    "Enter the first and the last day, or neither."));
        } else if (terms.begins() != null
                && terms.ends() != null
                && !terms.begins().isBefore(terms.ends())) {
            errors.add(UserError.outOfRange(at + "ends", "Use a day after the first day."));
        }
    }

    private static void text(String field, @Nullable String text, int longest, List<UserError> errors) {
        var problem = Typed.problem(Typed.trimmed(text), longest);
        if (problem != null) {
            errors.add(UserError.malformed(field, problem));
        }
    }

    private static ConsentForms.Form form(UUID key, DocumentInput document) {
        var file = document.evidenceFileId();
        return new ConsentForms.Form(
                key,
                document.evidence(),
                file == null ? null : Id.FILE.key(file),
                Typed.trimmed(document.contact()),
                Typed.trimmed(document.identificationSeen()),
                Typed.trimmed(document.formKey()),
                document.signedOn(),
                Typed.trimmed(document.purpose()),
                document.parties().stream().distinct().toList());
    }

    static UUID derived(String from) {
        return UUID.nameUUIDFromBytes(from.getBytes(StandardCharsets.UTF_8));
    }

    private static UserError lacks(String requirement) {
        return UserError.conflict(
                "input.consentId",
                requirement + ": "
                        + switch (requirement) {
                            case "SIGNATURE_DATE" -> "enter the date of the signature, not later than today.";
                            case "RECORDS" -> "enter which records may be disclosed, or to which audiences.";
                            case "PURPOSE" -> "enter the purpose of the disclosure.";
                            case "ORGANIZATION_NAMED" -> "the form must name the organization.";
                            case "OPERATOR_NAMED" -> "the form must name the operator.";
                            case "BIRTH_DATE" ->
                                "enter the student's birth date from the form: the district has not given one.";
                            case "DAYS" -> "enter the first and the last day.";
                            case "SCAN" -> "hand in the scan of the paper.";
                            case "CONTACT" -> "enter where the link was sent.";
                            case "IDENTIFICATION" -> "attest which identification you have seen.";
                            case "SIGNER_WITH_RIGHTS" -> "a court's order takes the signer's rights.";
                            case "STUDENT_OF_AGE" ->
                                "the student signs on the 18th birthday or later, or after leaving for college.";
                            case "DISTRICT_AGREEMENT" -> "the district has no agreement with the organization.";
                            case "SIGNATURE_BY_HAND" -> "the district asks for a signature by hand.";
                            case "ALLOWED_CAPACITY" -> "the district does not let people sign in this capacity.";
                            case "PROOF" -> "the district asks for the proof of the signer's capacity.";
                            case "SHORTER_TERM" -> "the district allows a shorter term only.";
                            case "DISTRICT_FORM" -> "the district asks for its own form: enter the key printed on it.";
                            default -> "complete it.";
                        });
    }
}
