package link.studentsuccess.api.roster;

import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.roster.ImportFile.Column;
import link.studentsuccess.api.roster.ImportRow.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Imports as they are asked for, read and written; row-level security says whose. */
@Component
class Imports {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int BATCH = 250;

    /** Longer than a request may; shorter than the claim, so that no other instance begins beside it. */
    private static final Duration LONGEST = Duration.ofSeconds(150);

    /** Everything on record of one import. */
    private static final String COLUMNS =
            "i.id, i.state, i.asked_at, i.ended_at, i.problem, i.problem_columns, i.accepted, i.unchanged, i.refused";

    Mono<Boolean> isImportable(UnitOfWork work, UUID file) {
        return work.sql("select access.importable_file(:file) as yes")
                .bind("file", file)
                .one(row -> Rows.value(row, "yes", Boolean.class));
    }

    Mono<Long> ask(UnitOfWork work, UUID key, UUID file) {
        return work.sql("""
                        insert into roster.participant_import (id, organization_id, membership_id, file_id)
                        values (:id, access.my_organization(), access.my_membership(), :file)
                        on conflict do nothing
                        """).bind("id", key).bind("file", file).rowsUpdated();
    }

    Mono<ParticipantImport> one(UnitOfWork work, UUID key) {
        return work.sql("select " + COLUMNS + " from roster.participant_import i where i.id = :id")
                .bind("id", key)
                .one(Imports::read);
    }

    Mono<List<ParticipantImport>> page(UnitOfWork work, @Nullable UUID after, int limit) {
        return work.sql("select " + COLUMNS + """
                         from roster.participant_import i
                        where :after is null
                          or (i.asked_at, i.id) < (select x.asked_at, x.id from roster.participant_import x where x.id = :after)
                        order by i.asked_at desc, i.id desc
                        limit :limit
                        """)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(Imports::read)
                .collectList();
    }

    Mono<List<RefusedRow>> refusedRows(UnitOfWork work, UUID key, int after, int limit) {
        return work.sql("""
                        select r.row_number, r.columns, r.codes
                        from roster.participant_import_refusal r
                        where r.import_id = :id and r.row_number > :after
                        order by r.row_number
                        limit :limit
                        """)
                .bind("id", key)
                .bind("after", after)
                .bind("limit", limit)
                .list(row -> RefusedRow.of(
                        Rows.value(row, "row_number", Integer.class),
                        Rows.texts(row, "columns"),
                        Rows.texts(row, "codes")))
                .collectList();
    }

    private static ParticipantImport read(Readable row) {
        var columns = row.get("problem_columns", String[].class);
        return new ParticipantImport(
                Rows.uuid(row, "id"),
                Rows.text(row, "state"),
                Rows.value(row, "asked_at", OffsetDateTime.class),
                Rows.valueOrNull(row, "ended_at", OffsetDateTime.class),
                ParticipantImport.sentence(
                        Rows.textOrNull(row, "problem"), columns == null ? List.of() : List.of(columns)),
                Rows.value(row, "accepted", Integer.class),
                Rows.value(row, "unchanged", Integer.class),
                Rows.value(row, "refused", Integer.class));
    }

    /** The file, once no other import of the organization runs; nothing when there is nothing to run. */
    Mono<byte[]> begin(UnitOfWork work, UUID key) {
        // Off and on again: a clock that runs is not set anew.
        return work.sql("""
                        select set_config('transaction_timeout', '0', true) as off,
                          set_config('transaction_timeout', :longest, true) as longest
                        """)
                .bind("longest", LONGEST.toMillis() + "ms")
                .one(row -> Rows.text(row, "longest"))
                .then(planAnew(work))
                .then(content(work, key));
    }

    /**
     * The plan of a foreign key or of a policy's function stays with the connection. One that was made while a table had a
     * page reads the whole table for each row, and 5,000 rows for each of 5,000.
     */
    private static Mono<Void> planAnew(UnitOfWork work) {
        return work.sql("discard plans").rowsUpdated().then();
    }

