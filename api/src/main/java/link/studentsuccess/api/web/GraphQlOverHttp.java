package link.studentsuccess.api.web;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * POST with application/json only. In particular no event stream: asked for one, the framework would carry out a
 * mutation before it refuses.
 */
@Component
@Order(0)
final class GraphQlOverHttp implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        if (request.getPath().value().startsWith("/graphql")) {
            var refusal = refusal(request);
            if (refusal != null) {
                return Mono.error(new ResponseStatusException(refusal));
            }
            exchange.getResponse().getHeaders().setCacheControl("no-store");
        }
        return chain.filter(exchange);
    }

    private static @org.jspecify.annotations.Nullable HttpStatus refusal(ServerHttpRequest request) {
        if (!HttpMethod.POST.equals(request.getMethod())) {
            return HttpStatus.METHOD_NOT_ALLOWED;
        }
        try {
            var type = request.getHeaders().getContentType();
            if (type == null || !MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
                return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            }
            var charset = type.getParameter("charset");
            if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
                return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            }
            var streams = request.getHeaders().getAccept().stream()
                    .anyMatch(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype);
            return streams ? HttpStatus.NOT_ACCEPTABLE : null;
        } catch (org.springframework.http.InvalidMediaTypeException e) {
            return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
        }
    }
}
