package link.studentsuccess.connectors.sync;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * When a feed is due: a six-field cron expression read on the wall clock of its zone. A time that spring skips runs
 * once right after the gap; a time that autumn repeats runs once, the first time.
 */
record Schedule(String cron, String zone) {

    /** The first due time after the given one. */
    Instant next(Instant after) {
        var rules = ZoneId.of(zone);
        // On UTC every wall-clock time exists exactly once, so the cron library never meets a gap or an overlap.
        var wallClock = new CronSchedule(cron, ZoneOffset.UTC);
        var local = LocalDateTime.ofInstant(after, rules);
        while (true) {
            local = wallClock
                    .getNextExecutionTime(ExecutionComplete.simulatedSuccess(local.toInstant(ZoneOffset.UTC)))
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDateTime();
            var due = instantOf(local, rules);
            if (due.isAfter(after)) {
                return due;
            }
        }
    }

    private static Instant instantOf(LocalDateTime local, ZoneId zone) {
        var transition = zone.getRules().getTransition(local);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }
}
