package link.studentsuccess.api.organization;

import graphql.GraphQLContext;
import java.util.List;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.organization.OrganizationResolver.OrganizationPayload;
import link.studentsuccess.api.organization.Organizations.Closing;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The end of an organization, by the operator. */
@Controller
class ClosingResolver {

    private static final int LONGEST_REASON = 500;

    private final Organizations organizations;

    record CloseOrganizationInput(
            String organizationId, int version, String confirmation, String reason, boolean withoutExport) {}

    ClosingResolver(Organizations organizations) {
        this.organizations = organizations;
    }

    @MutationMapping
    Mono<OrganizationPayload> closeOrganization(@Argument CloseOrganizationInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var key = Id.ORGANIZATION.key(input.organizationId());
        var reason = Typed.trimmed(input.reason());
        var problem = reason == null ? "Say why." : Typed.problem(reason, LONGEST_REASON);
        if (reason == null || problem != null) {
            return refused(UserError.malformed("input.reason", String.valueOf(problem)));
        }
        var closing = new Closing(key, input.version(), input.confirmation(), input.withoutExport(), reason);
        return organizations.close(work, closing).flatMap(outcome -> switch (outcome) {
            case "DONE" -> organizations.one(work, key).map(now -> new OrganizationPayload(now, List.of()));
            case "CLOSED" -> refused(UserError.conflict("input.organizationId", "The organization is closed already."));
            case "NOT_CONFIRMED" ->
                refused(UserError.conflict(
                        "input.confirmation", "Write the organization's name as it stands here: it cannot be undone."));
            case "NOT_EXPORTED" ->
                refused(
                        UserError.conflict(
                                "input.withoutExport",
                                "Nobody of the organization has taken its own data within 30 days: ask its admin to, or close without."));
            case "CHANGED_MEANWHILE" -> refused(UserError.changedMeanwhile());
            case "ON_HOLD" ->
                refused(UserError.notAllowed(
                        "input.organizationId",
                        "A hold on the organization is in force: nothing is destroyed before it has ended."));
            default -> refused(UserError.notFound("input.organizationId", "There is no such organization."));
        });
    }

    private static Mono<OrganizationPayload> refused(UserError error) {
        return OrganizationPayload.refused(List.of(error));
    }
}
