package link.studentsuccess.api.consent;

import graphql.GraphQLContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.district.District;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.participant.Participant;
import link.studentsuccess.api.participant.Participants;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Consents of a participant, and withdrawing one: whoever knows the child may close, and is recorded. */
@Controller
class ConsentResolver {

    private static final int LONGEST_NOTE = 500;
    private static final int LONGEST_NAME = 200;

    private final Consents consents;
    private final Participants participants;
    private final Districts districts;
    private final ConsentForms forms;

    /** What to withdraw, as the client sends it. */
    record RevokeConsentInput(
            String consentId,
            @Nullable String note,
            @Nullable String withdrawnById,
            @Nullable NewSigner withdrawnBy) {}

    record RevokeConsentPayload(
            @Nullable Consent consent, @Nullable Participant participant, List<UserError> errors) {

        static RevokeConsentPayload refused(UserError error) {
            return new RevokeConsentPayload(null, null, List.of(error));
        }
    }

    ConsentResolver(Consents consents, Participants participants, Districts districts, ConsentForms forms) {
        this.consents = consents;
        this.participants = participants;
        this.districts = districts;
        this.forms = forms;
    }

    @BatchMapping(typeName = "Participant")
    Mono<Map<Participant, List<Consent>>> consents(List<Participant> all, GraphQLContext context) {
        var keys = all.stream().map(Participant::key).toList();
        return consents.ofParticipants(UnitOfWork.in(context), keys)
                .map(found -> all.stream()
                        .distinct()
                        .collect(Collectors.toMap(p -> p, p -> found.getOrDefault(p.key(), List.of()))));
    }

    @BatchMapping(typeName = "Consent")
    Mono<Map<Consent, District>> district(List<Consent> all, GraphQLContext context) {
        return districts.of(UnitOfWork.in(context), all, Consent::districtKey);
    }

    @MutationMapping
    Mono<RevokeConsentPayload> revokeConsent(@Argument RevokeConsentInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var note = Typed.trimmed(input.note());
        var problem = Typed.problem(note, LONGEST_NOTE);
        if (problem != null) {
            return Mono.just(RevokeConsentPayload.refused(UserError.malformed("input.note", problem)));
        }
        return consents.one(work, Id.CONSENT.key(input.consentId()))
                .flatMap(consent -> input.withdrawnBy() == null
                        ? revoked(
                                work,
                                consent,
                                input.withdrawnById() == null ? null : Id.SIGNER.key(input.withdrawnById()),
                                note)
                        : revokedByNew(work, consent, input, input.withdrawnBy()))
                .defaultIfEmpty(RevokeConsentPayload.refused(
                        UserError.notFound("input.consentId", "There is no such consent for you.")));
    }

    private Mono<RevokeConsentPayload> revoked(
            UnitOfWork work, Consent consent, @Nullable UUID withdrawnBy, @Nullable String note) {
        var by = withdrawnBy == null ? consent.form().signerKey() : withdrawnBy;
        return forms.mayWithdraw(work, consent.participantKey(), by)
                .flatMap(
                        may -> may
                                ? consents.revoke(work, consent.key(), withdrawnBy, note)
                                        .then(withdrawn(work, consent))
                                : Mono.just(
                                        RevokeConsentPayload.refused(
                                                UserError.notAllowed(
                                                        "input.withdrawnById",
                                                        "This person does not sign for the child, or a court's order has taken the right to withdraw."))));
    }

    /** By somebody who has never signed for the child: known as a signer from here on. Sent again, it is the same person. */
    private Mono<RevokeConsentPayload> revokedByNew(
            UnitOfWork work, Consent consent, RevokeConsentInput input, NewSigner person) {
        var name = Typed.trimmed(person.name());
        var problem = Typed.problem(name, LONGEST_NAME);
        if (name == null || problem != null || input.withdrawnById() != null) {
            var error = input.withdrawnById() != null
                    ? UserError.malformed(
                            "input.withdrawnBy", "Name who withdraws once: a signer known, or a new one by name.")
                    : UserError.malformed("input.withdrawnBy.name", problem == null ? "Write a name." : problem);
            return Mono.just(RevokeConsentPayload.refused(error));
        }
        var child = consent.participantKey();
        var signer =
                ConsentFormResolver.derived("withdrew " + consent.key() + " signer " + name.toLowerCase(Locale.ROOT));
        return forms.restricted(work, child, name, person.capacity())
                .flatMap(restricted -> restricted
                        ? Mono.just(RevokeConsentPayload.refused(UserError.notAllowed(
                                "input.withdrawnBy.name",
                                "A court's order has taken this person's right to withdraw.")))
                        : forms.signedBefore(work, child, name, signer)
                                .flatMap(before -> before
                                        ? Mono.just(
                                                RevokeConsentPayload.refused(
                                                        UserError.conflict(
                                                                "input.withdrawnBy.name",
                                                                "This person is known as one who signs for the child: choose that signer.")))
                                        : forms.writeSigner(work, signer, child, name, person.capacity())
                                                .then(Mono.defer(() ->
                                                        revoked(work, consent, signer, Typed.trimmed(input.note()))))));
    }

    /** Read again after the change: what is left of the participant is decided anew by the fields below. */
    private Mono<RevokeConsentPayload> withdrawn(UnitOfWork work, Consent consent) {
        return consents.one(work, consent.key())
                .zipWith(participants.one(work, consent.participantKey()))
                .map(both -> new RevokeConsentPayload(both.getT1(), both.getT2(), List.of()));
    }
}
