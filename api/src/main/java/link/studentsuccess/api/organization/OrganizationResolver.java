package link.studentsuccess.api.organization;

import graphql.GraphQLContext;
import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Organizations, made and renamed by the operator. Agreements and programs are in their own packages. */
@Controller
class OrganizationResolver {

    private static final int LONGEST_NAME = 100;

    /** RFC 1123: labels of letters, digits and hyphens. */
    private static final String HOST =
            "(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?";

    private final Organizations organizations;

    record CreateOrganizationInput(String idempotencyKey, String name, String host) {}

    record ChangeOrganizationInput(String organizationId, int version, String name) {}

    record OrganizationPayload(@Nullable Organization organization, List<UserError> errors) {

        static Mono<OrganizationPayload> refused(List<UserError> errors) {
            return Mono.just(new OrganizationPayload(null, errors));
        }
    }

    OrganizationResolver(Organizations organizations) {
        this.organizations = organizations;
    }

    @QueryMapping
    Mono<List<Organization>> organizations(GraphQLContext context) {
        return organizations.all(UnitOfWork.in(context));
    }

    @MutationMapping
    Mono<OrganizationPayload> createOrganization(@Argument CreateOrganizationInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var errors = new ArrayList<>(name(input.name()));
        if (!input.host().matches(HOST)) {
            errors.add(UserError.malformed(
                    "input.host", "Use a host name in small letters without port, such as hope.example.org."));
        }
        if (!errors.isEmpty()) {
            return OrganizationPayload.refused(errors);
        }
        return work.entered().flatMap(viewer -> {
            var key = IdempotencyKey.id(viewer.membership(), "createOrganization", input.idempotencyKey());
            return organizations
                    .create(work, new Organization(key, input.name().strip(), input.host(), null, 1))
                    .then(organizations.one(work, key))
                    .map(made -> new OrganizationPayload(made, List.of()))
                    .switchIfEmpty(OrganizationPayload.refused(List.of(UserError.conflict(
                            "input", "Another organization, district or the operator has this name or address."))));
        });
    }

    @MutationMapping
    Mono<OrganizationPayload> changeOrganization(@Argument ChangeOrganizationInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.ORGANIZATION.key(input.organizationId());
        var errors = name(input.name());
        if (!errors.isEmpty()) {
            return OrganizationPayload.refused(errors);
        }
        return organizations
                .one(work, key)
                .flatMap(before -> organizations
                        .isNameFree(work, key, input.name().strip())
                        .flatMap(free -> free
                                ? organizations
                                        .rename(
                                                work,
                                                key,
                                                input.version(),
                                                input.name().strip())
                                        .flatMap(rows -> rows == 0
                                                ? OrganizationPayload.refused(List.of(UserError.changedMeanwhile()))
                                                : organizations
                                                        .one(work, key)
                                                        .map(now -> new OrganizationPayload(now, List.of())))
                                : OrganizationPayload.refused(List.of(
                                        UserError.conflict("input.name", "Another organization has this name.")))))
                .switchIfEmpty(OrganizationPayload.refused(
                        List.of(UserError.notFound("input.organizationId", "There is no such organization."))));
    }

    private static List<UserError> name(String name) {
        var problem = Typed.trimmed(name) == null ? "Say the name." : Typed.problem(name.strip(), LONGEST_NAME);
        return problem == null ? List.of() : List.of(UserError.malformed("input.name", problem));
    }
}
