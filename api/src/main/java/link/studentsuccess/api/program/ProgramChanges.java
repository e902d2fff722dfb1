package link.studentsuccess.api.program;

import graphql.GraphQLContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

/** Making and changing programs, and choosing with whom participation in one is shared. */
@Controller
class ProgramChanges {

    private static final int LONGEST = 100;

    private final Programs programs;
    private final ProgramWrites writes;

    record CreateProgramInput(
            String idempotencyKey,
            String name,
            String kind,
            String sharing,
            @Nullable String site) {}

    record ChangeProgramInput(
            String programId,
            int version,
            String name,
            String kind,
            String sharing,
            @Nullable String site) {}

    record ProgramPayload(@Nullable Program program, List<UserError> errors) {

        static Mono<ProgramPayload> refused(List<UserError> errors) {
            return Mono.just(new ProgramPayload(null, errors));
        }
    }

    record OptInToSharingInput(String idempotencyKey, String programId, String audience) {}

    record WithdrawSharingOptInInput(String optInId, int version) {}

    record SharingOptInPayload(@Nullable SharingOptIn optIn, List<UserError> errors) {

        static Mono<SharingOptInPayload> refused(UserError error) {
            return Mono.just(new SharingOptInPayload(null, List.of(error)));
        }
    }

    ProgramChanges(Programs programs, ProgramWrites writes) {
        this.programs = programs;
        this.writes = writes;
    }

    @MutationMapping
    Mono<ProgramPayload> createProgram(@Argument CreateProgramInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var errors = texts(input.name(), input.site());
        if (!errors.isEmpty()) {
            return ProgramPayload.refused(errors);
        }
        return work.entered().flatMap(viewer -> {
            var key = IdempotencyKey.id(viewer.membership(), "createProgram", input.idempotencyKey());
            var program = new Program(
                    key, input.name().strip(), input.kind(), input.sharing(), Typed.trimmed(input.site()), 1);
            return writes.create(work, program)
                    .then(programs.one(work, key))
                    .map(made -> new ProgramPayload(made, List.of()))
                    .switchIfEmpty(ProgramPayload.refused(List.of(nameTaken())));
        });
    }

    @MutationMapping
    Mono<ProgramPayload> changeProgram(@Argument ChangeProgramInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.PROGRAM.key(input.programId());
        var errors = texts(input.name(), input.site());
        if (!errors.isEmpty()) {
            return ProgramPayload.refused(errors);
        }
        var program = new Program(
                key, input.name().strip(), input.kind(), input.sharing(), Typed.trimmed(input.site()), input.version());
        return programs.one(work, key)
                .flatMap(before -> writes.isNameFree(work, program)
                        .flatMap(free -> free ? changed(work, program) : ProgramPayload.refused(List.of(nameTaken()))))
                .switchIfEmpty(ProgramPayload.refused(List.of(noProgram())));
    }

    private Mono<ProgramPayload> changed(UnitOfWork work, Program program) {
        return writes.change(work, program)
                .flatMap(rows -> rows == 0
                        ? ProgramPayload.refused(List.of(UserError.changedMeanwhile()))
                        : programs.one(work, program.key()).map(now -> new ProgramPayload(now, List.of())));
    }

    @MutationMapping
    Mono<SharingOptInPayload> optInToSharing(@Argument OptInToSharingInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var program = Id.PROGRAM.key(input.programId());
        return work.entered()
                .flatMap(viewer -> programs.one(work, program).flatMap(found -> {
                    if (found.sharing().equals("NEVER")) {
                        return SharingOptInPayload.refused(UserError.conflict(
                                "input.programId",
                                "Participation in this program is never shared: change the program first."));
                    }
                    var key = IdempotencyKey.id(viewer.membership(), "optInToSharing", input.idempotencyKey());
                    return optIn(work, key, program, input.audience());
                }))
                .switchIfEmpty(SharingOptInPayload.refused(noProgram()));
    }

    private Mono<SharingOptInPayload> optIn(UnitOfWork work, UUID key, UUID program, String audience) {
        return writes.optIn(work, key, program, audience)
                .then(writes.optIn(work, key))
                .map(made -> new SharingOptInPayload(made, List.of()))
                .switchIfEmpty(SharingOptInPayload.refused(UserError.conflict(
                        "input.audience",
                        "It is shared so already, or the agreement with the operator is not in force.")));
    }

    @MutationMapping
    Mono<SharingOptInPayload> withdrawSharingOptIn(@Argument WithdrawSharingOptInInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.SHARING_OPT_IN.key(input.optInId());
        return writes.optIn(work, key)
                .flatMap(before -> before.withdrawnAt() != null
                        ? Mono.just(new SharingOptInPayload(before, List.of()))
                        : writes.withdraw(work, key, input.version())
                                .flatMap(rows -> rows == 0
                                        ? SharingOptInPayload.refused(UserError.changedMeanwhile())
                                        : writes.optIn(work, key).map(now -> new SharingOptInPayload(now, List.of()))))
                .switchIfEmpty(SharingOptInPayload.refused(
                        UserError.notFound("input.optInId", "There is no such opt-in of your organization.")));
    }

    private static List<UserError> texts(String name, @Nullable String site) {
        var errors = new ArrayList<UserError>();
        var problem = Typed.trimmed(name) == null ? "Say the name." : Typed.problem(name.strip(), LONGEST);
        if (problem != null) {
            errors.add(UserError.malformed("input.name", problem));
        }
        var elsewhere = Typed.problem(Typed.trimmed(site), LONGEST);
        if (elsewhere != null) {
            errors.add(UserError.malformed("input.site", elsewhere));
        }
        return errors;
    }

    private static UserError nameTaken() {
        return UserError.conflict("input.name", "Another program of your organization has this name.");
    }

    private static UserError noProgram() {
        return UserError.notFound("input.programId", "There is no such program in your organization.");
    }
}
