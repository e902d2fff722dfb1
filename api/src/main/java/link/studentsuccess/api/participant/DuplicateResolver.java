package link.studentsuccess.api.participant;

import graphql.GraphQLContext;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.destruction.Destruction;
import link.studentsuccess.api.destruction.Destructions;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.participant.ParticipantInput.DestroyParticipantInput;
import link.studentsuccess.api.participant.ParticipantInput.MergeParticipantsInput;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What was entered twice or by mistake: found, merged, destroyed. */
@Controller
class DuplicateResolver {

    private static final int USUAL = 25;
    private static final int LONGEST_REASON = 500;
    private static final String LIST = "possibleDuplicates";

    private final Duplicates duplicates;
    private final Destructions destructions;
    private final Participants participants;
    private final Cursors cursors;

    /** Two participants that may be one child. */
    record PossibleDuplicate(UUID key, Participant first, Participant second, List<String> because) {}

    record DestroyParticipantPayload(@Nullable Destruction destruction, List<UserError> errors) {}

    DuplicateResolver(Duplicates duplicates, Destructions destructions, Participants participants, Cursors cursors) {
        this.duplicates = duplicates;
        this.destructions = destructions;
        this.participants = participants;
        this.cursors = cursors;
    }

    @QueryMapping
    Mono<Connection<PossibleDuplicate>> possibleDuplicates(
            @Argument @Nullable Integer first, @Argument @Nullable String after, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var size = Page.size(first, USUAL);
        return work.entered()
                .filter(viewer -> viewer.role() == Role.ADMIN || viewer.role() == Role.PROGRAM_MANAGER)
                .flatMap(viewer -> duplicates
                        .pairs(work, cursors.entry(LIST, viewer.membership(), after), size + 1)
                        .flatMap(pairs -> named(work, pairs))
                        .map(rows -> Connection.ofOneMore(
                                rows, row -> cursors.cursor(LIST, viewer.membership(), row.key()), size)));
    }

    private Mono<List<PossibleDuplicate>> named(UnitOfWork work, List<Duplicates.Pair> pairs) {
        var keys = new HashSet<UUID>();
        pairs.forEach(pair -> keys.addAll(List.of(pair.first(), pair.second())));
        return participants
                .byKey(work, keys)
                .map(found -> pairs.stream()
                        .filter(pair -> found.keySet().containsAll(List.of(pair.first(), pair.second())))
                        .map(pair -> named(found, pair))
                        .toList());
    }

    private static PossibleDuplicate named(Map<UUID, Participant> found, Duplicates.Pair pair) {
        return new PossibleDuplicate(pair.key(), get(found, pair.first()), get(found, pair.second()), pair.because());
    }

    private static Participant get(Map<UUID, Participant> found, UUID key) {
        return Objects.requireNonNull(found.get(key), "filtered before");
    }

    @MutationMapping
    Mono<ParticipantPayload> mergeParticipants(@Argument MergeParticipantsInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var keep = new Duplicates.Version(Id.PARTICIPANT.key(input.keepId()), input.keepVersion());
        var merge = new Duplicates.Version(Id.PARTICIPANT.key(input.mergeId()), input.mergeVersion());
        if (keep.key().equals(merge.key())) {
            return refused(UserError.conflict("input.mergeId", "Name two participants."));
        }
        return duplicates.merge(work, keep, merge).flatMap(outcome -> switch (outcome) {
            case "DONE" -> participants.one(work, keep.key()).map(ParticipantPayload::of);
            case "CHANGED_MEANWHILE" -> stale(work, keep);
            case "ON_HOLD" -> refused(ParticipantChanges.onHold("input.mergeId"));
            case "WITHDRAWN" ->
                refused(
                        UserError.conflict(
                                "input.mergeId",
                                "A family has withdrawn a consent of this one, which would be left behind: keep this one and merge the other."));
            default ->
                refused(
                        UserError.notFound(
                                "input.mergeId",
                                "There are no such two participants for you, or you do not manage all programs: ask an administrator."));
        });
    }

    private Mono<ParticipantPayload> stale(UnitOfWork work, Duplicates.Version keep) {
        return participants
                .one(work, keep.key())
                .flatMap(now -> refused(new UserError(
                        now.version() == keep.version() ? "input.mergeVersion" : "input.keepVersion",
                        UserError.Code.CHANGED_MEANWHILE,
                        "It was changed since you looked at it: look at both again, then decide anew.")));
    }

    private static Mono<ParticipantPayload> refused(UserError error) {
        return Mono.just(ParticipantPayload.refused(List.of(error)));
    }

    @MutationMapping
    Mono<DestroyParticipantPayload> destroyParticipant(
            @Argument DestroyParticipantInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.PARTICIPANT.key(input.participantId());
        var reason = Typed.trimmed(input.reason());
        var problem = reason == null ? "Say why." : Typed.problem(reason, LONGEST_REASON);
        if (reason == null || problem != null) {
            return notDestroyed(UserError.malformed("input.reason", String.valueOf(problem)));
        }
        return duplicates
                .destroy(work, new Duplicates.Version(key, input.version()), reason)
                .flatMap(outcome -> switch (outcome) {
                    case "DONE" ->
                        destructions
                                .ofParticipant(work, key)
                                .map(done -> new DestroyParticipantPayload(done, List.of()));
                    case "CHANGED_MEANWHILE" -> notDestroyed(UserError.changedMeanwhile());
                    case "ON_HOLD" -> notDestroyed(ParticipantChanges.onHold("input.participantId"));
                    default ->
                        notDestroyed(
                                UserError.notFound("input.participantId", "There is no such participant for you."));
                });
    }

    private static Mono<DestroyParticipantPayload> notDestroyed(UserError error) {
        return Mono.just(new DestroyParticipantPayload(null, List.of(error)));
    }
}
