package link.studentsuccess.api.explanation;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.access.WithheldReason;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The viewer's own matrix, from access.gates: the same decision that opens and withholds. */
@Component
class Gates {

    Mono<Map<UUID, List<CategoryAccess>>> of(UnitOfWork work, Collection<UUID> students) {
        return work.sql("select g.* from access.gates(:students) g")
                .bind("students", students.toArray(UUID[]::new))
                .list(Gates::entry)
                .collectList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    }

    private static Map.Entry<UUID, CategoryAccess> entry(Readable row) {
        var reason = Rows.textOrNull(row, "reason");
        return Map.entry(
                Rows.uuid(row, "student_id"),
                new CategoryAccess(
                        DataCategory.valueOf(Rows.text(row, "category")),
                        reason == null ? null : WithheldReason.valueOf(reason),
                        Rows.valueOrNull(row, "since", LocalDate.class),
                        Rows.valueOrNull(row, "until", LocalDate.class),
                        Rows.valueOrNull(row, "records_from", Integer.class)));
    }
}
