package link.studentsuccess.api.designation;

import graphql.GraphQLContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Whom a district names to fill the rosters with the students of a school. */
@Controller
class PrincipalResolver {

    private final Designations designations;

    record NamePrincipalInput(String idempotencyKey, String staffId, String schoolCode) {}

    record NamePrincipalPayload(@Nullable Principal principal, List<UserError> errors) {}

    record EndPrincipalInput(String principalId, int version) {}

    record EndPrincipalPayload(@Nullable Principal principal, List<UserError> errors) {

        static EndPrincipalPayload refused(UserError error) {
            return new EndPrincipalPayload(null, List.of(error));
        }
    }

    PrincipalResolver(Designations designations) {
        this.designations = designations;
    }

    @QueryMapping
    Mono<List<Principal>> principals(GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return work.entered()
                .filter(viewer -> viewer.role() == Role.DISTRICT_STEWARD)
                .flatMap(viewer -> designations.principals(work));
    }

    @MutationMapping
    Mono<NamePrincipalPayload> namePrincipal(@Argument NamePrincipalInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var membership = Id.STAFF.key(input.staffId());
        return work.entered().flatMap(viewer -> {
            var key = IdempotencyKey.id(viewer.membership(), "namePrincipal", input.idempotencyKey());
            return designations
                    .principal(work, key)
                    .map(principal -> new NamePrincipalPayload(principal, List.of()))
                    .switchIfEmpty(Mono.defer(() -> name(work, key, membership, input.schoolCode())));
        });
    }

    private Mono<NamePrincipalPayload> name(UnitOfWork work, UUID key, UUID membership, String school) {
        return designations.schools(work, membership).flatMap(schools -> {
            var errors = new ArrayList<UserError>();
            if (schools.isEmpty()) {
                errors.add(
                        UserError.notFound("input.staffId", "There is no such member of the district's school staff."));
            } else if (!schools.contains(school)) {
                errors.add(UserError.notFound("input.schoolCode", "It is not one of the person's schools."));
            }
            return errors.isEmpty()
                    ? designations
                            .name(work, key, membership, school)
                            .then(designations.principal(work, key))
                            .map(principal -> new NamePrincipalPayload(principal, List.of()))
                            .defaultIfEmpty(new NamePrincipalPayload(
                                    null,
                                    List.of(UserError.conflict(
                                            "input.staffId", "The person has been named for this school already."))))
                    : Mono.just(new NamePrincipalPayload(null, errors));
        });
    }

    @MutationMapping
    Mono<EndPrincipalPayload> endPrincipal(@Argument EndPrincipalInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return designations
                .principal(work, Id.PRINCIPAL.key(input.principalId()))
                .flatMap(principal -> end(work, principal, input.version()))
                .defaultIfEmpty(EndPrincipalPayload.refused(
                        UserError.notFound("input.principalId", "There is no such naming in your district.")));
    }

    private Mono<EndPrincipalPayload> end(UnitOfWork work, Principal principal, int version) {
        if (principal.version() != version) {
            return Mono.just(EndPrincipalPayload.refused(UserError.changedMeanwhile()));
        }
        if (principal.endedAt() != null) {
            return Mono.just(EndPrincipalPayload.refused(
                    UserError.conflict("input.principalId", "It has been taken back already.")));
        }
        return designations
                .endPrincipal(work, principal.key(), version)
                .flatMap(ended -> ended == 0
                        ? Mono.just(EndPrincipalPayload.refused(UserError.changedMeanwhile()))
                        : designations
                                .principal(work, principal.key())
                                .map(now -> new EndPrincipalPayload(now, List.of())));
    }
}
