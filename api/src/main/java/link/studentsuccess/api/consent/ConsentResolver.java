package link.studentsuccess.api.consent;

import graphql.GraphQLContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.district.District;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.graphql.Id;
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

    private final Consents consents;
    private final Participants participants;
    private final Districts districts;
    private final ConsentForms forms;

    /** What to withdraw, as the client sends it. */
    record RevokeConsentInput(
            String consentId,
            @Nullable String note,
            @Nullable String withdrawnById) {}

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
        var note = input.note();
        if (note != null && (note.length() > LONGEST_NOTE || note.indexOf('\0') >= 0)) {
            var error = UserError.outOfRange("input.note", "Use at most " + LONGEST_NOTE + " readable characters.");
            return Mono.just(RevokeConsentPayload.refused(error));
        }
        var withdrawnBy = input.withdrawnById() == null ? null : Id.SIGNER.key(input.withdrawnById());
        return consents.one(work, Id.CONSENT.key(input.consentId()))
                .flatMap(
                        consent -> forms.mayWithdraw(
                                        work,
                                        consent.participantKey(),
                                        withdrawnBy == null ? consent.form().signerKey() : withdrawnBy)
                                .flatMap(
                                        may -> may
                                                ? consents.revoke(work, consent.key(), withdrawnBy, note)
                                                        .then(withdrawn(work, consent))
                                                : Mono.just(
                                                        RevokeConsentPayload.refused(
                                                                UserError.notAllowed(
                                                                        "input.withdrawnById",
                                                                        "This person does not sign for the child, or a court's order has taken the right to withdraw.")))))
                .defaultIfEmpty(RevokeConsentPayload.refused(
                        UserError.notFound("input.consentId", "There is no such consent for you.")));
    }

    /** Read again after the change: what is left of the participant is decided anew by the fields below. */
    private Mono<RevokeConsentPayload> withdrawn(UnitOfWork work, Consent consent) {
        return consents.one(work, consent.key())
                .zipWith(participants.one(work, consent.participantKey()))
                .map(both -> new RevokeConsentPayload(both.getT1(), both.getT2(), List.of()));
    }
}
