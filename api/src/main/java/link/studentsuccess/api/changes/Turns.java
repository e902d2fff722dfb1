package link.studentsuccess.api.changes;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Looks of all streams, a few at a time: a change makes all of them look, and requests need connections too. */
@Component
final class Turns {

    private static final int AT_A_TIME = 4;

    private final List<AtomicReference<Mono<Void>>> lanes = Stream.generate(
                    () -> new AtomicReference<>(Mono.<Void>empty()))
            .limit(AT_A_TIME)
            .toList();
    private final AtomicInteger next = new AtomicInteger();

    <T> Mono<T> inTurn(Mono<T> look) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> done = Sinks.empty();
            var lane = lanes.get(Math.floorMod(next.getAndIncrement(), AT_A_TIME));
            var before = lane.getAndSet(done.asMono());
            return before.then(look).doFinally(end -> done.tryEmitEmpty());
        });
    }
}