    private static Mono<byte[]> content(UnitOfWork work, UUID key) {
        return work.sql("select content from access.begin_import(:id) as content where content is not null")
                .bind("id", key)
                .one(row -> Rows.value(row, "content", byte[].class));
    }

    /** What the member may know of the organization, and which of the file's keys are others'. */
    Mono<Known> known(UnitOfWork work, List<String> externalIds) {
        var known = new Known();
        return work.sql("select p.id, p.name from party.program p where p.id = any(access.managed_programs())")
                .list(row -> {
                    known.programs().put(Rows.text(row, "name"), Rows.uuid(row, "id"));
                    return true;
                })
                .thenMany(work.sql("select d.id, d.name from party.district d").list(row -> {
                    known.districts().put(Rows.text(row, "name"), Rows.uuid(row, "id"));
                    return true;
                }))
                .thenMany(work.sql("""
                                select p.id, p.given_name, p.family_name, p.preferred_given_name, p.birth_date, p.external_id
                                from roster.participant p
                                """)
                        .list(row -> known.add(Rows.uuid(row, "id"), person(row)))
                        .map(child -> true))
                .thenMany(work.sql(
                                "select s.id, s.participant_id, s.district_id, s.district_student_id from roster.student s")
                        .list(row -> {
                            known.place(
                                    Rows.uuid(row, "participant_id"),
                                    Rows.uuid(row, "district_id"),
                                    new Known.Place(Rows.uuid(row, "id"), Rows.textOrNull(row, "district_student_id")));
                            return true;
                        }))
                .thenMany(work.sql("""
                                select e.id, e.participant_id, e.program_id, lower(e.served) as begins, upper(e.served) as ends
                                from roster.program_enrollment e
                                where not isempty(e.served)
                                """).list(row -> {
                    known.serve(Rows.uuid(row, "participant_id"), days(row));
                    return true;
                }))
                .thenMany(Flux.fromIterable(batches(externalIds)).concatMap(batch -> taken(work, batch)))
                .doOnNext(known::takenExternalId)
                .then(Mono.just(known));
    }

    private static Flux<String> taken(UnitOfWork work, List<String> externalIds) {
        return work.sql("""
                        select x as external
                        from unnest(:externals) x
                        where access.external_id_taken(x, '00000000-0000-0000-0000-000000000000')
                        """)
                .bind("externals", externalIds.toArray(String[]::new))
                .list(row -> Rows.text(row, "external"));
    }

    private static Known.Person person(Readable row) {
        return new Known.Person(
                Rows.text(row, "given_name"),
                Rows.text(row, "family_name"),
                Rows.textOrNull(row, "preferred_given_name"),
                Rows.valueOrNull(row, "birth_date", LocalDate.class),
                Rows.textOrNull(row, "external_id"));
    }

