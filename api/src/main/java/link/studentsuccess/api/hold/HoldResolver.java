package link.studentsuccess.api.hold;

import graphql.GraphQLContext;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Entered;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Setting and ending holds, and those that one's own side has set. */
@Controller
class HoldResolver {

    private static final int USUAL = 25;

    private final Holds holds;
    private final Cursors cursors;

    /** What to stop, and why, as the client sends it. */
    record PlaceHoldInput(
            String idempotencyKey,
            HoldTargetInput target,
            String kind,
            String cause,
            @Nullable String note,
            @Nullable OffsetDateTime until) {}

    record PlaceHoldPayload(@Nullable Hold hold, @Nullable Boolean numberPublished, List<UserError> errors) {

        static PlaceHoldPayload refused(List<UserError> errors) {
            return new PlaceHoldPayload(null, null, errors);
        }
    }

    record EndHoldInput(String holdId, int version) {}

    record EndHoldPayload(@Nullable Hold hold, List<UserError> errors) {

        static EndHoldPayload refused(UserError error) {
            return new EndHoldPayload(null, List.of(error));
        }
    }

    HoldResolver(Holds holds, Cursors cursors) {
        this.holds = holds;
        this.cursors = cursors;
    }

    @QueryMapping
    Mono<Connection<Hold>> holds(
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @Argument @Nullable Boolean ended,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var size = Page.size(first, USUAL);
        var withEnded = Boolean.TRUE.equals(ended);
        var list = "holds " + withEnded;
        return work.entered()
                .filter(viewer -> setsHolds(viewer.role()))
                .flatMap(viewer -> holds.page(
                                work, withEnded, cursors.entry(list, viewer.membership(), after), size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows, hold -> cursors.cursor(list, viewer.membership(), hold.key()), size)));
    }

    private static boolean setsHolds(Role role) {
        return role == Role.ADMIN || role == Role.DISTRICT_STEWARD || role == Role.OPERATOR;
    }

    @MutationMapping
    Mono<PlaceHoldPayload> placeHold(@Argument PlaceHoldInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return work.entered().flatMap(viewer -> {
            var key = IdempotencyKey.id(viewer.membership(), "placeHold", input.idempotencyKey());
            return holds.one(work, key)
                    .flatMap(hold -> placed(work, viewer, hold))
                    .switchIfEmpty(Mono.defer(() -> place(work, viewer, key, input)));
        });
    }

    private Mono<PlaceHoldPayload> place(UnitOfWork work, Entered viewer, UUID key, PlaceHoldInput input) {
        var errors = new ArrayList<UserError>();
        var note = Note.of(input.note(), errors);
        var target = input.target().read(viewer, errors);
        if (input.kind().equals("REMOVE") && target != null && !target.isAChild()) {
            errors.add(UserError.malformed("input.kind", "Only a child can be taken off the lists; use CLOSE."));
        }
        if (input.kind().equals("REMOVE") && !input.cause().equals("DEATH")) {
            errors.add(UserError.conflict("input.cause", "Only a death takes a child off the lists; use CLOSE."));
        }
        if (input.cause().equals("OTHER")
                && (input.note() == null || input.note().isBlank())) {
            errors.add(UserError.malformed("input.note", "Say what else it is: the cause OTHER says nothing alone."));
        }
        if (input.kind().equals("REMOVE") && viewer.role() == Role.OPERATOR) {
            errors.add(UserError.notAllowed(
                    "input.kind", "The operator only closes; a death is entered by the district or the organization."));
        }
        var until = input.until();
        var inTime = until == null ? Mono.just(true) : holds.later(work, until);
        return inTime.flatMap(later -> {
            if (!later) {
                errors.add(UserError.outOfRange("input.until", "Use a moment that is still to come, or none."));
            }
            if (target == null) {
                return Mono.just(PlaceHoldPayload.refused(errors));
            }
            var wanted = new Holds.Wanted(key, target, input.kind(), input.cause(), note, until);
            return holds.may(work, wanted).flatMap(may -> {
                if (!may && errors.isEmpty()) {
                    errors.add(UserError.notFound("input.target", "There is no such thing that you could stop."));
                }
                return errors.isEmpty()
                        ? holds.place(work, wanted)
                                .then(holds.one(work, key))
                                .flatMap(hold -> placed(work, viewer, hold))
                        : Mono.just(PlaceHoldPayload.refused(errors));
            });
        });
    }

    private Mono<PlaceHoldPayload> placed(UnitOfWork work, Entered viewer, Hold hold) {
        var number = hold.target().districtStudentId();
        return number == null || viewer.role() != Role.DISTRICT_STEWARD
                ? Mono.just(new PlaceHoldPayload(hold, null, List.of()))
                : holds.published(work, number).map(published -> new PlaceHoldPayload(hold, published, List.of()));
    }

    @MutationMapping
    Mono<EndHoldPayload> endHold(@Argument EndHoldInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return holds.one(work, Id.HOLD.key(input.holdId()))
                .flatMap(hold -> end(work, hold, input.version()))
                .defaultIfEmpty(EndHoldPayload.refused(
                        UserError.notFound("input.holdId", "There is no such hold that your side has set.")));
    }

    private Mono<EndHoldPayload> end(UnitOfWork work, Hold hold, int version) {
        if (hold.onMyself()) {
            return Mono.just(EndHoldPayload.refused(UserError.notAllowed(
                    "input.holdId", "Nobody ends a hold on oneself: ask somebody else of your side.")));
        }
        if (hold.version() != version) {
            return Mono.just(EndHoldPayload.refused(UserError.changedMeanwhile()));
        }
        if (!hold.inForce()) {
            return Mono.just(EndHoldPayload.refused(UserError.conflict("input.holdId", "It has ended already.")));
        }
        return holds.end(work, hold.key(), version)
                .flatMap(ended -> ended == 0
                        ? Mono.just(EndHoldPayload.refused(UserError.changedMeanwhile()))
                        : holds.one(work, hold.key()).map(now -> new EndHoldPayload(now, List.of())));
    }
}
