package link.studentsuccess.api.program;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes program enrollments; row-level security says of whom and in which programs. */
@Component
class Service {

    /** A participant in a program. */
    record Enrollment(UUID key, UUID participant, UUID program) {

        static Enrollment read(Readable row) {
            return new Enrollment(Rows.uuid(row, "id"), Rows.uuid(row, "participant_id"), Rows.uuid(row, "program_id"));
        }
    }

    /** Days of service, half-open. */
    record Days(LocalDate begins, @Nullable LocalDate ends) {}

    Mono<Boolean> isManaged(UnitOfWork work, UUID program) {
        return work.sql("select :program = any(access.managed_programs()) as yes")
                .bind("program", program)
                .one(row -> Rows.value(row, "yes", Boolean.class));
    }

    Mono<Enrollment> one(UnitOfWork work, UUID enrollment) {
        return work.sql("""
                        select e.id, e.participant_id, e.program_id
                        from roster.program_enrollment e
                        where e.id = :id and not isempty(e.served) and e.program_id = any(access.managed_programs())
                        """).bind("id", enrollment).one(Enrollment::read);
    }

    Mono<LocalDate> begins(UnitOfWork work, UUID enrollment) {
        return work.sql("select lower(e.served) as begins from roster.program_enrollment e where e.id = :id")
                .bind("id", enrollment)
                .one(row -> Rows.value(row, "begins", LocalDate.class));
    }

    /** Whether another enrollment in the program has some of the days; whoever asks next waits for the end of this change. */
    Mono<Boolean> overlaps(UnitOfWork work, Enrollment enrollment, Days days) {
        return work.sql("select 1 as locked from roster.participant p where p.id = :participant for update")
                .bind("participant", enrollment.participant())
                .list(row -> true)
                .then(work.sql("""
                                select exists (
                                  select
                                  from roster.program_enrollment e
                                  where e.participant_id = :participant and e.program_id = :program and e.id <> :id
                                    and e.served && daterange(:begins, :ends)) as yes
                                """)
                        .bind("participant", enrollment.participant())
                        .bind("program", enrollment.program())
                        .bind("id", enrollment.key())
                        .bind("begins", days.begins())
                        .bind("ends", days.ends(), LocalDate.class)
                        .one(row -> Rows.value(row, "yes", Boolean.class)));
    }

    Mono<Long> enroll(UnitOfWork work, Enrollment enrollment, Days days) {
        return work.sql("""
                        insert into roster.program_enrollment (id, organization_id, participant_id, program_id, served)
                        values (:id, access.my_organization(), :participant, :program, daterange(:begins, :ends))
                        on conflict do nothing
                        """)
                .bind("id", enrollment.key())
                .bind("participant", enrollment.participant())
                .bind("program", enrollment.program())
                .bind("begins", days.begins())
                .bind("ends", days.ends(), LocalDate.class)
                .rowsUpdated();
    }

    /** Changes the days; 0 when somebody has changed them meanwhile. */
    Mono<Long> change(UnitOfWork work, UUID enrollment, int version, Days days) {
        return work.sql("""
                        update roster.program_enrollment
                        set served = daterange(:begins, :ends)
                        where id = :id and version = :version
                        """)
                .bind("id", enrollment)
                .bind("version", version)
                .bind("begins", days.begins())
                .bind("ends", days.ends(), LocalDate.class)
                .rowsUpdated();
    }
}
