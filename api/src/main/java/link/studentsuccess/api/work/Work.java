package link.studentsuccess.api.work;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.work.ConsentWorklistConnection.Count;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the access policy says is waiting. */
@Component
class Work {

    /** A row of the worklist: an entry, or none on an empty page, and what every row repeats of the list. */
    record Line(
            @Nullable ConsentWorklistEntry entry, long total, boolean more, boolean afterFound, List<Count> counts) {}

    Mono<List<Line>> worklist(UnitOfWork work, @Nullable List<String> kinds, @Nullable UUID after, int limit) {
        return work.sql("""
                        select w.entry_id, w.participant_id, w.district_id, w.kind, w.due, w.consent_id, w.total, w.more,
                          w.after_found, w.kinds, w.counts
                        from access.consent_worklist(:kinds, :after, :limit) w
                        """)
                .bind("kinds", kinds == null ? null : kinds.toArray(String[]::new), String[].class)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(Work::line)
                .collectList();
    }

    Mono<List<WorkItem>> queue(UnitOfWork work) {
        return work.sql(
                        "select w.kind, w.subject_kind, w.subject_id, w.since, w.due, w.count from access.work_queue() w")
                .list(row -> new WorkItem(
                        Rows.text(row, "kind"),
                        Id.valueOf(Rows.text(row, "subject_kind")),
                        Rows.uuid(row, "subject_id"),
                        Rows.value(row, "since", OffsetDateTime.class),
                        Rows.valueOrNull(row, "due", LocalDate.class),
                        Rows.value(row, "count", Long.class)))
                .collectList();
    }

    private static Line line(Readable row) {
        var key = Rows.uuidOrNull(row, "entry_id");
        return new Line(
                key == null
                        ? null
                        : new ConsentWorklistEntry(
                                key,
                                Rows.uuid(row, "participant_id"),
                                Rows.uuid(row, "district_id"),
                                Rows.text(row, "kind"),
                                Rows.valueOrNull(row, "due", LocalDate.class),
                                Rows.uuidOrNull(row, "consent_id")),
                Rows.value(row, "total", Long.class),
                Rows.value(row, "more", Boolean.class),
                Rows.value(row, "after_found", Boolean.class),
                counts(Rows.texts(row, "kinds"), Rows.value(row, "counts", Long[].class)));
    }

    private static List<Count> counts(List<String> kinds, Long[] numbers) {
        var counts = new ArrayList<Count>();
        for (var i = 0; i < numbers.length; i++) {
            counts.add(new Count(kinds.get(i), numbers[i]));
        }
        return counts;
    }
}
