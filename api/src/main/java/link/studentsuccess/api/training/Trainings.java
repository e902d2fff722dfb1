package link.studentsuccess.api.training;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Trainings of the own place's people; row-level security says whose. */
@Component
class Trainings {

    private static final String COLUMNS = """
            select t.id, t.title, lower(t.valid) as completed, upper(t.valid) as until, t.withdrawn_at,
              t.staff_id = access.my_staff() as mine, t.version
            from party.training_record t
            """;

    /** A training that was checked and can be recorded. */
    record Completed(UUID key, UUID staff, String title, LocalDate on, LocalDate until) {}

    /** Whom a training would be of, and on which day that is asked. */
    record Known(@Nullable UUID person, boolean me, LocalDate today) {}

    Flux<TrainingRecord> ofStaff(UnitOfWork work, @Nullable UUID staff) {
        return work.sql(COLUMNS + """
                        where t.staff_id = case when cast(:staff as uuid) is null then access.my_staff() else access.trainee(:staff) end
                        order by lower(t.valid) desc nulls last, t.id
                        limit 200
                        """).bind("staff", staff, UUID.class).list(Trainings::training);
    }

    Mono<TrainingRecord> one(UnitOfWork work, UUID training) {
        return work.sql(COLUMNS + "where t.id = :training")
                .bind("training", training)
                .one(Trainings::training);
    }

    Mono<Known> known(UnitOfWork work, UUID staff) {
        return work.sql("""
                        select access.trainee(:staff) as person,
                          coalesce(access.trainee(:staff) = access.my_staff(), false) as me, access.today() as today
                        """)
                .bind("staff", staff)
                .one(row -> new Known(
                        Rows.uuidOrNull(row, "person"),
                        Rows.value(row, "me", Boolean.class),
                        Rows.value(row, "today", LocalDate.class)));
    }

    Mono<TrainingRecord> record(UnitOfWork work, Completed completed) {
        return work.sql("""
                        insert into party.training_record (id, staff_id, title, valid, recorded_by)
                        values (:id, access.trainee(:staff), :title, daterange(:on, :until), access.my_membership())
                        on conflict (id) do nothing
                        """)
                .bind("id", completed.key())
                .bind("staff", completed.staff())
                .bind("title", completed.title())
                .bind("on", completed.on())
                .bind("until", completed.until())
                .rowsUpdated()
                .then(one(work, completed.key()));
    }

    /** What it has counted for stays; 0 when somebody else has changed it meanwhile. */
    Mono<Long> withdraw(UnitOfWork work, UUID training, int version) {
        return work.sql("""
                        update party.training_record
                        set valid = valid * daterange(null, access.today()), withdrawn_at = transaction_timestamp()
                        where id = :training and version = :version and withdrawn_at is null
                        """).bind("training", training).bind("version", version).rowsUpdated();
    }

    private static TrainingRecord training(Readable row) {
        return new TrainingRecord(
                Rows.uuid(row, "id"),
                Rows.text(row, "title"),
                Rows.valueOrNull(row, "completed", LocalDate.class),
                Rows.valueOrNull(row, "until", LocalDate.class),
                Rows.valueOrNull(row, "withdrawn_at", OffsetDateTime.class),
                Rows.value(row, "mine", Boolean.class),
                Rows.value(row, "version", Integer.class));
    }
}
