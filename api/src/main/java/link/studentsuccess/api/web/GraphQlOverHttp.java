package link.studentsuccess.api.web;

import java.net.URI;
import link.studentsuccess.api.graphql.EventStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * POST with application/json only, answered at once or, for a subscription, as a stream of events. Whether the operation
 * suits the stream is decided where it runs: here its document is not read yet.
 */
@Component
@Order(0)
final class GraphQlOverHttp implements WebFilter {

    /** By the router's own matching: /%67raphql is the same place. */
    private static final PathPattern GRAPHQL = PathPatternParser.defaultInstance.parse("/graphql/**");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        if (GRAPHQL.matches(request.getPath().pathWithinApplication())) {
            var refusal = refusal(request);
            if (refusal != null) {
                return Mono.error(new ResponseStatusException(refusal));
            }
            exchange.getResponse().getHeaders().setCacheControl("no-store");
            return chain.filter(exchange).then(Mono.defer(() -> answered(exchange)));
        }
        return chain.filter(exchange);
    }

    /** An empty body, or one that says null, is no request: the framework would answer it with an empty 200. */
    private static Mono<Void> answered(ServerWebExchange exchange) {
        return exchange.getResponse().isCommitted()
                ? Mono.empty()
                : Mono.error(new ResponseStatusException(HttpStatus.BAD_REQUEST));
    }

    /** The organization comes from the address: two of them would be two organizations. */
    private static boolean isForOneAddress(ServerHttpRequest request) {
        var hosts = request.getHeaders().getOrEmpty(HttpHeaders.HOST);
        HttpServerRequest sent = ServerHttpRequestDecorator.getNativeRequest(request);
        return hosts.size() == 1
                && (sent.uri().startsWith("/")
                        || hosts.get(0).equalsIgnoreCase(URI.create(sent.uri()).getAuthority()));
    }

    private static @Nullable HttpStatus refusal(ServerHttpRequest request) {
        if (!HttpMethod.POST.equals(request.getMethod())) {
            return HttpStatus.METHOD_NOT_ALLOWED;
        }
        if (!isForOneAddress(request)) {
            return HttpStatus.BAD_REQUEST;
        }
        var encoding = request.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return HttpStatus.UNSUPPORTED_MEDIA_TYPE; // what is unpacked may be larger than any limit
        }
        try {
            request.getHeaders().getHost(); // one that cannot be read is the client's mistake
            var type = request.getHeaders().getContentType();
            if (type == null || !MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
                return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            }
            var charset = type.getParameter("charset");
            if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
                return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            }
            var accepted = request.getHeaders().getAccept();
            return accepted.isEmpty()
                            || accepted.stream().anyMatch(EventStream::isAnswer)
                            || EventStream.isAskedFor(request.getHeaders())
                    ? null
                    : HttpStatus.NOT_ACCEPTABLE;
        } catch (InvalidMediaTypeException e) {
            return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
        } catch (IllegalArgumentException e) {
            return HttpStatus.BAD_REQUEST;
        }
    }
}
