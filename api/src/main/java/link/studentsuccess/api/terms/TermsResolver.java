package link.studentsuccess.api.terms;

import graphql.GraphQLContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.UserError;
import link.studentsuccess.api.terms.Statements.Draft;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Publishing the confidentiality statement, and accepting it. */
@Controller
class TermsResolver {

    private static final int LONGEST_VERSION = 50;
    private static final int LONGEST_TEXT = 20_000;

    private final Statements statements;

    record ConfidentialityTerms(@Nullable ConfidentialityStatement current, List<ConfidentialityStatement> upcoming) {}

    /** What to publish, as the client sends it. */
    record PublishConfidentialityStatementInput(
            String idempotencyKey, String version, String text, LocalDate effectiveOn) {}

    /** What to accept, as the client sends it. */
    record AcceptConfidentialityStatementInput(String statementId) {}

    record StatementPayload(@Nullable ConfidentialityStatement statement, List<UserError> errors) {}

    TermsResolver(Statements statements) {
        this.statements = statements;
    }

    @QueryMapping
    Mono<ConfidentialityTerms> confidentialityStatement(GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var current = statements.current(work).map(Optional::of).defaultIfEmpty(Optional.empty());
        return current.zipWith(statements.upcoming(work).collectList())
                .map(both -> new ConfidentialityTerms(both.getT1().orElse(null), both.getT2()));
    }

    @MutationMapping
    Mono<StatementPayload> publishConfidentialityStatement(
            @Argument PublishConfidentialityStatementInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var draft = new Draft(input.version().strip(), input.text().strip(), input.effectiveOn());
        return work.entered()
                .map(entered -> IdempotencyKey.id(
                        entered.membership(), "publishConfidentialityStatement", input.idempotencyKey()))
                .flatMap(key -> published(work, key, draft));
    }

    private Mono<StatementPayload> published(UnitOfWork work, UUID key, Draft draft) {
        var errors = unreadable(draft);
        if (!errors.isEmpty()) {
            return Mono.just(new StatementPayload(null, errors));
        }
        return statements.taken(work, key, draft).flatMap(taken -> {
            if (taken.version()) {
                errors.add(UserError.conflict("input.version", "There is such a version: give this one another name."));
            }
            if (taken.day()) {
                errors.add(UserError.conflict("input.effectiveOn", "Another one begins on that day: choose another."));
            }
            if (taken.past()) {
                errors.add(UserError.outOfRange("input.effectiveOn", "Let it begin today or later."));
            }
            return errors.isEmpty()
                    ? statements.publish(work, key, draft).map(made -> new StatementPayload(made, List.of()))
                    : Mono.just(new StatementPayload(null, errors));
        });
    }

    /** Asked first: no database takes such a text. */
    private static List<UserError> unreadable(Draft draft) {
        var errors = new ArrayList<UserError>();
        if (draft.version().isEmpty()
                || draft.version().length() > LONGEST_VERSION
                || draft.version().chars().anyMatch(Character::isISOControl)) {
            errors.add(UserError.malformed(
                    "input.version", "Use 1 to " + LONGEST_VERSION + " readable characters for the version."));
        }
        if (draft.text().isEmpty()
                || draft.text().length() > LONGEST_TEXT
                || draft.text().chars().anyMatch(c -> Character.isISOControl(c) && "\n\r\t".indexOf(c) < 0)) {
            errors.add(UserError.malformed("input.text", "Use 1 to " + LONGEST_TEXT + " readable characters."));
        }
        return errors;
    }

    @MutationMapping
    Mono<StatementPayload> acceptConfidentialityStatement(
            @Argument AcceptConfidentialityStatementInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        return statements
                .one(work, Id.CONFIDENTIALITY_STATEMENT.key(input.statementId()))
                .flatMap(statement -> statements.accept(work, statement.key()))
                .map(accepted -> new StatementPayload(accepted, List.of()))
                .defaultIfEmpty(new StatementPayload(
                        null, List.of(UserError.notFound("input.statementId", "There is no such statement."))));
    }
}
