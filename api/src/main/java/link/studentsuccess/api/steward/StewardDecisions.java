package link.studentsuccess.api.steward;

import graphql.GraphQLContext;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What a district's steward decides about consents; each once, so that no decision overwrites another. */
@Controller
class StewardDecisions {

    private static final int LONGEST = 500;

    private final StewardRecords records;

    record VerifyConsentInput(String consentId) {}

    record RefuseConsentVerificationInput(String consentId, String reason) {}

    record AskAboutConsentInput(String idempotencyKey, String consentId, String question) {}

    record DecideWithdrawalInput(String consentId, String decision, String reason) {}

    record RestrictSignerRightsInput(String signerId, String reason) {}

    record LiftSignerRestrictionInput(String signerId) {}

    record StewardDecisionPayload(boolean recorded, List<UserError> errors) {

        static StewardDecisionPayload refused(UserError error) {
            return new StewardDecisionPayload(false, List.of(error));
        }
    }

    StewardDecisions(StewardRecords records) {
        this.records = records;
    }

    @MutationMapping
    Mono<StewardDecisionPayload> verifyConsent(@Argument VerifyConsentInput input, GraphQLContext context) {
        var consent = Id.CONSENT.key(input.consentId());
        return payload("input.consentId", records.verify(UnitOfWork.in(context), consent, true, null));
    }

    @MutationMapping
    Mono<StewardDecisionPayload> refuseConsentVerification(
            @Argument RefuseConsentVerificationInput input, GraphQLContext context) {
        var consent = Id.CONSENT.key(input.consentId());
        return written(
                "input.reason",
                input.reason(),
                reason -> payload("input.consentId", records.verify(UnitOfWork.in(context), consent, false, reason)));
    }

    @MutationMapping
    Mono<StewardDecisionPayload> askAboutConsent(@Argument AskAboutConsentInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var consent = Id.CONSENT.key(input.consentId());
        return written(
                "input.question",
                input.question(),
                question -> work.entered()
                        .flatMap(viewer -> payload(
                                "input.consentId",
                                records.ask(
                                        work, key(viewer.membership(), input.idempotencyKey()), consent, question))));
    }

    private static UUID key(UUID membership, String idempotencyKey) {
        return IdempotencyKey.id(membership, "askAboutConsent", idempotencyKey);
    }

    @MutationMapping
    Mono<StewardDecisionPayload> decideWithdrawal(@Argument DecideWithdrawalInput input, GraphQLContext context) {
        var consent = Id.CONSENT.key(input.consentId());
        return written(
                "input.reason",
                input.reason(),
                reason -> payload(
                        "input.consentId", records.decide(UnitOfWork.in(context), consent, input.decision(), reason)));
    }

    @MutationMapping
    Mono<StewardDecisionPayload> restrictSignerRights(
            @Argument RestrictSignerRightsInput input, GraphQLContext context) {
        var signer = Id.SIGNER.key(input.signerId());
        return written(
                "input.reason",
                input.reason(),
                reason -> payload("input.signerId", records.restrict(UnitOfWork.in(context), signer, true, reason)));
    }

    @MutationMapping
    Mono<StewardDecisionPayload> liftSignerRestriction(
            @Argument LiftSignerRestrictionInput input, GraphQLContext context) {
        var signer = Id.SIGNER.key(input.signerId());
        return payload("input.signerId", records.restrict(UnitOfWork.in(context), signer, false, null));
    }

    private static Mono<StewardDecisionPayload> written(
            String field, String text, Function<String, Mono<StewardDecisionPayload>> decision) {
        var trimmed = Typed.trimmed(text);
        if (trimmed == null) {
            return Mono.just(StewardDecisionPayload.refused(UserError.malformed(field, "Write a sentence.")));
        }
        var problem = Typed.problem(trimmed, LONGEST);
        return problem == null
                ? decision.apply(trimmed)
                : Mono.just(StewardDecisionPayload.refused(UserError.malformed(field, problem)));
    }

    private static Mono<StewardDecisionPayload> payload(String field, Mono<String> outcome) {
        return outcome.map(said -> {
            var error = refusal(field, said);
            return error == null ? new StewardDecisionPayload(true, List.of()) : StewardDecisionPayload.refused(error);
        });
    }

    private static @Nullable UserError refusal(String field, String outcome) {
        return switch (outcome) {
            case "DONE" -> null;
            case "CONFLICT" ->
                UserError.conflict(field, "It has been decided, withdrawn or lifted before: look at it again.");
            default -> UserError.notFound(field, "There is no such thing for your district.");
        };
    }
}
