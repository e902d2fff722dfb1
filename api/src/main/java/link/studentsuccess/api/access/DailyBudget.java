package link.studentsuccess.api.access;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Who walks through all children, or guesses ids, slowly enough for every other limit, is stopped by the day. Asked when
 * everything is read, before the commit: what goes too far leaves nothing, and what was looked at before stays open.
 */
@Component
final class DailyBudget {

    private static final Logger LOG = LoggerFactory.getLogger(DailyBudget.class);

    private final DailyLimits limits;
    private final MeterRegistry meters;

    DailyBudget(DailyLimits limits, MeterRegistry meters) {
        this.limits = limits;
        this.meters = meters;
        // At zero from the start: what has never happened can be watched too.
        for (var limit : DailyLimit.values()) {
            count(limit, 0);
        }
    }

    /** What an account has taken today; 0 of what the request adds nothing to. */
    private record Taken(int students, int unknownIds) {}

    Mono<Void> keep(UnitOfWork work) {
        return work.entered()
                .flatMap(viewer -> taken(work).flatMap(taken -> {
                    if (taken.students() > limits.studentsOf(viewer)) {
                        return refused(DailyLimit.TOO_MANY_STUDENTS, viewer);
                    }
                    return taken.unknownIds() > limits.unknownIds()
                            ? refused(DailyLimit.TOO_MANY_UNKNOWN_IDS, viewer)
                            : Mono.empty();
                }));
    }

    private static Mono<Taken> taken(UnitOfWork work) {
        return work.sql(
                        "select coalesce(t.students, 0) as students, coalesce(t.unknown_ids, 0) as unknown_ids from access.taken_today(:ids) t")
                .bind("ids", work.notFound().toArray(UUID[]::new))
                .one(row -> new Taken(
                        Rows.value(row, "students", Integer.class), Rows.value(row, "unknown_ids", Integer.class)));
    }

    private Mono<Void> refused(DailyLimit limit, Entered viewer) {
        LOG.warn("outcome=REFUSED code={} account={}", limit, viewer.membership());
        count(limit, 1);
        return Mono.error(Refused.tooMuchInADay(limit));
    }

    private void count(DailyLimit limit, int refusals) {
        meters.counter("link.daily.limit.refusals", "limit", limit.name()).increment(refusals);
    }
}
