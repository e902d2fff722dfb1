package link.studentsuccess.api.assignments;

import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
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

/** Assignments by enrollment; row-level security shows what this request has recorded as released. */
@Component
class AssignmentRecords {

    private record Row(UUID enrollment, Assignment assignment) {}

    Mono<Map<UUID, List<Assignment>>> byEnrollment(UnitOfWork work, Collection<UUID> enrollments) {
        return work.sql("""
                        select x.enrollment_id, x.course_title, x.title, x.due_on, x.score, x.points, x.missing, x.late
                        from record.assignment x
                        where x.enrollment_id = any(:enrollments)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .list(row -> new Row(Rows.uuid(row, "enrollment_id"), assignment(row)))
                .collect(Collectors.groupingBy(
                        Row::enrollment, Collectors.mapping(Row::assignment, Collectors.toList())));
    }

    private static Assignment assignment(Readable row) {
        return new Assignment(
                Rows.text(row, "course_title"),
                Rows.text(row, "title"),
                Rows.valueOrNull(row, "due_on", LocalDate.class),
                Rows.valueOrNull(row, "score", BigDecimal.class),
                Rows.valueOrNull(row, "points", BigDecimal.class),
                Rows.value(row, "missing", Boolean.class),
                Rows.value(row, "late", Boolean.class));
    }
}
