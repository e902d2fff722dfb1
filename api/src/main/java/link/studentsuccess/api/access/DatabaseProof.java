package link.studentsuccess.api.access;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.util.retry.Retry;

/** Asks the database, as the request role itself: every table about children is closed until something is opened. */
final class DatabaseProof {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final DatabaseClient client;
    private final long untilWhen = System.nanoTime() + PATIENCE.toNanos();

    DatabaseProof(ConnectionFactory pool) {
        this.client = DatabaseClient.create(pool);
    }

    /** Runs once, before the first request, on the thread that starts the application: here waiting is right. */
    List<String> faults() {
        var faults = new ArrayList<String>();
        faults.addAll(list("""
                select 'The request role ' || rolname || ' is a superuser or bypasses row-level security.'
                from pg_roles
                where rolname = current_user and (rolsuper or rolbypassrls)
                """));
        faults.addAll(list("""
                select 'The request role ' || current_user || ' can become ' || rolname || '.'
                from pg_roles
                where rolname <> current_user and pg_has_role(current_user, oid, 'member')
                """));
        faults.addAll(list("""
                select 'The request role ' || current_user || ' owns ' || c.oid::regclass || '.'
                from pg_class c
                where c.relowner = current_user::regrole
                """));
        faults.addAll(list("""
                select 'The table ' || c.oid::regclass || ' is not under forced row-level security.'
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('record', 'roster', 'document', 'ledger') and c.relkind in ('r', 'p')
                  and not (c.relrowsecurity and c.relforcerowsecurity)
                """));
        // With a temporary schema a caller could put its own types and functions before those of the policy.
        faults.addAll(list("""
                select 'The request role ' || current_user || ' may create temporary objects.'
                where has_database_privilege(current_database(), 'temporary')
                """));
        faults.addAll(list("""
                select 'The function ' || p.oid::regprocedure || ' trusts its caller''s search path.'
                from pg_proc p
                where p.prosecdef and has_function_privilege(p.oid, 'execute')
                  and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                  and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false)
                """));
        // A view reads with the rights of whoever made it, and what is copied has no policies at all.
        faults.addAll(list("""
                select 'The view or copy ' || c.oid::regclass || ' shows rows past their policies.'
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                where c.relkind in ('m', 'f')
                  or c.relkind = 'v' and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)
                """));
        // A policy on district data reads what the transaction has recorded in its category, and nothing else.
        faults.addAll(list("""
                select 'The policy ' || p.policyname || ' on ' || p.schemaname || '.' || p.tablename
                  || ' does not read access.opened of its category alone.'
                from pg_policies p
                where p.schemaname = 'record' and p.roles && array[current_user, 'public']::name[] and p.tablename <> 'school'
                  and array(
                      select distinct upper(m[1])
                      from regexp_matches(coalesce(p.qual, ''), 'access\\.opened\\(''(\\w+)''', 'g') m)
                    <> array[upper(substr(p.policyname::text, 10))]
                """));
        for (var table : readable()) {
            if (!list("select 'rows' from " + table + " limit 1").isEmpty()) {
                faults.add("The table " + table + " shows rows to a request that has entered nobody.");
            }
        }
        return faults;
    }

    /** Tables about children of which the request role can read some column; schools are not about children. */
    private List<String> readable() {
        return list("""
                select c.oid::regclass::text
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('record', 'roster', 'document') and c.relkind in ('r', 'p')
                  and c.oid <> 'record.school'::regclass
                  and has_any_column_privilege(c.oid, 'select')
                """);
    }

    private List<String> list(String sql) {
        var rows = client.sql(sql)
                .map(row -> String.valueOf(row.get(0, String.class)))
                .all()
                .collectList()
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE).filter(this::isWorthAnotherTry))
                .block(PATIENCE.multipliedBy(2));
        return rows == null ? List.of() : rows;
    }

    /** A machine that is busy starting opens its first connections slower than a request would wait for one. */
    private boolean isWorthAnotherTry(Throwable fault) {
        var cause = fault instanceof DataAccessException ? fault.getCause() : fault;
        return (cause instanceof R2dbcTransientException || cause instanceof R2dbcNonTransientResourceException)
                && System.nanoTime() < untilWhen;
    }
}
