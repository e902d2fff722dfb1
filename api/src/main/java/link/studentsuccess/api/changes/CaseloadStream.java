package link.studentsuccess.api.changes;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Refused;
import link.studentsuccess.api.access.Watch;
import link.studentsuccess.api.access.Watched;
import link.studentsuccess.api.changes.Caseload.Difference;
import link.studentsuccess.api.district.Districts;
import link.studentsuccess.api.district.Freshness;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One viewer's stream. It looks at the caseload when something that decides has changed anywhere, and by the clock; and
 * tells what differs from the look before. A client that reads slowly gets fewer looks, never a queue of them.
 */
@Component
final class CaseloadStream {

    /** At most one look in this time, however much is written. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Some fifteen seconds for a database that restarts; then the stream ends by an error and the client asks again. */
    private static final Retry AGAIN =
            Retry.backoff(5, Duration.ofMillis(500)).filter(fault -> !(fault instanceof Refused));

    private final AccessChanges accessChanges;
    private final Turns turns;
    private final Districts districts;
    private final Clock clock;
    private final Duration lookEvery;

    CaseloadStream(
            AccessChanges accessChanges, Turns turns, Districts districts, Clock clock, ChangesSettings settings) {
        this.accessChanges = accessChanges;
        this.turns = turns;
        this.districts = districts;
        this.clock = clock;
        this.lookEvery = settings.lookEvery();
    }

    /** Ends when the token expires, the policy refuses the viewer, or nobody is assigned any more. */
    Flux<CaseloadChange> of(Watch watch) {
        return watch.first()
                .flatMapMany(rows -> rows.isEmpty() ? Flux.empty() : from(rows, watch))
                .takeUntilOther(Mono.defer(() -> Mono.delay(Duration.between(clock.instant(), watch.until()))))
                .onErrorComplete(Refused.class);
    }

    private Flux<CaseloadChange> from(List<Watched> rows, Watch watch) {
        var last = new AtomicReference<>(Caseload.of(rows));
        return reasonsToLook()
                .concatMap(reason -> look(watch).concatWith(Mono.delay(PAUSE).then(Mono.empty())), 0)
                .map(now -> last.getAndSet(now).until(now))
                .takeUntil(Difference::isLast)
                .concatMap(difference -> told(difference, watch), 1);
    }

    /** However many came meanwhile, one look finds all that they were about. */
    private Flux<Object> reasonsToLook() {
        return Flux.<Object>merge(accessChanges.heard(), Flux.interval(lookEvery))
                .onBackpressureLatest();
    }

    private Flux<Caseload> look(Watch watch) {
        return turns.inTurn(watch.look()).retryWhen(AGAIN).map(Caseload::of).flux();
    }

    private Flux<CaseloadChange> told(Difference difference, Watch watch) {
        return Flux.<CaseloadChange>fromIterable(difference.categories()).concatWith(newer(difference.newer(), watch));
    }

    private Flux<CaseloadChange> newer(Map<UUID, Set<DataCategory>> newer, Watch watch) {
        if (newer.isEmpty()) {
            return Flux.empty();
        }
        return turns.inTurn(watch.ask("caseloadChanges", work -> districts.freshness(work, newer.keySet())))
                .retryWhen(AGAIN)
                .flatMapIterable(Map::entrySet)
                .concatMap(found -> Flux.fromIterable(found.getValue())
                        .filter(freshness -> isAmong(newer, found.getKey(), freshness))
                        .map(freshness -> new FreshnessChanged(found.getKey(), freshness)));
    }

    private static boolean isAmong(Map<UUID, Set<DataCategory>> newer, UUID district, Freshness freshness) {
        return newer.getOrDefault(district, Set.of()).stream()
                .anyMatch(category -> category.name().equals(freshness.category()));
    }
}
