package link.studentsuccess.api.designation;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Rosters and principals; row-level security says whose, and who may fill them with whom. */
@Component
public class Designations {

    private static final String SELECT = """
            select g.id, g.version, g.district_agreement_id, g.district_student_id, lower(g.in_force) as begins,
              upper(g.in_force) as ends, g.designated_at
            from document.designation g
            """;

    private static final String PRINCIPAL =
            "select p.id, p.version, p.membership_id, p.school_code, p.named_at, p.ended_at from document.principal p ";

    /** Numbers to put on a roster, each with the key of its entry. */
    record Entries(UUID agreement, LocalDate begins, LocalDate ends, Map<String, UUID> keys) {

        private String[] numbers() {
            return keys.keySet().toArray(String[]::new);
        }

        private UUID[] ids() {
            return keys.values().toArray(UUID[]::new);
        }
    }

    public Mono<Designation> one(UnitOfWork work, UUID designation) {
        return work.sql(SELECT + "where g.id = :designation")
                .bind("designation", designation)
                .one(Designations::designation);
    }

    Mono<List<Designation>> all(UnitOfWork work, List<UUID> designations) {
        return work.sql(SELECT + "where g.id = any(:designations) order by g.designated_at desc, g.id")
                .bind("designations", designations.toArray(UUID[]::new))
                .list(Designations::designation)
                .collectList();
    }

    Mono<List<Designation>> page(UnitOfWork work, @Nullable String number, @Nullable UUID after, int limit) {
        return work.sql(SELECT + """
                        where (:number::text is null or g.district_student_id = :number)
                          and (:after::uuid is null
                            or (g.designated_at, g.id) < (select x.designated_at, x.id from document.designation x where x.id = :after))
                        order by g.designated_at desc, g.id desc
                        limit :limit
                        """)
                .bind("number", number, String.class)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(Designations::designation)
                .collectList();
    }

    /** Days of an agreement, the end exclusive and absent when there is none. */
    record Days(LocalDate begins, @Nullable LocalDate ends) {}

    /** The days of an agreement whose roster the viewer may fill; empty when the viewer may not. */
    Mono<Days> agreed(UnitOfWork work, UUID agreement) {
        return work.sql("""
                        select lower(x.days) as begins, upper(x.days) as ends
                        from access.roster_days(:agreement) as x(days)
                        where not isempty(x.days)
                        """)
                .bind("agreement", agreement)
                .one(row -> new Days(
                        Rows.value(row, "begins", LocalDate.class), Rows.valueOrNull(row, "ends", LocalDate.class)));
    }

    /** The civil date in the district. */
    Mono<LocalDate> today(UnitOfWork work, UUID district) {
        return work.sql(
                        "select (transaction_timestamp() at time zone d.zone)::date as today from party.district d where d.id = :district")
                .bind("district", district)
                .one(row -> Rows.value(row, "today", LocalDate.class));
    }

    /** Enters those who may be, and are not on the roster on any of these days. */
    Mono<Long> enter(UnitOfWork work, Entries entries) {
        return work.sql("""
                        insert into document.designation (id, district_agreement_id, district_student_id, in_force, designated_by)
                        select x.id, :agreement, x.number, daterange(:begins, :ends), access.my_membership()
                        from unnest(:ids, :numbers) as x(id, number)
                        where access.may_designate(:agreement, x.number)
                          and not exists (
                            select
                            from document.designation g
                            where g.district_agreement_id = :agreement
                              and g.district_student_id = x.number
                              and g.in_force && daterange(:begins, :ends))
                        on conflict (id) do nothing
                        """)
                .bind("agreement", entries.agreement())
                .bind("begins", entries.begins())
                .bind("ends", entries.ends())
                .bind("ids", entries.ids())
                .bind("numbers", entries.numbers())
                .rowsUpdated();
    }

