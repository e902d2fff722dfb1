package link.studentsuccess.api.changes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import link.studentsuccess.api.access.Refused;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The streams that are open at this instance: so many and no more, none left behind, and none that delays its end. */
@Component
public final class Streams implements ApplicationListener<ContextClosedEvent> {

    /** Longer than a request takes: a place that is not begun on by then never will be. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final ChangesSettings settings;
    private final Clock clock;
    private final Set<Place> places = new HashSet<>();
    private final Sinks.Empty<Void> closing = Sinks.empty();

    Streams(ChangesSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Of one stream; it is taken before the answer begins, and begun on when it does. */
    static final class Place {

        private final String principal;
        private final Instant keptUntil;
        private boolean begun;

        private Place(String principal, Instant keptUntil) {
            this.principal = principal;
            this.keptUntil = keptUntil;
        }
    }

    /** Counted at once: of many who ask at the same instant no more get a place than there are. */
    synchronized Place take(String principal) {
        var now = clock.instant();
        places.removeIf(place -> !place.begun && place.keptUntil.isBefore(now));
        if (places.stream().filter(place -> place.principal.equals(principal)).count() >= settings.mostStreams()) {
            throw Refused.tooMany("TOO_MANY_STREAMS");
        }
        if (places.size() >= settings.mostStreamsInAll()) {
            throw Refused.tooMany("TOO_MANY_STREAMS_IN_ALL");
        }
        var place = new Place(principal, now.plus(KEPT));
        places.add(place);
        return place;
    }

    <T> Flux<T> in(Place place, Flux<T> stream) {
        return Flux.using(() -> begin(place), begun -> stream, this::leave).takeUntilOther(closing.asMono());
    }

    private synchronized Place begin(Place place) {
        place.begun = true;
        places.add(place);
        return place;
    }

    private synchronized void leave(Place place) {
        places.remove(place);
    }

    /** How many are open. */
    public synchronized int open() {
        return (int) places.stream().filter(place -> place.begun).count();
    }

    /** The server waits for its requests to end, and these would not by themselves. */
    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        closing.tryEmitEmpty();
    }
}
