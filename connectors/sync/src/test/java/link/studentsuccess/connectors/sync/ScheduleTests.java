package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTests {

    /** Connectors.md 2: a time in the spring gap runs once right after it, a time in the autumn overlap once. */
    @ParameterizedTest
    @CsvSource({
        "an ordinary night,      0 0 2 * * *,    2026-11-23T12:00:00-08:00, 2026-11-24T02:00:00-08:00",
        "skipped by spring,      0 30 2 * * *,   2026-03-07T12:00:00-08:00, 2026-03-08T03:00:00-07:00",
        "and not a second time,  0 30 2 * * *,   2026-03-08T03:00:00-07:00, 2026-03-09T02:30:00-07:00",
        "repeated by autumn,     0 30 1 * * *,   2026-10-31T12:00:00-07:00, 2026-11-01T01:30:00-07:00",
        "and not a second time,  0 30 1 * * *,   2026-11-01T01:30:00-07:00, 2026-11-02T01:30:00-08:00",
        "in the repeated hour,   0 30 1 * * *,   2026-11-01T01:10:00-08:00, 2026-11-02T01:30:00-08:00",
        "weekly,                 0 0 6 * * MON,  2026-11-23T06:00:00-08:00, 2026-11-30T06:00:00-08:00",
    })
    void knowsWhenAFeedIsDue(String night, String cron, OffsetDateTime after, OffsetDateTime due) {
        var next = new Schedule(cron, "America/Los_Angeles").next(after.toInstant());

        assertThat(next).as(night).isEqualTo(due.toInstant());
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01T00:00:00Z, 2026-04-01T00:00:00Z, 31", "2026-10-15T00:00:00Z, 2026-11-15T00:00:00Z, 31"})
    void runsOnceADayOverAChangeOfClocks(Instant from, Instant until, int days) {
        var schedule = new Schedule("0 30 1 * * *", "America/Los_Angeles");
        int runs = 0;
        for (var due = schedule.next(from); due.isBefore(until); due = schedule.next(due)) {
            runs++;
        }

        assertThat(runs).isEqualTo(days);
    }
}
