package link.studentsuccess.api.program;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The organization's own service; row-level security says of which participants. */
@Component
class Programs {

    Mono<List<Program>> ofOrganization(UnitOfWork work, UUID organization) {
        return work.sql("""
                        select p.id as program_id, p.name, p.kind, p.sharing, p.site, p.version as program_version
                        from party.program p
                        where p.organization_id = :organization
                        order by p.name, p.id
                        limit 500
                        """)
                .bind("organization", organization)
                .list(Programs::program)
                .collectList();
    }

    Mono<Program> one(UnitOfWork work, UUID program) {
        return work.sql(
                        "select p.id as program_id, p.name, p.kind, p.sharing, p.site, p.version as program_version from party.program p where p.id = :program")
                .bind("program", program)
                .one(Programs::program);
    }

    Mono<Map<UUID, List<ProgramEnrollment>>> enrollments(UnitOfWork work, Collection<UUID> participants) {
        return work.sql("""
                        select e.id, e.version, e.participant_id, e.program_id, p.name, p.kind, p.sharing, p.site,
                          p.version as program_version, lower(e.served) as begins, upper(e.served) as ends
                        from unnest(:participants) child
                        cross join lateral (
                          select x.id, x.version, x.participant_id, x.program_id, x.served
                          from roster.program_enrollment x
                          where x.participant_id = child and not isempty(x.served)
                          order by lower(x.served) desc, x.id
                          limit 100
                        ) e
                        join party.program p on p.id = e.program_id
                        order by lower(e.served) desc
                        """)
                .bind("participants", participants.toArray(UUID[]::new))
                .list(row -> new ProgramEnrollment(
                        Rows.uuid(row, "id"),
                        Rows.value(row, "version", Integer.class),
                        Rows.uuid(row, "participant_id"),
                        program(row),
                        Rows.value(row, "begins", LocalDate.class),
                        Rows.valueOrNull(row, "ends", LocalDate.class)))
                .collect(Collectors.groupingBy(ProgramEnrollment::participantKey));
    }

    Mono<Map<UUID, List<ProgramAttendance>>> attendance(UnitOfWork work, Collection<UUID> participants, int first) {
        return work.sql("""
                        select a.id, a.participant_id, a.program_id, p.name, p.kind, p.sharing, p.site, p.version as program_version, a.attended_on, a.minutes
                        from unnest(:participants) child
                        cross join lateral (
                          select x.id, x.participant_id, x.program_id, x.attended_on, x.minutes
                          from roster.program_attendance x
                          where x.participant_id = child
                          order by x.attended_on desc, x.id
                          limit :first
                        ) a
                        join party.program p on p.id = a.program_id
                        order by a.attended_on desc, a.id
                        """)
                .bind("participants", participants.toArray(UUID[]::new))
                .bind("first", first)
                .list(Programs::attendance)
                .collect(Collectors.groupingBy(ProgramAttendance::participantKey));
    }

    /** What each operator agreement opts in to, by the program's name. */
    Mono<Map<UUID, List<SharingOptIn>>> sharing(UnitOfWork work, Collection<UUID> operatorAgreements) {
        return work.sql("""
                        select o.operator_agreement_id, o.program_id, o.id, o.version, o.name, o.kind, o.sharing, o.site, o.program_version, o.audience,
                          o.agreed_at, o.withdrawn_at
                        from unnest(:agreements) agreement
                        cross join lateral (
                          select x.id, x.version, x.operator_agreement_id, x.program_id, p.name, p.kind, p.sharing, p.site, p.version as program_version, x.audience, x.agreed_at, x.withdrawn_at
                          from document.sharing_opt_in x
                          join party.program p on p.id = x.program_id
                          where x.operator_agreement_id = agreement
                          order by p.name, x.audience, x.agreed_at
                          limit 500
                        ) o
                        order by o.name, o.audience, o.agreed_at
                        """)
                .bind("agreements", operatorAgreements.toArray(UUID[]::new))
                .list(Programs::optIn)
                .collect(Collectors.groupingBy(SharingOptIn::agreementKey));
    }

    /** Whether the participant is enrolled in the program on the day. */
    Mono<Boolean> isServed(UnitOfWork work, Presence presence) {
        return work.sql("""
                        select exists (
                          select
                          from roster.program_enrollment e
                          where e.participant_id = :participant and e.program_id = :program and e.served @> :date) as served
                        """)
                .bind("participant", presence.participant())
                .bind("program", presence.program())
                .bind("date", presence.date())
                .one(row -> Rows.value(row, "served", Boolean.class));
    }

    /** Writes or corrects one day's presence, and reads it back. */
    Mono<ProgramAttendance> record(UnitOfWork work, UUID key, Presence presence) {
        return work.sql("""
                        insert into roster.program_attendance
                          (id, organization_id, participant_id, program_id, attended_on, minutes, recorded_by)
                        values (:id, access.my_organization(), :participant, :program, :date, :minutes, access.my_membership())
                        on conflict (participant_id, program_id, attended_on) do update
                        set minutes = excluded.minutes, recorded_by = excluded.recorded_by, recorded_at = transaction_timestamp()
                        """)
                .bind("id", key)
                .bind("participant", presence.participant())
                .bind("program", presence.program())
                .bind("date", presence.date())
                .bind("minutes", presence.minutes())
                .rowsUpdated()
                .then(work.sql("""
                                select a.id, a.participant_id, a.program_id, p.name, p.kind, p.sharing, p.site, p.version as program_version, a.attended_on, a.minutes
                                from roster.program_attendance a
                                join party.program p on p.id = a.program_id
                                where a.participant_id = :participant and a.program_id = :program and a.attended_on = :date
                                """)
                        .bind("participant", presence.participant())
                        .bind("program", presence.program())
                        .bind("date", presence.date())
                        .one(Programs::attendance));
    }

    /** A presence that was checked and can be recorded. */
    record Presence(UUID participant, UUID program, LocalDate date, int minutes) {}

    static SharingOptIn optIn(Readable row) {
        return new SharingOptIn(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "operator_agreement_id"),
                program(row),
                Rows.text(row, "audience"),
                Rows.value(row, "agreed_at", OffsetDateTime.class),
                Rows.valueOrNull(row, "withdrawn_at", OffsetDateTime.class),
                Rows.value(row, "version", Integer.class));
    }

    private static Program program(Readable row) {
        return new Program(
                Rows.uuid(row, "program_id"),
                Rows.text(row, "name"),
                Rows.text(row, "kind"),
                Rows.text(row, "sharing"),
                Rows.textOrNull(row, "site"),
                Rows.value(row, "program_version", Integer.class));
    }

    private static ProgramAttendance attendance(Readable row) {
        return new ProgramAttendance(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "participant_id"),
                program(row),
                Rows.value(row, "attended_on", LocalDate.class),
                Rows.value(row, "minutes", Integer.class));
    }
}
