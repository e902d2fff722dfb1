package link.studentsuccess.api.web;

import io.netty.channel.ChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import link.studentsuccess.api.access.PlainRefusal;
import link.studentsuccess.api.identity.SignIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.codec.CodecException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Errors before or outside of GraphQL, in the form of GraphQL over HTTP: one sentence that says what to do, nothing that
 * the client sent, nothing of our insides.
 */
@Component
@Order(-2)
final class HttpErrors implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(HttpErrors.class);

    private static final String ONE_PASSWORD =
            "Sign in with a second factor: this service asks for more than a password.";

    private static final Map<Integer, String> SENTENCES = Map.ofEntries(
            Map.entry(
                    400,
                    "The body is not a GraphQL request: send JSON with a string 'query', and an object 'variables' if any."),
            Map.entry(401, "Sign in: send a current access token for this service as 'Authorization: Bearer …'."),
            Map.entry(
                    403,
                    "You have no active account at this address: use the address of your own organization. If you were invited here,"
                            + " sign in with the e-mail address that was invited, verified; an invitation that has lapsed can be renewed."),
            Map.entry(404, "There is nothing here."),
            Map.entry(405, "Use POST."),
            Map.entry(
                    406,
                    "Ask for application/json or application/graphql-response+json; only a subscription is a text/event-stream."),
            Map.entry(408, "The request came too slowly: send it again in one go."),
            Map.entry(410, "This upload ticket opens nothing any more: ask for a new place by requestUpload."),
            Map.entry(413, "The body is larger than 256 KiB: split it."),
            Map.entry(415, "Send a request as application/json in UTF-8."),
            Map.entry(
                    429,
                    "Too many requests, in a minute or at the same time, or too many open streams: close one, or try again in a minute."),
            Map.entry(503, "The service cannot check tokens now: try again in a minute."));

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable fault) {
        var response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(fault);
        }
        var status = status(fault);
        if (status.is5xxServerError()) {
            LOG.error("outcome=failed problem={}", fault.getClass().getSimpleName());
        }
        response.setStatusCode(status);
        if (fault instanceof ErrorResponse known) {
            response.getHeaders().addAll(known.getHeaders()); // Allow, Retry-After
        }
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setCacheControl("no-store");
        if (status.value() == 401) {
            response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge(fault));
        }
        var body = "{\"errors\":[{\"message\":\"" + sentence(fault, status) + "\",\"extensions\":{\"classification\":\""
                + HttpStatus.valueOf(status.value()).name() + "\"}}]}";
        var buffer = response.bufferFactory().wrap(body.getBytes(StandardCharsets.UTF_8));
        return response.writeWith(Mono.just(buffer));
    }

    private static String sentence(Throwable fault, HttpStatusCode status) {
        if (fault instanceof PlainRefusal refusal) {
            return refusal.sentence();
        }
        return isOnePassword(fault)
                ? ONE_PASSWORD
                : SENTENCES.getOrDefault(status.value(), "The service could not answer: try again in a minute.");
    }

    /** RFC 6750 and RFC 9470. */
    private static String challenge(Throwable fault) {
        return isOnePassword(fault) ? "Bearer error=\"" + SignIn.MULTI_FACTOR_MISSING + "\"" : "Bearer";
    }

    private static boolean isOnePassword(Throwable fault) {
        return fault.getCause() instanceof JwtValidationException refused
                && refused.getErrors().stream()
                        .allMatch(error -> error.getErrorCode().equals(SignIn.MULTI_FACTOR_MISSING));
    }

    private static HttpStatusCode status(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataBufferLimitException) {
                return HttpStatus.CONTENT_TOO_LARGE;
            }
            if (cause instanceof ChannelException) { // the client is too slow, within a piece or in all
                return HttpStatus.REQUEST_TIMEOUT;
            }
            if (cause instanceof CodecException) {
                return HttpStatus.BAD_REQUEST;
            }
        }
        if (fault instanceof AuthenticationServiceException) {
            return HttpStatus.SERVICE_UNAVAILABLE; // the issuer cannot be reached
        }
        if (fault instanceof AuthenticationException) {
            return HttpStatus.UNAUTHORIZED;
        }
        if (fault instanceof AccessDeniedException) {
            return HttpStatus.NOT_FOUND;
        }
        return fault instanceof ResponseStatusException known
                ? known.getStatusCode()
                : HttpStatus.INTERNAL_SERVER_ERROR;
    }
}
