package link.studentsuccess.api.demographics;

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

/** Demographics by enrollment; row-level security shows what this request has recorded as released. */
@Component
class DemographicRecords {

    private record Row(UUID enrollment, DemographicFacts facts) {}

    Mono<Map<UUID, List<DemographicFacts>>> byEnrollment(UnitOfWork work, Collection<UUID> enrollments) {
        return work.sql("""
                        select x.enrollment_id, x.birth_date, x.sex, x.hispanic_or_latino, x.races
                        from record.demographics x
                        where x.enrollment_id = any(:enrollments)
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .list(row -> new Row(Rows.uuid(row, "enrollment_id"), facts(row)))
                .collect(Collectors.groupingBy(Row::enrollment, Collectors.mapping(Row::facts, Collectors.toList())));
    }

    private static DemographicFacts facts(Readable row) {
        return new DemographicFacts(
                Rows.valueOrNull(row, "birth_date", LocalDate.class),
                Rows.textOrNull(row, "sex"),
                Rows.valueOrNull(row, "hispanic_or_latino", Boolean.class),
                List.of(Rows.value(row, "races", String[].class)));
    }
}
