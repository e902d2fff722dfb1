package link.studentsuccess.api.service;

import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Service accounts of the organization that the viewer administers; row-level security says which. */
@Component
class ServiceAccounts {

    private static final String COLUMNS = """
            select a.id, a.name, a.client_id, a.owner_id, concat_ws(' ', s.given_name, s.family_name) as owner_name,
              a.created_at, a.ended_at, a.version
            from party.service_account a
            join party.membership m on m.id = a.owner_id
            join party.staff s on s.id = m.staff_id
            """;

    /** An account that was checked and can be made. */
    record Wanted(UUID key, String name, String clientId, UUID owner) {}

    /** What the checks of an account need to know. */
    record Known(boolean ownerIsActive, boolean clientHasOne) {}

    Flux<ServiceAccount> all(UnitOfWork work) {
        return work.sql(COLUMNS + "order by a.created_at desc, a.id limit 500").list(ServiceAccounts::account);
    }

    Mono<ServiceAccount> one(UnitOfWork work, UUID account) {
        return work.sql(COLUMNS + "where a.id = :account")
                .bind("account", account)
                .one(ServiceAccounts::account);
    }

    /** Waits for who makes another one here, so that a client does not get two. */
    Mono<Known> known(UnitOfWork work, Wanted wanted) {
        return work.sql("""
                        select pg_advisory_xact_lock(
                          hashtextextended('party.service_account ' || access.administered_organization(), 0))
                        """)
                .rowsUpdated()
                .then(work.sql("""
                        select
                          exists (
                            select
                            from access.administered_staff() x
                            join party.membership m on m.id = x.membership_id
                            where m.id = :owner
                              and x.state = 'ACTIVE'
                              and m.organization_id = access.administered_organization()) as owner_is_active,
                          exists (
                            select
                            from party.service_account a
                            where a.client_id = :client and a.ended_at is null and a.id <> :id) as client_has_one
                        """)
                        .bind("owner", wanted.owner())
                        .bind("client", wanted.clientId())
                        .bind("id", wanted.key())
                        .one(row -> new Known(
                                Rows.value(row, "owner_is_active", Boolean.class),
                                Rows.value(row, "client_has_one", Boolean.class))));
    }

    /** Makes it once: a second submission finds what the first one has made. */
    Mono<ServiceAccount> make(UnitOfWork work, Wanted wanted) {
        return work.sql("""
                        insert into party.service_account (id, organization_id, name, client_id, owner_id, created_by)
                        values (:id, access.administered_organization(), :name, :client, :owner, access.my_membership())
                        on conflict (id) do nothing
                        """)
                .bind("id", wanted.key())
                .bind("name", wanted.name())
                .bind("client", wanted.clientId())
                .bind("owner", wanted.owner())
                .rowsUpdated()
                .then(one(work, wanted.key()));
    }

    /** 0 when somebody else has changed it meanwhile. */
    Mono<Long> end(UnitOfWork work, UUID account, int version) {
        return work.sql("""
                        update party.service_account
                        set ended_at = transaction_timestamp(), ended_by = access.my_membership()
                        where id = :account and version = :version and ended_at is null
                        """).bind("account", account).bind("version", version).rowsUpdated();
    }

    private static ServiceAccount account(Readable row) {
        return new ServiceAccount(
                Rows.uuid(row, "id"),
                Rows.text(row, "name"),
                Rows.text(row, "client_id"),
                Rows.uuid(row, "owner_id"),
                Rows.text(row, "owner_name"),
                Rows.value(row, "created_at", OffsetDateTime.class),
                Rows.valueOrNull(row, "ended_at", OffsetDateTime.class),
                Rows.value(row, "version", Integer.class));
    }
}
