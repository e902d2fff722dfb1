package link.studentsuccess.api.program;

import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes programs and opt-ins of the organization that the viewer administers. */
@Component
class ProgramWrites {

    Mono<Long> create(UnitOfWork work, Program program) {
        return work.sql("""
                        insert into party.program (id, organization_id, name, kind, sharing, site)
                        values (:id, access.administered_organization(), :name, :kind, :sharing, :site)
                        on conflict do nothing
                        """)
                .bind("id", program.key())
                .bind("name", program.name())
                .bind("kind", program.kind())
                .bind("sharing", program.sharing())
                .bind("site", program.site(), String.class)
                .rowsUpdated();
    }

    Mono<Boolean> isNameFree(UnitOfWork work, Program program) {
        return work.sql("""
                        select not exists (
                          select
                          from party.program p
                          where p.organization_id = access.administered_organization() and lower(p.name) = lower(:name) and p.id <> :id) as free
                        """)
                .bind("id", program.key())
                .bind("name", program.name())
                .one(row -> Rows.value(row, "free", Boolean.class));
    }

    Mono<Long> change(UnitOfWork work, Program program) {
        return work.sql("""
                        update party.program
                        set name = :name, kind = :kind, sharing = :sharing, site = :site
                        where id = :id and version = :version
                        """)
                .bind("id", program.key())
                .bind("version", program.version())
                .bind("name", program.name())
                .bind("kind", program.kind())
                .bind("sharing", program.sharing())
                .bind("site", program.site(), String.class)
                .rowsUpdated();
    }

    /** Writes the choice into the agreement in force, unless it stands there already. */
    Mono<Long> optIn(UnitOfWork work, UUID key, UUID program, String audience) {
        return work.sql("""
                        insert into document.sharing_opt_in (id, organization_id, operator_agreement_id, program_id, audience)
                        select :id, a.organization_id, a.id, :program, :audience
                        from document.operator_agreement a
                        where a.organization_id = access.administered_organization()
                          and access.today() <@ a.in_force
                          and not exists (
                            select
                            from document.sharing_opt_in x
                            where x.operator_agreement_id = a.id
                              and x.program_id = :program
                              and x.audience = :audience
                              and x.withdrawn_at is null)
                        order by lower(a.in_force) desc, a.id
                        limit 1
                        on conflict (id) do nothing
                        """)
                .bind("id", key)
                .bind("program", program)
                .bind("audience", audience)
                .rowsUpdated();
    }

    Mono<SharingOptIn> optIn(UnitOfWork work, UUID key) {
        return work.sql("""
                        select x.id, x.version, x.operator_agreement_id, x.program_id, p.name, p.kind, p.sharing, p.site,
                          p.version as program_version, x.audience, x.agreed_at, x.withdrawn_at
                        from document.sharing_opt_in x
                        join party.program p on p.id = x.program_id
                        where x.id = :id
                        """).bind("id", key).one(Programs::optIn);
    }

    Mono<Long> withdraw(UnitOfWork work, UUID key, int version) {
        return work.sql("""
                        update document.sharing_opt_in
                        set withdrawn_at = transaction_timestamp()
                        where id = :id and version = :version
                        """).bind("id", key).bind("version", version).rowsUpdated();
    }
}
