package link.studentsuccess.api.schedule;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.schedule.ScheduleResolver.ClassesArguments;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Classes by enrollment; row-level security shows what this request has recorded as released. */
@Component
class ScheduleRecords {

    private record Row(UUID enrollment, ScheduledClass scheduled) {}

    /** Each enrollment's classes of a day. */
    Mono<Map<UUID, List<ScheduledClass>>> classes(
            UnitOfWork work, Collection<UUID> enrollments, ClassesArguments arguments) {
        return work.sql("""
                        select c.enrollment_id, c.course_title, c.course_code, c.section_code, c.period, c.teacher, c.room,
                          c.term, c.begins, c.ends
                        from record.scheduled_class c
                        join party.district d on d.id = c.district_id
                        cross join lateral (
                          select coalesce(:on, (transaction_timestamp() at time zone d.zone)::date) as asked
                        ) day
                        where c.enrollment_id = any(:enrollments)
                          and (c.begins is null or c.begins <= day.asked)
                          and (c.ends is null or c.ends > day.asked)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .bind("on", arguments.on(), LocalDate.class)
                .list(row -> new Row(Rows.uuid(row, "enrollment_id"), scheduled(row)))
                .collect(Collectors.groupingBy(
                        Row::enrollment, Collectors.mapping(Row::scheduled, Collectors.toList())));
    }

    private static ScheduledClass scheduled(Readable row) {
        return new ScheduledClass(
                Rows.text(row, "course_title"),
                Rows.textOrNull(row, "course_code"),
                Rows.textOrNull(row, "section_code"),
                Rows.textOrNull(row, "period"),
                Rows.textOrNull(row, "teacher"),
                Rows.textOrNull(row, "room"),
                Rows.textOrNull(row, "term"),
                Rows.valueOrNull(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class));
    }
}
