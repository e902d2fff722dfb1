package link.studentsuccess.api.web;

import java.util.concurrent.atomic.AtomicBoolean;
import link.studentsuccess.api.access.AtOnce;
import link.studentsuccess.api.access.PlainRequest;
import link.studentsuccess.api.graphql.EventStream;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * So many requests of one person or service account in a minute, and so many at the same time, from wherever: after the
 * token is verified, before a body is read.
 */
@Component
@Order(-50)
final class PrincipalLimit implements WebFilter {

    private static final long A_MOMENT = 1;

    private final Allowance allowance;
    private final AtOnce atOnce;
    private final PlainRequest requests;

    PrincipalLimit(RateLimits limits, PlainRequest requests) {
        this.allowance = new Allowance(limits.perPrincipal());
        this.atOnce = new AtOnce(limits.atOnce());
        this.requests = requests;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(context ->
                        context.getAuthentication() instanceof JwtAuthenticationToken token ? token.getToken() : null)
                .map(token -> limited(exchange, chain, token))
                .defaultIfEmpty(chain.filter(exchange))
                .flatMap(answer -> answer);
    }

    private Mono<Void> limited(ServerWebExchange exchange, WebFilterChain chain, Jwt token) {
        var who = token.getIssuer() + " " + token.getSubject();
        var seconds = allowance.secondsToWait(who);
        if (seconds > 0) {
            return refused(exchange, who, "TOO_MANY_REQUESTS", seconds);
        }
        var place = atOnce.take(who);
        return place == null
                ? refused(exchange, who, "TOO_MANY_AT_ONCE", A_MOMENT)
                : in(place, exchange, chain.filter(exchange));
    }

    /** An open stream is counted where streams are: here it is over when it begins. */
    private static Mono<Void> in(AtOnce.Place place, ServerWebExchange exchange, Mono<Void> answer) {
        var held = new AtomicBoolean(true);
        Runnable over = () -> {
            if (held.getAndSet(false)) {
                place.letGo();
            }
        };
        if (EventStream.isAskedFor(exchange.getRequest().getHeaders())) {
            exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(over));
        }
        return answer.contextWrite(place::in).doFinally(end -> over.run());
    }

    private Mono<Void> refused(ServerWebExchange exchange, String who, String code, long seconds) {
        var recorded = allowance.isNews(who + " " + code)
                ? requests.turnedAway(exchange.getRequest().getHeaders(), code)
                : Mono.<Void>empty();
        return recorded.then(Mono.error(new TooManyRequests(seconds)));
    }
}
