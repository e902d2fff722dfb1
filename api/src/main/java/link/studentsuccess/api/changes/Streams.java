package link.studentsuccess.api.changes;

import java.util.HashMap;
import java.util.Map;
import link.studentsuccess.api.access.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The streams that are open at this instance: so many and no more, none left behind, and none that delays its end. */
@Component
public final class Streams implements ApplicationListener<ContextClosedEvent> {

    private final ChangesSettings settings;
    private final Map<String, Integer> open = new HashMap<>();
    private final Sinks.Empty<Void> closing = Sinks.empty();

    Streams(ChangesSettings settings) {
        this.settings = settings;
    }

    /** Asked before the answer begins; what two ask at the same moment is decided when they are counted. */
    synchronized @Nullable Refused refusalOfOneMore(String principal) {
        if (open.getOrDefault(principal, 0) >= settings.mostStreams()) {
            return Refused.tooMany("TOO_MANY_STREAMS");
        }
        return open() >= settings.mostStreamsInAll() ? Refused.tooMany("TOO_MANY_STREAMS_IN_ALL") : null;
    }

    <T> Flux<T> counted(String principal, Flux<T> stream) {
        return Flux.using(() -> enter(principal), entered -> stream, this::leave)
                .takeUntilOther(closing.asMono());
    }

    private synchronized String enter(String principal) {
        var refusal = refusalOfOneMore(principal);
        if (refusal != null) {
            throw refusal;
        }
        open.merge(principal, 1, Integer::sum);
        return principal;
    }

    private synchronized void leave(String principal) {
        open.computeIfPresent(principal, (key, count) -> count == 1 ? null : count - 1);
    }

    /** How many are open. */
    public synchronized int open() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The server waits for its requests to end, and these would not by themselves. */
    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        closing.tryEmitEmpty();
    }
}
