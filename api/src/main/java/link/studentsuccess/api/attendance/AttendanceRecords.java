package link.studentsuccess.api.attendance;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.attendance.AttendanceResolver.DaysArguments;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Attendance by enrollment; row-level security shows what this request has recorded as released. */
@Component
class AttendanceRecords {

    /** All school years of each enrollment; a year is picked among a student's enrollments afterwards. */
    Mono<Map<UUID, AttendanceSummary>> summaries(UnitOfWork work, Collection<UUID> enrollments) {
        return work.sql("""
                        select a.enrollment_id, a.school_year, a.enrolled, a.excused, a.unexcused, a.tardy, a.covered_until
                        from record.attendance_summary a
                        where a.enrollment_id = any(:enrollments)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .list(row -> Map.entry(Rows.uuid(row, "enrollment_id"), summary(row)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Newest first; at most so many of each enrollment as the arguments allow for the whole student. */
    Mono<Map<UUID, List<AttendanceEvent>>> days(
            UnitOfWork work, Collection<UUID> enrollments, DaysArguments arguments) {
        return work.sql("""
                        select a.enrollment_id, a.date, a.period, a.status
                        from unnest(:enrollments) one
                        cross join lateral (
                          select x.enrollment_id, x.date, x.period, x.status
                          from record.attendance_event x
                          where x.enrollment_id = one
                            and x.date >= coalesce(:from, '-infinity'::date)
                            and x.date <= coalesce(:to, 'infinity'::date)
                          order by x.date desc, x.period
                          limit :last
                        ) a
                        order by a.date desc, a.period
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .bind("from", arguments.from(), LocalDate.class)
                .bind("to", arguments.to(), LocalDate.class)
                .bind("last", arguments.last())
                .list(row -> Map.entry(Rows.uuid(row, "enrollment_id"), event(row)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static AttendanceSummary summary(Readable row) {
        return new AttendanceSummary(
                Rows.value(row, "school_year", Integer.class),
                Rows.value(row, "enrolled", Integer.class),
                Rows.value(row, "excused", Integer.class),
                Rows.value(row, "unexcused", Integer.class),
                Rows.value(row, "tardy", Integer.class),
                Rows.value(row, "covered_until", LocalDate.class));
    }

    private static AttendanceEvent event(Readable row) {
        var period = Rows.text(row, "period");
        return new AttendanceEvent(
                Rows.value(row, "date", LocalDate.class), period.isEmpty() ? null : period, Rows.text(row, "status"));
    }
}
