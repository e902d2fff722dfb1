package link.studentsuccess.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Places for so many requests of one at the same time. */
class AtOnceTests {

    private final AtOnce atOnce = new AtOnce(2);

    @Test
    void thereAreSoManyForEach() {
        var first = take("a");
        take("a");

        assertThat(atOnce.take("a")).isNull();
        assertThat(atOnce.take("b")).isNotNull();

        first.letGo();
        assertThat(atOnce.take("a")).isNotNull();
        assertThat(atOnce.take("a")).isNull();
    }

    @Test
    @DisplayName("attack 199: who asks and goes away keeps the place until the transaction has ended")
    void aPlaceIsKeptUntilTheTransactionHasEnded() {
        Sinks.Empty<Void> ended = Sinks.empty();
        take("a");
        var place = take("a");
        var request = Mono.usingWhen(
                        Mono.just("work"),
                        work -> Mono.never(),
                        work -> Mono.empty(),
                        (work, fault) -> Mono.empty(),
                        work -> AtOnce.held(ended.asMono()))
                .contextWrite(place::in)
                .doFinally(end -> place.letGo())
                .subscribe();

        request.dispose();
        assertThat(atOnce.take("a")).as("its statement still runs").isNull();

        ended.tryEmitEmpty();
        assertThat(atOnce.take("a")).as("it has ended").isNotNull();
    }

    @Test
    void outsideOfARequestNothingIsHeld() {
        assertThat(AtOnce.held(Mono.empty()).blockOptional()).isEmpty();
    }

    private AtOnce.Place take(String who) {
        return Objects.requireNonNull(atOnce.take(who));
    }
}
