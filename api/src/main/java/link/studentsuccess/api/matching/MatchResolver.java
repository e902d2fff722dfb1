package link.studentsuccess.api.matching;

import graphql.GraphQLContext;
import java.util.List;
import java.util.function.Function;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.UserError;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** A steward's lists of matches, null for everybody else; and the word of the district on those without a birth date. */
@Controller
class MatchResolver {

    private static final int MOST = 100;

    private final Matches matches;

    record BrokenMatches(List<UnsettledMatch> items) {}

    record MatchesToConfirm(List<UnsettledMatch> items) {}

    record ConfirmMatchInput(String matchId) {}

    record RefuseMatchInput(String matchId) {}

    record StewardDecisionPayload(boolean recorded, List<UserError> errors) {

        static StewardDecisionPayload of(String outcome) {
            return switch (outcome) {
                case "DONE" -> new StewardDecisionPayload(true, List.of());
                case "CONFLICT" ->
                    refused(UserError.conflict("input.matchId", "It has been decided so before: nothing has changed."));
                default ->
                    refused(UserError.notFound(
                            "input.matchId",
                            "There is no such match for you; it may have changed: look at the list again."));
            };
        }

        private static StewardDecisionPayload refused(UserError error) {
            return new StewardDecisionPayload(false, List.of(error));
        }
    }

    MatchResolver(Matches matches) {
        this.matches = matches;
    }

    @QueryMapping
    Mono<BrokenMatches> brokenMatches(GraphQLContext context) {
        return stewards(context, work -> matches.broken(work, MOST)).map(BrokenMatches::new);
    }

    @QueryMapping
    Mono<MatchesToConfirm> matchesToConfirm(GraphQLContext context) {
        return stewards(context, work -> matches.toConfirm(work, MOST)).map(MatchesToConfirm::new);
    }

    private static <T> Mono<T> stewards(GraphQLContext context, Function<UnitOfWork, Mono<T>> read) {
        var work = UnitOfWork.in(context);
        return work.entered()
                .filter(viewer -> viewer.role() == Role.DISTRICT_STEWARD)
                .flatMap(viewer -> read.apply(work));
    }

    @MutationMapping
    Mono<StewardDecisionPayload> confirmMatch(@Argument ConfirmMatchInput input, GraphQLContext context) {
        return decided(context, input.matchId(), "CONFIRMED");
    }

    @MutationMapping
    Mono<StewardDecisionPayload> refuseMatch(@Argument RefuseMatchInput input, GraphQLContext context) {
        return decided(context, input.matchId(), "REFUSED");
    }

    private Mono<StewardDecisionPayload> decided(GraphQLContext context, String match, String decision) {
        return matches.decide(UnitOfWork.in(context), Id.MATCH.key(match), decision)
                .map(StewardDecisionPayload::of);
    }
}
