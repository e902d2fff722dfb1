package link.studentsuccess.api.attendancereason;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reasons by enrollment; row-level security shows what this request has recorded as released. */
@Component
class AttendanceReasonRecords {

    private record Row(UUID enrollment, AttendanceReasonDay told) {}

    Mono<Map<UUID, List<AttendanceReasonDay>>> byEnrollment(UnitOfWork work, Collection<UUID> enrollments) {
        return work.sql("""
                        select x.enrollment_id, x.date, x.period, x.reason
                        from record.attendance_reason x
                        where x.enrollment_id = any(:enrollments)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .list(row -> new Row(Rows.uuid(row, "enrollment_id"), told(row)))
                .collect(Collectors.groupingBy(Row::enrollment, Collectors.mapping(Row::told, Collectors.toList())));
    }

    private static AttendanceReasonDay told(Readable row) {
        return new AttendanceReasonDay(
                Rows.value(row, "date", LocalDate.class), Rows.textOrNull(row, "period"), Rows.text(row, "reason"));
    }
}
