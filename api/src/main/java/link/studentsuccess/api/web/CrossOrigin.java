package link.studentsuccess.api.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * A page of another site asks only where the operator has named it for this very address, and never with credentials of
 * the browser's own: there are none. Refused here, nothing of the request is looked at.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class CrossOrigin implements WebFilter {

    private static final List<String> METHODS = List.of("GET", "POST");
    private static final List<String> HEADERS = List.of(
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.ACCEPT_LANGUAGE,
            "GraphQL-Client-Name",
            "Upload-Ticket",
            "District-Student-Id");

    private final CorsProcessor processor = new DefaultCorsProcessor();
    private final AllowedOrigins origins;

    CrossOrigin(AllowedOrigins origins) {
        this.origins = origins;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var origin = request.getHeaders().getOrigin();
        if (origin == null || isOwn(origin, request)) {
            return chain.filter(exchange);
        }
        var allowed = processor.process(configuration(address(request)), exchange);
        if (allowed && CorsUtils.isPreFlightRequest(request)) {
            exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
            return exchange.getResponse().setComplete();
        }
        return allowed ? chain.filter(exchange) : exchange.getResponse().setComplete();
    }

    /** By host and port: behind a proxy that holds the certificate the schemes differ. */
    private static boolean isOwn(String origin, ServerHttpRequest request) {
        var host = request.getHeaders().getFirst(HttpHeaders.HOST);
        return host != null
                && (origin.equalsIgnoreCase("https://" + host) || origin.equalsIgnoreCase("http://" + host));
    }

    private static @Nullable String address(ServerHttpRequest request) {
        try {
            var host = request.getHeaders().getHost();
            return host == null ? null : host.getHostString().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null; // what cannot be read is nobody's address
        }
    }

    private CorsConfiguration configuration(@Nullable String address) {
        var configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(address == null ? List.of() : origins.of(address));
        configuration.setAllowedMethods(METHODS);
        configuration.setAllowedHeaders(HEADERS);
        configuration.setAllowCredentials(false);
        configuration.setMaxAge(Duration.ofMinutes(10));
        return configuration;
    }
}
