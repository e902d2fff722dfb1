package link.studentsuccess.api.caseload;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.caseload.CaseloadAssignment.What;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Assignments that the viewer manages; row-level security says which. */
@Component
class Caseloads {

    private static final String COLUMNS = """
            select c.id, c.membership_id, c.participant_id, c.program_id, c.site, c.cover_for,
              lower(c.assigned) as begins, upper(c.assigned) as ends, c.version
            from roster.caseload_assignment c
            """;

    /** An assignment that was checked and can be made. */
    record Wanted(
            UUID key,
            UUID staff,
            What what,
            LocalDate begins,
            @Nullable LocalDate ends) {}

    /** What the checks of an assignment need to know. */
    record Known(
            @Nullable String staff,
            @Nullable String covered,
            boolean whatIsKnown,
            boolean wholeOrganization,
            LocalDate today) {}

    Flux<CaseloadAssignment> ofStaff(UnitOfWork work, UUID staff) {
        return work.sql(COLUMNS + """
                        where c.membership_id = :staff
                        order by lower(c.assigned) desc nulls last, c.id
                        limit 500
                        """).bind("staff", staff).list(Caseloads::assignment);
    }

    Mono<CaseloadAssignment> one(UnitOfWork work, UUID assignment) {
        return work.sql(COLUMNS + "where c.id = :assignment")
                .bind("assignment", assignment)
                .one(Caseloads::assignment);
    }

    /** A program counts when the viewer manages it, a site when the viewer manages the whole organization. */
    Mono<Known> known(UnitOfWork work, UUID staff, What what) {
        return work.sql("""
                        select access.caseload_member(:staff) as staff, access.caseload_member(:covered) as covered,
                          access.today() as today, access.whole_organization() is not null as whole,
                          exists (
                            select
                            from roster.participant p
                            where p.id = :participant and p.organization_id = access.my_organization())
                          or exists (
                            select
                            from party.program g
                            where g.organization_id = access.my_organization()
                              and (g.id = :program
                                and (access.whole_organization() is not null or g.id = any(access.my_programs()))
                                or g.site = :site and access.whole_organization() is not null)) as known
                        """)
                .bind("staff", staff)
                .bind("covered", what.coverFor(), UUID.class)
                .bind("participant", what.participant(), UUID.class)
                .bind("program", what.program(), UUID.class)
                .bind("site", what.site(), String.class)
                .one(row -> new Known(
                        Rows.textOrNull(row, "staff"),
                        Rows.textOrNull(row, "covered"),
                        Rows.value(row, "known", Boolean.class),
                        Rows.value(row, "whole", Boolean.class),
                        Rows.value(row, "today", LocalDate.class)));
    }

    /** Waits for who assigns to the same member of staff; what the same submission has made does not count. */
    Mono<Boolean> isAssigned(UnitOfWork work, Wanted wanted) {
        return work.sql("""
                        select pg_advisory_xact_lock(hashtextextended('roster.caseload_assignment ' || cast(:staff as text), 0))
                        """)
                .bind("staff", wanted.staff())
                .rowsUpdated()
                .then(work.sql("""
                                select exists (
                                  select
                                  from roster.caseload_assignment c
                                  where c.membership_id = :staff
                                    and c.id <> :id
                                    and c.assigned && daterange(:begins, :ends)
                                    and (c.participant_id = :participant or c.program_id = :program
                                      or c.site = :site or c.cover_for = :covered)) as assigned
                                """)
                        .bind("staff", wanted.staff())
                        .bind("id", wanted.key())
                        .bind("begins", wanted.begins())
                        .bind("ends", wanted.ends(), LocalDate.class)
                        .bind("participant", wanted.what().participant(), UUID.class)
                        .bind("program", wanted.what().program(), UUID.class)
                        .bind("site", wanted.what().site(), String.class)
                        .bind("covered", wanted.what().coverFor(), UUID.class)
                        .one(row -> Rows.value(row, "assigned", Boolean.class)));
    }

    /** Makes it once: a second submission finds what the first one has made. */
    Mono<CaseloadAssignment> make(UnitOfWork work, Wanted wanted) {
        return work.sql("""
                        insert into roster.caseload_assignment
                          (id, membership_id, organization_id, participant_id, program_id, site, cover_for, assigned)
                        values (:id, :staff, access.my_organization(), :participant, :program, :site, :covered,
                          daterange(:begins, :ends))
                        on conflict (id) do nothing
                        """)
                .bind("id", wanted.key())
                .bind("staff", wanted.staff())
                .bind("participant", wanted.what().participant(), UUID.class)
                .bind("program", wanted.what().program(), UUID.class)
                .bind("site", wanted.what().site(), String.class)
                .bind("covered", wanted.what().coverFor(), UUID.class)
                .bind("begins", wanted.begins())
                .bind("ends", wanted.ends(), LocalDate.class)
                .rowsUpdated()
                .then(one(work, wanted.key()));
    }

    /** 0 when somebody else has changed it meanwhile. */
    Mono<Long> end(UnitOfWork work, UUID assignment, int version, LocalDate ends) {
        return work.sql("""
                        update roster.caseload_assignment
                        set assigned = daterange(least(lower(assigned), :ends), :ends)
                        where id = :assignment and version = :version
                        """)
                .bind("assignment", assignment)
                .bind("version", version)
                .bind("ends", ends)
                .rowsUpdated();
    }

    private static CaseloadAssignment assignment(Readable row) {
        return new CaseloadAssignment(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "membership_id"),
                new What(
                        Rows.uuidOrNull(row, "participant_id"),
                        Rows.uuidOrNull(row, "program_id"),
                        Rows.textOrNull(row, "site"),
                        Rows.uuidOrNull(row, "cover_for")),
                Rows.valueOrNull(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                Rows.value(row, "version", Integer.class));
    }
}
