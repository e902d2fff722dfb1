package link.studentsuccess.api.identity;

import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Where a token may stand: once, as {@code Authorization: Bearer …}. Not in an address, which others log, nor in a body. */
final class BearerToken implements ServerAuthenticationConverter {

    private static final Pattern FORM = Pattern.compile("Bearer ([A-Za-z0-9_.-]+)");

    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        var values = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (values.stream().noneMatch(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer"))) {
            return Mono.empty();
        }
        var form = FORM.matcher(values.get(0));
        return values.size() == 1 && form.matches()
                ? Mono.just(new BearerTokenAuthenticationToken(form.group(1)))
                : Mono.error(() -> new InvalidBearerTokenException("Not one bearer token"));
    }
}
