package link.studentsuccess.api.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Four look at a time, whoever goes away and whatever hangs. */
class TurnsTests {

    private static final int AT_A_TIME = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Sinks.One<String>> running = new ArrayList<>();

    @Test
    void fourAtATimeAlsoWhenWaitersGoAway() {
        var turns = new Turns(Duration.ofMinutes(1));
        var looks = new ArrayList<Disposable>();
        for (var i = 0; i < 12; i++) {
            looks.add(turns.inTurn(look()).subscribe());
        }
        assertThat(running).hasSize(AT_A_TIME);

        looks.subList(AT_A_TIME, 10).forEach(Disposable::dispose);

        assertThat(running).as("those that went away released nobody").hasSize(AT_A_TIME);
        running.get(0).tryEmitValue("done");
        assertThat(running).as("one ended, one begins").hasSize(AT_A_TIME + 1);
        looks.get(1).dispose();
        assertThat(running).as("one that ran went away, one begins").hasSize(AT_A_TIME + 2);
        running.get(2).tryEmitValue("done");
        assertThat(running).as("nobody is left who waits").hasSize(AT_A_TIME + 2);
    }

    @Test
    void lookThatHangsFreesItsPlace() {
        var turns = new Turns(Duration.ofMillis(50));
        for (var i = 0; i < AT_A_TIME; i++) {
            turns.inTurn(Mono.never()).onErrorComplete().subscribe();
        }

        assertThat(turns.inTurn(Mono.just("mine")).block(PATIENCE)).isEqualTo("mine");
    }

    @Test
    void faultIsItsOwnersAloneAndNothingIsAnAnswer() {
        var turns = new Turns(Duration.ofMinutes(1));

        for (var i = 0; i < AT_A_TIME; i++) {
            assertThatThrownBy(() -> turns.inTurn(Mono.error(new IllegalStateException("broken")))
                            .block(PATIENCE))
                    .hasMessage("broken");
        }

        assertThat(turns.inTurn(Mono.empty()).blockOptional(PATIENCE)).isEmpty();
        assertThat(turns.inTurn(Mono.just("mine")).block(PATIENCE)).isEqualTo("mine");
    }

    private Mono<String> look() {
        return Mono.defer(() -> {
            Sinks.One<String> one = Sinks.one();
            running.add(one);
            return one.asMono();
        });
    }
}