    /** What became of each, by number. */
    Mono<Map<String, DesignationResult>> entered(UnitOfWork work, Entries entries, boolean steward) {
        return work.sql("""
                        select x.number, case when g.id is null then access.may_designate(:agreement, x.number) else true end as may,
                          x.number = any((select access.published_numbers(:numbers))::text[]) as published,
                          g.id, g.version, g.district_agreement_id, g.district_student_id, lower(g.in_force) as begins,
                          upper(g.in_force) as ends, g.designated_at
                        from unnest(:ids, :numbers) as x(id, number)
                        left join document.designation g on g.id = x.id
                        """)
                .bind("agreement", entries.agreement())
                .bind("ids", entries.ids())
                .bind("numbers", entries.numbers())
                .list(row -> result(row, steward))
                .collectMap(DesignationResult::districtStudentId);
    }

    /** Takes entries off the roster from a day on; how many it were. */
    Mono<Long> end(UnitOfWork work, Map<UUID, Integer> versions, LocalDate today) {
        return work.sql("""
                        update document.designation g
                        set in_force = g.in_force * daterange(null, :today)
                        from unnest(:ids, :versions) as x(id, version)
                        where g.id = x.id and g.version = x.version
                        """)
                .bind("ids", versions.keySet().toArray(UUID[]::new))
                .bind("versions", versions.values().toArray(Integer[]::new))
                .bind("today", today)
                .rowsUpdated();
    }

    public Mono<Principal> principal(UnitOfWork work, UUID principal) {
        return work.sql(PRINCIPAL + "where p.id = :principal")
                .bind("principal", principal)
                .one(Designations::principal);
    }

    Mono<List<Principal>> principals(UnitOfWork work) {
        return work.sql(PRINCIPAL + "order by p.named_at desc, p.id limit 500")
                .list(Designations::principal)
                .collectList();
    }

    /** The schools of a member of the district's school staff; nothing for anybody else. */
    Mono<List<String>> schools(UnitOfWork work, UUID membership) {
        return work.sql("select coalesce(access.school_staff(:membership), '{}') as schools")
                .bind("membership", membership)
                .one(row -> Rows.texts(row, "schools"));
    }

    /** Names, once. */
    Mono<Long> name(UnitOfWork work, UUID key, UUID membership, String school) {
        return work.sql("""
                        insert into document.principal (id, membership_id, school_code, named_by)
                        values (:id, :membership, :school, access.my_membership())
                        on conflict do nothing
                        """)
                .bind("id", key)
                .bind("membership", membership)
                .bind("school", school)
                .rowsUpdated();
    }

    Mono<Long> endPrincipal(UnitOfWork work, UUID principal, int version) {
        return work.sql("""
                        update document.principal
                        set ended_at = transaction_timestamp(), ended_by = access.my_membership()
                        where id = :principal and version = :version
                        """)
                .bind("principal", principal)
                .bind("version", version)
                .rowsUpdated();
    }

    private static DesignationResult result(Readable row, boolean steward) {
        var number = Rows.text(row, "number");
        var published = steward ? Rows.value(row, "published", Boolean.class) : null;
        if (Rows.uuidOrNull(row, "id") != null) {
            return new DesignationResult(number, designation(row), null, published);
        }
        var refusal = Rows.value(row, "may", Boolean.class)
                ? DesignationResult.Refusal.ALREADY_ON_THE_ROSTER
                : DesignationResult.Refusal.NOT_AT_YOUR_SCHOOLS;
        return new DesignationResult(number, null, refusal, published);
    }

    private static Designation designation(Readable row) {
        return new Designation(
                Rows.uuid(row, "id"),
                Rows.value(row, "version", Integer.class),
                Rows.uuid(row, "district_agreement_id"),
                Rows.text(row, "district_student_id"),
                Rows.valueOrNull(row, "begins", LocalDate.class),
                Rows.valueOrNull(row, "ends", LocalDate.class),
                Rows.value(row, "designated_at", OffsetDateTime.class));
    }

    private static Principal principal(Readable row) {
        return new Principal(
                Rows.uuid(row, "id"),
                Rows.value(row, "version", Integer.class),
                Rows.uuid(row, "membership_id"),
                Rows.text(row, "school_code"),
                Rows.value(row, "named_at", OffsetDateTime.class),
                Rows.valueOrNull(row, "ended_at", OffsetDateTime.class));
    }
}