    private static Known.Days days(Readable row) {
        return new Known.Days(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "program_id"),
                Rows.value(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class));
    }

    /** Participants with a hold, of these: their numbers stay. */
    Mono<Set<UUID>> held(UnitOfWork work, List<UUID> participants) {
        return Flux.fromIterable(batches(participants))
                .concatMap(batch -> work.sql("select x as id from unnest(:ids) x where access.on_hold(x)")
                        .bind("ids", batch.toArray(UUID[]::new))
                        .list(row -> Rows.uuid(row, "id")))
                .collect(HashSet::new, Set::add);
    }

    /** Writes what the plan says, in an order in which each row finds what it stands on. */
    Mono<Void> write(UnitOfWork work, ImportPlan plan) {
        return all(work, plan.newParticipants(), """
                        insert into roster.participant
                          (id, organization_id, given_name, family_name, preferred_given_name, birth_date, external_id)
                        select r.id, access.my_organization(), r.given, r.family, r.preferred, r.born, r.external
                        from jsonb_to_recordset(cast(:rows as jsonb))
                          as r(id uuid, given text, family text, preferred text, born date, external text)
                        """)
                .then(planAnew(work)) // what follows stands on participants, of whom there are many now
                .then(all(work, plan.newServices(), """
                        insert into roster.program_enrollment (id, organization_id, participant_id, program_id, served)
                        select r.id, access.my_organization(), r.participant, r.program, daterange(r.begins, r.ends)
                        from jsonb_to_recordset(cast(:rows as jsonb))
                          as r(id uuid, participant uuid, program uuid, begins date, ends date)
                        """))
                .then(all(work, plan.newStudents(), """
                        insert into roster.student (id, organization_id, participant_id, district_id, district_student_id)
                        select r.id, access.my_organization(), r.participant, r.district, r.number
                        from jsonb_to_recordset(cast(:rows as jsonb))
                          as r(id uuid, participant uuid, district uuid, number text)
                        """))
                .then(all(work, plan.corrections(), """
                        update roster.participant p
                        set given_name = r.given, family_name = r.family, preferred_given_name = r.preferred, birth_date = r.born,
                          external_id = r.external
                        from jsonb_to_recordset(cast(:rows as jsonb))
                          as r(id uuid, given text, family text, preferred text, born date, external text)
                        where p.id = r.id
                        """))
                .then(all(work, plan.numbers(), """
                        update roster.student s
                        set district_student_id = r.number
                        from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, number text)
                        where s.id = r.id
                        """))
                .then(all(work, plan.ends(), """
                        update roster.program_enrollment e
                        set served = daterange(r.begins, r.ends)
                        from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, begins date, ends date)
                        where e.id = r.id
                        """));
    }

    private static Mono<Void> all(UnitOfWork work, List<Map<String, @Nullable Object>> rows, String sql) {
        return Flux.fromIterable(batches(rows))
                .concatMap(batch -> work.sql(sql)
                        .bind("rows", JSON.writeValueAsString(batch))
                        .rowsUpdated())
                .then();
    }

    private static <T> List<List<T>> batches(List<T> all) {
        var batches = new ArrayList<List<T>>();
        for (var n = 0; n < all.size(); n += BATCH) {
            batches.add(all.subList(n, Math.min(all.size(), n + BATCH)));
        }
        return batches;
    }

    Mono<Void> done(UnitOfWork work, UUID key, ImportPlan plan) {
        var refused = plan.refused();
        return refuse(work, key, refused)
                .then(work.sql("""
                                update roster.participant_import
                                set state = 'DONE', ended_at = transaction_timestamp(), accepted = :accepted, unchanged = :unchanged,
                                  refused = :refused
                                where id = :id
                                """)
                        .bind("id", key)
                        .bind("accepted", plan.accepted())
                        .bind("unchanged", plan.unchanged())
                        .bind("refused", refused.size())
                        .rowsUpdated())
                .then();
    }

    private static Mono<Void> refuse(UnitOfWork work, UUID key, List<ImportRow> rows) {
        var refusals = rows.stream().map(row -> refusal(key, row)).toList();
        return all(work, refusals, """
                insert into roster.participant_import_refusal (import_id, row_number, columns, codes)
                select r.import, r.number, r.columns, r.codes
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(import uuid, number integer, columns text[], codes text[])
                """);
    }

    /** Empty where the reason is about the row as a whole. */
    private static String header(Reason reason) {
        var column = reason.column();
        return column == null ? "" : column.header();
    }

    private static Map<String, @Nullable Object> refusal(UUID key, ImportRow row) {
        return Map.of(
                "import", key,
                "number", row.number(),
                "columns", row.reasons().stream().map(Imports::header).toList(),
                "codes",
                        row.reasons().stream()
                                .map(reason -> reason.code().name())
                                .toList());
    }

    Mono<Void> unusable(UnitOfWork work, UUID key, ImportFile.Unusable unusable) {
        return work.sql("""
                        update roster.participant_import
                        set state = 'REFUSED', ended_at = transaction_timestamp(), problem = :problem, problem_columns = :columns
                        where id = :id
                        """)
                .bind("id", key)
                .bind("problem", unusable.problem().name())
                .bind("columns", unusable.columns().stream().map(Column::header).toArray(String[]::new))
                .rowsUpdated()
                .then();
    }
}
