package link.studentsuccess.api.graphql;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import reactor.core.publisher.Mono;

/**
 * Whether this deployment tells its schema to signed-in staff, at all of its addresses. Without it there is no explorer either:
 * it could show nothing.
 */
@ConfigurationProperties("link.introspection")
public record Introspection(boolean enabled) implements WebGraphQlInterceptor {

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        request.configureExecutionInput((input, builder) -> builder.graphQLContext(
                        Map.of(graphql.introspection.Introspection.INTROSPECTION_DISABLED, !enabled))
                .build());
        return chain.next(request);
    }
}
