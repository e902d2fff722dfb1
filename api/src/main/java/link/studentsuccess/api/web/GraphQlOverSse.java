package link.studentsuccess.api.web;

import graphql.ExecutionResult;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.graphql.execution.SubscriptionPublisherException;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.webflux.GraphQlSseHandler;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A subscription as server-sent events, in "distinct connections" form: next, next, …, complete. The framework's own
 * would send nothing, not even headers, before the first event, and would hide why a subscription was refused.
 */
@Component
final class GraphQlOverSse extends GraphQlSseHandler {

    private final Duration keepAlive;

    GraphQlOverSse(WebGraphQlHandler graph, @Value("${spring.graphql.http.sse.keep-alive}") Duration keepAlive) {
        super(graph);
        this.keepAlive = keepAlive;
    }

    @Override
    @SuppressWarnings("unchecked")
    protected Mono<ServerResponse> prepareResponse(ServerRequest request, WebGraphQlResponse response) {
        Object data = response.getData();
        if (data instanceof Publisher<?> results) {
            return ServerResponse.ok()
                    .contentType(MediaType.TEXT_EVENT_STREAM)
                    .header("X-Accel-Buffering", "no") // a proxy that collects would tell nothing in time
                    .body(BodyInserters.fromServerSentEvents(events((Publisher<ExecutionResult>) results)));
        }
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(response.toMap());
    }

    private Flux<ServerSentEvent<Map<String, Object>>> events(Publisher<ExecutionResult> results) {
        return Flux.defer(() -> {
            Sinks.Empty<Void> over = Sinks.empty();
            var told = Flux.from(results)
                    .map(ExecutionResult::toSpecification)
                    .onErrorResume(SubscriptionPublisherException.class, fault -> Mono.just(fault.toMap()))
                    .map(result -> event("next", result))
                    .concatWith(Mono.just(event("complete", Map.of())))
                    .doFinally(end -> over.tryEmitEmpty());
            return Flux.merge(told, signsOfLife().takeUntilOther(over.asMono()));
        });
    }

    /** The first at once: it says that the stream is open. A client that is slow to read misses some, and no event. */
    private Flux<ServerSentEvent<Map<String, Object>>> signsOfLife() {
        return Flux.interval(Duration.ZERO, keepAlive)
                .onBackpressureDrop()
                .map(n -> ServerSentEvent.<Map<String, Object>>builder()
                        .comment("")
                        .build());
    }

    private static ServerSentEvent<Map<String, Object>> event(String name, Map<String, Object> data) {
        return ServerSentEvent.builder(data).event(name).build();
    }
}
