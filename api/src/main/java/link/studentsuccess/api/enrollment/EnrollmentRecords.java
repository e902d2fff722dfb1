package link.studentsuccess.api.enrollment;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.district.School;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Enrollments by id; row-level security shows those that this request has recorded as released. */
@Component
class EnrollmentRecords {

    /** Newest first. */
    Mono<List<Enrollment>> byKey(UnitOfWork work, Collection<UUID> keys) {
        return work.sql("""
                        select e.id, s.name, s.shown_code as code, e.school_year, e.grade_level, e.entry_date, e.exit_date,
                          e.exit_type
                        from record.enrollment e
                        join record.school s on s.district_id = e.district_id and s.id = e.school_id
                        where e.id = any(:keys)
                        order by e.school_year desc, e.entry_date desc, e.id
                        """)
                .bind("keys", keys.toArray(UUID[]::new))
                .list(EnrollmentRecords::enrollment)
                .collectList();
    }

    private static Enrollment enrollment(Readable row) {
        return new Enrollment(
                Rows.uuid(row, "id"),
                new School(Rows.text(row, "name"), Rows.textOrNull(row, "code")),
                Rows.value(row, "school_year", Integer.class),
                Rows.textOrNull(row, "grade_level"),
                Rows.value(row, "entry_date", LocalDate.class),
                Rows.valueOrNull(row, "exit_date", LocalDate.class),
                Rows.textOrNull(row, "exit_type"));
    }
}
