package link.studentsuccess.api.access;

import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import link.studentsuccess.api.graphql.ErrorMapping;
import link.studentsuccess.api.graphql.EventStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/**
 * A request is one transaction: everything is read as of one instant, and the answer leaves only after the commit that
 * holds its record. Whatever goes wrong, nothing is written but the record of the failure.
 */
@Component
final class RequestTransaction implements WebGraphQlInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(RequestTransaction.class);

    private final ConnectionFactory pool;
    private final Ledger ledger;
    private final DailyBudget budget;
    private final Duration timeout;

    RequestTransaction(
            ConnectionFactory pool,
            Ledger ledger,
            DailyBudget budget,
            @Value("${link.execution-timeout}") Duration timeout) {
        this.pool = pool;
        this.ledger = ledger;
        this.budget = budget;
        this.timeout = timeout;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        return token().flatMap(token -> answer(request, chain, token));
    }

    /** However it ends, and also when the client goes away in the middle, no transaction stays open. */
    private Mono<WebGraphQlResponse> answer(WebGraphQlRequest request, Chain chain, Jwt token) {
        var caller = caller(token, request);
        return Mono.usingWhen(
                Mono.fromSupplier(() -> unitOfWork(request, caller, token)),
                work -> answer(request, chain, caller, work),
                UnitOfWork::rollback,
                (work, fault) -> work.rollback(),
                UnitOfWork::rollback);
    }

    private UnitOfWork unitOfWork(WebGraphQlRequest request, Caller caller, Jwt token) {
        var work = new UnitOfWork(pool, caller);
        if (EventStream.isAskedFor(request.getHeaders())) {
            work.stream(Objects.requireNonNull(token.getExpiresAt(), "exp"));
        }
        return work;
    }

    /** The time-out ends before the commit: what is being committed is not called undone. */
    private Mono<WebGraphQlResponse> answer(WebGraphQlRequest request, Chain chain, Caller caller, UnitOfWork work) {
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(work::put).build());
        return chain.next(request)
                .timeout(timeout)
                .flatMap(response -> end(work, caller, request, response))
                .onErrorResume(fault -> abandon(work, caller, fault).map(error -> unanswered(request, List.of(error))));
    }

    private Mono<WebGraphQlResponse> end(
            UnitOfWork work, Caller caller, WebGraphQlRequest request, WebGraphQlResponse response) {
        var fault = work.failure();
        if (fault != null) {
            return Mono.error(fault);
        }
        var errors = response.getExecutionResult().getErrors();
        if (errors.stream().anyMatch(RequestTransaction::isOurs)) {
            return Mono.error(new IllegalStateException("The answer has a value that the schema cannot express"));
        }
        if (!errors.isEmpty()) {
            return work.rollback()
                    .then(ledger.record(caller, work.operationName(), Ledger.Outcome.INVALID, code(errors)))
                    .thenReturn(refused(request, response, errors));
        }
        // An introspection-only request has not entered yet: it is for signed-in staff too.
        return work.complete()
                .then(budget.keep(work))
                .then(work.commit())
                .then(Mono.fromSupplier(() -> withReasons(work, response)));
    }

    /** What was read does not fit the schema: no mistake of the client's, and its message would repeat the value. */
    private static boolean isOurs(GraphQLError error) {
        return error.getErrorType() == ErrorType.DataFetchingException
                || error.getErrorType() == ErrorType.NullValueInNonNullableField;
    }

    private Mono<GraphQLError> abandon(UnitOfWork work, Caller caller, Throwable fault) {
        var outcome = outcome(fault);
        var code = fault instanceof Refused refused ? refused.code() : code(fault);
        LOG.warn("outcome={} code={} operation={}", outcome, code, caller.documentHash());
        return work.rollback()
                .then(ledger.record(caller, work.operationName(), outcome, code))
                .flatMap(id ->
                        fault instanceof Refused refused ? answered(refused) : Mono.just(ErrorMapping.unavailable(id)));
    }

    private static Mono<GraphQLError> answered(Refused refused) {
        var limit = refused.limit();
        if (limit != null) {
            return Mono.just(ErrorMapping.dailyLimit(limit.sentence()));
        }
        return refused.isForRole()
                ? Mono.just(ErrorMapping.notForRole())
                : Mono.error(new ResponseStatusException(refused.status()));
    }

    private static Ledger.Outcome outcome(Throwable fault) {
        if (fault instanceof Refused) {
            return Ledger.Outcome.REFUSED;
        }
        return fault instanceof TimeoutException ? Ledger.Outcome.TIMED_OUT : Ledger.Outcome.FAILED;
    }

    /** A code for the operator: never a message, which may repeat values. */
    static String code(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException sql && sql.getSqlState() != null) {
                return "SQLSTATE " + sql.getSqlState();
            }
        }
        return fault.getClass().getSimpleName();
    }

    private static String code(List<GraphQLError> errors) {
        return String.valueOf(errors.get(0).getErrorType());
    }

    private static WebGraphQlResponse withReasons(UnitOfWork work, WebGraphQlResponse response) {
        var hidden = work.withheld();
        if (hidden.isEmpty()) {
            return response;
        }
        var reasons = hidden.stream()
                .map(h -> Map.of(
                        "path", h.path(),
                        "category", h.withheld().category().name(),
                        "reason", h.withheld().reason().name()))
                .toList();
        return response.transform(builder -> builder.extensions(Map.of("withheld", reasons)));
    }

    /** GraphQL over HTTP tells a request that was not carried out, without data, from one that failed: data null. */
    private static WebGraphQlResponse refused(
            WebGraphQlRequest request, WebGraphQlResponse response, List<GraphQLError> errors) {
        var cleaned = errors.stream().map(ErrorMapping::cleaned).toList();
        if (response.getExecutionResult().isDataPresent()) {
            return unanswered(request, cleaned);
        }
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(
                request.toExecutionInput(),
                ExecutionResult.newExecutionResult().errors(cleaned).build()));
    }

    private static WebGraphQlResponse unanswered(WebGraphQlRequest request, List<GraphQLError> errors) {
        var result =
                ExecutionResult.newExecutionResult().data(null).errors(errors).build();
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(request.toExecutionInput(), result));
    }

    static Mono<Jwt> token() {
        return ReactiveSecurityContextHolder.getContext()
                .map(context -> (JwtAuthenticationToken) context.getAuthentication())
                .map(JwtAuthenticationToken::getToken)
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.UNAUTHORIZED)));
    }

    private static Caller caller(Jwt token, WebGraphQlRequest request) {
        return caller(token, request.getHeaders(), request.getDocument());
    }

    static Caller caller(Jwt token, HttpHeaders headers, String document) {
        var address = headers.getHost();
        return new Caller(
                String.valueOf(token.getIssuer()),
                String.valueOf(token.getSubject()),
                verifiedEmail(token),
                scopes(token),
                address == null ? "" : address.getHostString().toLowerCase(Locale.ROOT),
                sha256(document),
                printable(headers.getFirst("GraphQL-Client-Name")));
    }

    /**
     * An address that the sign-in server has not verified could be anybody's. Only ASCII: other letters may become these in
     * small letters, such as the Kelvin sign, and be another mailbox.
     */
    private static @Nullable String verifiedEmail(Jwt token) {
        return Boolean.TRUE.equals(token.getClaim("email_verified"))
                        && token.getClaim("email") instanceof String email
                        && email.matches("[!-~]{3,254}")
                ? email.toLowerCase(Locale.ROOT)
                : null;
    }

    private static List<String> scopes(Jwt token) {
        var claim = token.getClaim("scope");
        if (claim instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return claim instanceof String text ? List.of(text.split(" ", -1)) : List.of();
    }

    /** What a client calls itself goes into the record; control characters do not. */
    private static @Nullable String printable(@Nullable String text) {
        return text == null ? null : text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
