package link.studentsuccess.api.terms;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Versions of the statement with the viewer's own acceptance: row-level security shows nobody else's. */
@Component
class Statements {

    private static final String COLUMNS = """
            select c.id, c.version, c.text, c.effective_on, a.accepted_at
            from party.confidentiality_statement c
            left join party.statement_acceptance a on a.statement_id = c.id and a.staff_id = access.my_staff()
            """;

    /** A statement to publish; the days and texts are checked. */
    record Draft(String version, String text, LocalDate effectiveOn) {}

    /** What stands against a draft. */
    record Taken(boolean version, boolean day, boolean past) {}

    Mono<ConfidentialityStatement> current(UnitOfWork work) {
        return work.sql(COLUMNS + "where c.effective_on <= access.today() order by c.effective_on desc limit 1")
                .one(Statements::statement);
    }

    Flux<ConfidentialityStatement> upcoming(UnitOfWork work) {
        return work.sql(COLUMNS + "where c.effective_on > access.today() order by c.effective_on limit 50")
                .list(Statements::statement);
    }

    Mono<ConfidentialityStatement> one(UnitOfWork work, UUID statement) {
        return work.sql(COLUMNS + "where c.id = :statement")
                .bind("statement", statement)
                .one(Statements::statement);
    }

    /** What the same submission has published before does not stand against it. */
    Mono<Taken> taken(UnitOfWork work, UUID key, Draft draft) {
        return work.sql("""
                        select
                          exists (
                            select
                            from party.confidentiality_statement c
                            where c.version = :version and c.id <> :id) as version_taken,
                          exists (
                            select
                            from party.confidentiality_statement c
                            where c.effective_on = :day and c.id <> :id) as day_taken,
                          :day < access.today() as past
                        """)
                .bind("version", draft.version())
                .bind("day", draft.effectiveOn())
                .bind("id", key)
                .one(row -> new Taken(
                        Rows.value(row, "version_taken", Boolean.class),
                        Rows.value(row, "day_taken", Boolean.class),
                        Rows.value(row, "past", Boolean.class)));
    }

    Mono<ConfidentialityStatement> publish(UnitOfWork work, UUID key, Draft draft) {
        return work.sql("""
                        insert into party.confidentiality_statement (id, version, text, effective_on)
                        values (:id, :version, :text, :day)
                        on conflict (id) do nothing
                        """)
                .bind("id", key)
                .bind("version", draft.version())
                .bind("text", draft.text())
                .bind("day", draft.effectiveOn())
                .rowsUpdated()
                .then(one(work, key));
    }

    Mono<ConfidentialityStatement> accept(UnitOfWork work, UUID statement) {
        return work.sql("""
                        insert into party.statement_acceptance (staff_id, statement_id)
                        values (access.my_staff(), :statement)
                        on conflict (staff_id, statement_id) do nothing
                        """).bind("statement", statement).rowsUpdated().then(one(work, statement));
    }

    private static ConfidentialityStatement statement(Readable row) {
        return new ConfidentialityStatement(
                Rows.uuid(row, "id"),
                Rows.text(row, "version"),
                Rows.text(row, "text"),
                Rows.value(row, "effective_on", LocalDate.class),
                Rows.valueOrNull(row, "accepted_at", OffsetDateTime.class));
    }
}
