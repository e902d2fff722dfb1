package link.studentsuccess.api.changes;

import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;
import reactor.util.context.ContextView;

/**
 * Looks of all streams, a few at a time: a change makes all of them look, and requests need connections too. Who goes
 * away gives its place back, or is left out when its turn comes; a look that hangs is given up.
 */
@Component
final class Turns {

    private static final int AT_A_TIME = 4;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Two that come at the same instant are put in line one after the other. */
    private static final EmitFailureHandler IN_LINE = EmitFailureHandler.busyLooping(Duration.ofSeconds(1));

    private final Sinks.Many<Mono<Void>> line = Sinks.many().unicast().onBackpressureBuffer();
    private final Duration longest;

    Turns() {
        this(LONGEST);
    }

    Turns(Duration longest) {
        this.longest = longest;
        line.asFlux().flatMap(turn -> turn, AT_A_TIME).subscribe();
    }

    <T> Mono<T> inTurn(Mono<T> look) {
        return Mono.deferContextual(context -> {
            Sinks.One<T> answer = Sinks.one();
            Sinks.Empty<Void> gone = Sinks.empty();
            line.emitNext(turn(look, answer, gone, context), IN_LINE);
            return answer.asMono().doOnCancel(gone::tryEmitEmpty);
        });
    }

    private <T> Mono<Void> turn(Mono<T> look, Sinks.One<T> answer, Sinks.Empty<Void> gone, ContextView context) {
        return Mono.defer(() -> isOver(gone) ? Mono.<T>empty() : look)
                .timeout(longest)
                .takeUntilOther(gone.asMono())
                .doOnNext(answer::tryEmitValue)
                .doOnError(answer::tryEmitError)
                .doOnTerminate(answer::tryEmitEmpty)
                .onErrorComplete()
                .then()
                .contextWrite(context);
    }

    private static boolean isOver(Sinks.Empty<Void> gone) {
        return Boolean.TRUE.equals(gone.scan(Attr.TERMINATED));
    }
}
