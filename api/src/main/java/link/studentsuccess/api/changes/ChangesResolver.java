package link.studentsuccess.api.changes;

import graphql.GraphQLContext;
import link.studentsuccess.api.access.Refused;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;

/** The subscription to what changes for the viewer's caseload. */
@Controller
class ChangesResolver {

    private final CaseloadStream stream;
    private final Streams streams;

    ChangesResolver(CaseloadStream stream, Streams streams) {
        this.stream = stream;
        this.streams = streams;
    }

    @SubscriptionMapping
    Flux<CaseloadChange> caseloadChanges(GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var watch = work.watch();
        try {
            return streams.in(streams.take(watch.principal()), stream.of(watch));
        } catch (Refused refusal) {
            work.refuse(refusal); // thrown on, it would become the first event of a stream
            return Flux.empty();
        }
    }
}
