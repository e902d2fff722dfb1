package link.studentsuccess.api.assessments;

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

/** Assessments by enrollment; row-level security shows what this request has recorded as released. */
@Component
class AssessmentRecords {

    private record Row(UUID enrollment, AssessmentResult result) {}

    Mono<Map<UUID, List<AssessmentResult>>> byEnrollment(UnitOfWork work, Collection<UUID> enrollments) {
        return work.sql("""
                        select x.enrollment_id, x.name, x.subject, x.taken_on, x.score, x.performance_level
                        from record.assessment x
                        where x.enrollment_id = any(:enrollments)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .list(row -> new Row(Rows.uuid(row, "enrollment_id"), result(row)))
                .collect(Collectors.groupingBy(Row::enrollment, Collectors.mapping(Row::result, Collectors.toList())));
    }

    private static AssessmentResult result(Readable row) {
        return new AssessmentResult(
                Rows.text(row, "name"),
                Rows.textOrNull(row, "subject"),
                Rows.value(row, "taken_on", LocalDate.class),
                Rows.textOrNull(row, "score"),
                Rows.textOrNull(row, "performance_level"));
    }
}
