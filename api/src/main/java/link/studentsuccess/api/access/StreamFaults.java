package link.studentsuccess.api.access;

import graphql.GraphQLError;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.ErrorMapping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.SubscriptionExceptionResolver;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A fault in the middle of a stream ends it with one error that tells nothing of our insides. */
@Component
final class StreamFaults implements SubscriptionExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(StreamFaults.class);

    /** The request itself was answered and recorded; a stream that breaks off later has no record of its own. */
    private static final UUID NOT_RECORDED = new UUID(0, 0);

    @Override
    public Mono<List<GraphQLError>> resolveException(Throwable fault) {
        LOG.warn("outcome=stream-ended problem={}", fault.getClass().getSimpleName());
        return Mono.just(List.of(ErrorMapping.unavailable(NOT_RECORDED)));
    }
}
