package link.studentsuccess.api.graphql;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Which requests are answered as a stream of server-sent events: those that accept nothing else. */
public final class EventStream {

    private static final MediaType GRAPHQL_RESPONSE = MediaType.parseMediaType("application/graphql-response+json");

    private EventStream() {}

    /** The same choice as the framework's routes make, which try the answer at once first. */
    public static boolean isAskedFor(HttpHeaders headers) {
        var accepted = headers.getAccept();
        return accepted.stream().anyMatch(MediaType.TEXT_EVENT_STREAM::isCompatibleWith)
                && accepted.stream().noneMatch(EventStream::isAnswer);
    }

    /** Whether an answer at once is accepted. */
    public static boolean isAnswer(MediaType accepted) {
        return accepted.isCompatibleWith(MediaType.APPLICATION_JSON) || accepted.isCompatibleWith(GRAPHQL_RESPONSE);
    }
}
