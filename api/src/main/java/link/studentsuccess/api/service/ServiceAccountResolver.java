package link.studentsuccess.api.service;

import graphql.GraphQLContext;
import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.service.ServiceAccounts.Known;
import link.studentsuccess.api.service.ServiceAccounts.Wanted;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Making service accounts, ending and listing them. */
@Controller
class ServiceAccountResolver {

    private static final int LONGEST_NAME = 100;

    private final ServiceAccounts accounts;

    /** What to make, as the client sends it. */
    record CreateServiceAccountInput(String idempotencyKey, String name, String clientId, String ownerStaffId) {}

    /** What to end, as the client sends it. */
    record EndServiceAccountInput(String id, int version) {}

    /** The account as it stands, or why nothing was changed. */
    record ServiceAccountPayload(@Nullable ServiceAccount serviceAccount, List<UserError> errors) {

        static ServiceAccountPayload refused(List<UserError> errors) {
            return new ServiceAccountPayload(null, errors);
        }
    }

    ServiceAccountResolver(ServiceAccounts accounts) {
        this.accounts = accounts;
    }

    @QueryMapping
    Flux<ServiceAccount> serviceAccounts(GraphQLContext context) {
        return accounts.all(UnitOfWork.in(context));
    }

    @MutationMapping
    Mono<ServiceAccountPayload> createServiceAccount(
            @Argument CreateServiceAccountInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return work.entered()
                .map(viewer -> new Wanted(
                        IdempotencyKey.id(viewer.membership(), "createServiceAccount", input.idempotencyKey()),
                        input.name().strip(),
                        input.clientId().strip(),
                        Id.STAFF.key(input.ownerStaffId())))
                .flatMap(wanted -> accounts.one(work, wanted.key())
                        .map(made -> new ServiceAccountPayload(made, List.of()))
                        .switchIfEmpty(Mono.defer(() -> made(work, wanted))));
    }

    private Mono<ServiceAccountPayload> made(UnitOfWork work, Wanted wanted) {
        var errors = malformed(wanted);
        var asked = errors.isEmpty() ? wanted : new Wanted(wanted.key(), "", "", wanted.owner());
        return accounts.known(work, asked).flatMap(known -> {
            errors.addAll(refusing(known));
            return errors.isEmpty()
                    ? accounts.make(work, wanted).map(made -> new ServiceAccountPayload(made, List.of()))
                    : Mono.just(ServiceAccountPayload.refused(errors));
        });
    }

    private static List<UserError> malformed(Wanted wanted) {
        var errors = new ArrayList<UserError>();
        var name = wanted.name();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.matches("(?s).*\\p{Cntrl}.*")) {
            errors.add(UserError.malformed(
                    "input.name", "Use 1 to " + LONGEST_NAME + " readable characters on one line."));
        }
        if (!wanted.clientId().matches("[!-~]{1,255}")) {
            errors.add(
                    UserError.malformed(
                            "input.clientId",
                            "Use the subject that the sign-in server names in the client's tokens: 1 to 255 visible characters."));
        }
        return errors;
    }

    private static List<UserError> refusing(Known known) {
        var errors = new ArrayList<UserError>();
        if (!known.ownerIsActive()) {
            errors.add(UserError.notFound(
                    "input.ownerStaffId", "There is no such active member of staff in your organization."));
        }
        if (known.clientHasOne()) {
            errors.add(UserError.conflict(
                    "input.clientId", "This client has a service account here: end that one first."));
        }
        return errors;
    }

    @MutationMapping
    Mono<ServiceAccountPayload> endServiceAccount(@Argument EndServiceAccountInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var account = Id.SERVICE_ACCOUNT.key(input.id());
        return accounts.one(work, account)
                .flatMap(current -> ended(work, current, input.version()))
                .defaultIfEmpty(ServiceAccountPayload.refused(
                        List.of(UserError.notFound("input.id", "There is no such service account for you."))));
    }

    private Mono<ServiceAccountPayload> ended(UnitOfWork work, ServiceAccount current, int version) {
        return accounts.end(work, current.key(), version)
                .flatMap(rows -> rows == 0
                        ? Mono.just(ServiceAccountPayload.refused(List.of(UserError.changedMeanwhile())))
                        : accounts.one(work, current.key()).map(now -> new ServiceAccountPayload(now, List.of())));
    }
}
