package link.studentsuccess.api.web;

import link.studentsuccess.api.access.PlainRequest;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** So many requests of one person or service account, from wherever: after the token is verified, before a body is read. */
@Component
@Order(-50)
final class PrincipalLimit implements WebFilter {

    private final Allowance allowance;
    private final PlainRequest requests;

    PrincipalLimit(RateLimits limits, PlainRequest requests) {
        this.allowance = new Allowance(limits.perPrincipal());
        this.requests = requests;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(context ->
                        context.getAuthentication() instanceof JwtAuthenticationToken token ? token.getToken() : null)
                .map(token -> refusal(exchange, token))
                .defaultIfEmpty(Mono.empty())
                .flatMap(refusal -> refusal.thenReturn(true))
                .flatMap(allowed -> chain.filter(exchange));
    }

    private Mono<Void> refusal(ServerWebExchange exchange, Jwt token) {
        var who = token.getIssuer() + " " + token.getSubject();
        var seconds = allowance.secondsToWait(who);
        if (seconds == 0) {
            return Mono.empty();
        }
        var recorded = allowance.isNews(who)
                ? requests.turnedAway(exchange.getRequest().getHeaders(), "TOO_MANY_REQUESTS")
                : Mono.<Void>empty();
        return recorded.then(Mono.error(new TooManyRequests(seconds)));
    }
}
