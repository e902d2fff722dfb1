package link.studentsuccess.api.discipline;

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

/** Incidents by enrollment; row-level security shows what this request has recorded as released. */
@Component
class DisciplineRecords {

    private record Row(UUID enrollment, DisciplineIncident told) {}

    Mono<Map<UUID, List<DisciplineIncident>>> byEnrollment(UnitOfWork work, Collection<UUID> enrollments) {
        return work.sql("""
                        select x.enrollment_id, x.incident_on, x.behavior, x.action, x.days
                        from record.discipline_incident x
                        where x.enrollment_id = any(:enrollments)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .list(row -> new Row(Rows.uuid(row, "enrollment_id"), told(row)))
                .collect(Collectors.groupingBy(Row::enrollment, Collectors.mapping(Row::told, Collectors.toList())));
    }

    private static DisciplineIncident told(Readable row) {
        return new DisciplineIncident(
                Rows.value(row, "incident_on", LocalDate.class),
                Rows.text(row, "behavior"),
                Rows.textOrNull(row, "action"),
                Rows.valueOrNull(row, "days", BigDecimal.class));
    }
}
