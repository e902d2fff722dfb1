package link.studentsuccess.api.organization;

import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Organizations; row-level security says which. */
@Component
public class Organizations {

    /** What the operator says who closes an organization. */
    record Closing(UUID organization, int version, String confirmation, boolean withoutExport, String reason) {}

    public Mono<Organization> one(UnitOfWork work, UUID organization) {
        return byKey(work, List.of(organization)).flatMapIterable(Map::values).next();
    }

    public Mono<Map<UUID, Organization>> byKey(UnitOfWork work, Collection<UUID> keys) {
        return work.sql(
                        "select o.id, o.name, o.host, o.closed_at, o.version from party.organization o where o.id = any(:keys)")
                .bind("keys", keys.toArray(UUID[]::new))
                .list(Organizations::organization)
                .collectMap(Organization::key);
    }

    /** For the operator, and for a steward who looks for the other side of an agreement. */
    Mono<List<Organization>> all(UnitOfWork work) {
        return work.sql("""
                        select o.id, o.name, o.host, o.closed_at, o.version
                        from party.organization o
                        where access.my_role() in ('OPERATOR', 'DISTRICT_STEWARD')
                        order by o.name, o.id
                        limit 500
                        """).list(Organizations::organization).collectList();
    }

    /** Makes it, unless the name or the address is somebody's. */
    Mono<Long> create(UnitOfWork work, Organization organization) {
        return work.sql("""
                        insert into party.organization (id, name, host)
                        select :id, :name, :host
                        where not access.host_taken(:host, :id)
                        on conflict do nothing
                        """)
                .bind("id", organization.key())
                .bind("name", organization.name())
                .bind("host", organization.host())
                .rowsUpdated();
    }

    Mono<Boolean> isNameFree(UnitOfWork work, UUID except, String name) {
        return work.sql("""
                        select not exists (
                          select from party.organization o where lower(o.name) = lower(:name) and o.id <> :except) as free
                        """)
                .bind("name", name)
                .bind("except", except)
                .one(row -> Rows.value(row, "free", Boolean.class));
    }

    Mono<Long> rename(UnitOfWork work, UUID organization, int version, String name) {
        return work.sql("update party.organization set name = :name where id = :id and version = :version")
                .bind("id", organization)
                .bind("version", version)
                .bind("name", name)
                .rowsUpdated();
    }

    /** Ends it with all that hangs on it; says DONE, or why not. */
    Mono<String> close(UnitOfWork work, Closing closing) {
        return work.sql("""
                        select access.close_organization(:organization, :version, :confirmation, :withoutExport, :reason) as outcome
                        """)
                .bind("organization", closing.organization())
                .bind("version", closing.version())
                .bind("confirmation", closing.confirmation())
                .bind("withoutExport", closing.withoutExport())
                .bind("reason", closing.reason())
                .one(row -> Rows.text(row, "outcome"));
    }

    private static Organization organization(Readable row) {
        return new Organization(
                Rows.uuid(row, "id"),
                Rows.text(row, "name"),
                Rows.text(row, "host"),
                Rows.valueOrNull(row, "closed_at", OffsetDateTime.class),
                Rows.value(row, "version", Integer.class));
    }
}
