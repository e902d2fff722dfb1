package link.studentsuccess.api.web;

import java.net.URI;
import java.time.Duration;
import link.studentsuccess.api.identity.SignIn;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What every answer says to the browser, page or data, refused or failed: before all other filters, so that what they
 * refuse has it too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AnswerHeaders implements WebFilter {

    private static final String EXPLORER = "/explorer.html";

    /**
     * The explorer's frame inside the dashboard. Its editor places its lines by style attributes, which no other page may;
     * so it may ask nobody, not even this address: the page around it asks, and holds the token.
     */
    private static final String EXPLORER_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'");

    /** What no page of this product asks a device for. */
    private static final String PERMISSIONS = String.join(
            ", ",
            "accelerometer=()",
            "browsing-topics=()",
            "camera=()",
            "display-capture=()",
            "geolocation=()",
            "gyroscope=()",
            "magnetometer=()",
            "microphone=()",
            "midi=()",
            "payment=()",
            "usb=()");

    /** Of this address only: what else is under an organization's name is not ours. */
    private static final String ONE_YEAR = "max-age=" + Duration.ofDays(365).toSeconds();

    private final String policy;

    AnswerHeaders(SignIn signIn) {
        this.policy = policy(signIn);
    }

    /** Everything comes from this address; only sign-in talks to one other. */
    private static String policy(SignIn signIn) {
        var issuer = URI.create(signIn.issuer());
        var origin = issuer.getScheme() + "://" + issuer.getAuthority();
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self'",
                "font-src 'self'",
                "manifest-src 'self'",
                "frame-src 'self'",
                "connect-src 'self' " + origin,
                "form-action 'self' " + origin,
                "base-uri 'none'",
                "frame-ancestors 'none'");
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> write(exchange)));
        return chain.filter(exchange);
    }

    private void write(ServerWebExchange exchange) {
        var request = exchange.getRequest();
        var response = exchange.getResponse();
        var headers = response.getHeaders();
        var explorer = request.getPath().value().equals(EXPLORER);
        headers.set("Content-Security-Policy", explorer ? EXPLORER_POLICY : policy);
        headers.set("X-Frame-Options", explorer ? "SAMEORIGIN" : "DENY");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Permissions-Policy", PERMISSIONS);
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (isEncrypted(request)) {
            headers.set("Strict-Transport-Security", ONE_YEAR);
        }
        // A page or a file of the dashboard says itself how long it is good; data is kept nowhere.
        if (headers.getCacheControl() == null && !HttpStatus.NOT_MODIFIED.equals(response.getStatusCode())) {
            headers.setCacheControl("no-store");
        }
    }

    /** The proxy says so where one is in front; whoever says it without one gets the header, and nothing else. */
    private static boolean isEncrypted(ServerHttpRequest request) {
        return request.getSslInfo() != null
                || "https".equalsIgnoreCase(request.getHeaders().getFirst("X-Forwarded-Proto"));
    }
}
