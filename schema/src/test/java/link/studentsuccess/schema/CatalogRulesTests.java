package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds of all roles, tables and functions, whatever is written down about them; and that its breach is noticed. The attacks
 * of the list that are tried on the database are in {@link CatalogTests}, right by right it is in {@link RightsTests}.
 */
class CatalogRulesTests {

    /** A rule, the objects that break it, and faults that must be among them. */
    private record Rule(String says, String broken, List<String> faults) {

        static Rule of(String says, String broken, String... faults) {
            return new Rule(says, broken, List.of(faults));
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of(
                    "no role is powerful",
                    """
                    select rolname
                    from pg_roles
                    where rolname like 'link\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)""",
                    "alter role link_owner superuser",
                    "alter role link_engine bypassrls",
                    "alter role link_request createrole",
                    "alter role link_sealer replication"),
            Rule.of(
                    "nobody signs in as the policy",
                    "select rolname from pg_roles where rolname = 'link_policy' and rolcanlogin",
                    "alter role link_policy login"),
            Rule.of(
                    "only the owner can become another role, and it inherits nothing",
                    """
                    select member::regrole || ' of ' || roleid::regrole
                    from pg_auth_members
                    where (member::regrole::text like 'link\\_%' or roleid::regrole::text like 'link\\_%')
                      and not (member = 'link_owner'::regrole and roleid = 'link_policy'::regrole
                        and not inherit_option and not admin_option)""",
                    "grant link_owner to link_request",
                    "grant pg_read_all_data to link_engine",
                    "grant link_policy to link_owner with inherit true",
                    "grant link_policy to link_owner with admin true"),
            Rule.of(
                    "tables about children have row-level security, for the owner too",
                    """
                    select c.oid::regclass::text
                    from pg_class c
                    where c.relnamespace in ('roster'::regnamespace, 'document'::regnamespace, 'record'::regnamespace, 'ledger'::regnamespace)
                      and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)""",
                    "alter table record.grade disable row level security",
                    "alter table record.contact no force row level security",
                    "alter table record.attendance_event_2026 no force row level security",
                    "create table roster.diary (participant_id uuid)"),
            Rule.of(
                    "what a district delivers is read by its category alone",
                    """
                    select c.oid::regclass || coalesce(' by ' || p.polname, '')
                    from pg_class c
                    left join pg_policy p
                      on p.polrelid = c.oid and p.polpermissive and p.polroles && array['link_request'::regrole::oid, 0::oid]
                    where c.relnamespace = 'record'::regnamespace and c.relname <> 'school'
                      and has_any_column_privilege('link_request', c.oid, 'select')
                      and coalesce(p.polcmd <> 'r' or p.polname not like 'released\\_%' or array(
                          select distinct upper(m[1])
                          from regexp_matches(pg_get_expr(p.polqual, p.polrelid), 'access\\.opened\\(''(\\w+)''', 'g') m)
                        <> array[upper(substr(p.polname, 10))], true)""",
                    "create policy everybody on record.grade for select to link_request using (true)",
                    "create policy everybody on record.grade for select using (true)",
                    "create policy released_grades on record.contact for select to link_request using (true)",
                    "alter policy released_contact on record.contact using (enrollment_id = any(access.opened('GRADES')))",
                    "drop policy released_housing_foster on record.housing_foster",
                    "grant select on record.delivered_value to link_request"),
            Rule.of(
                    "the stage is the engine's alone",
                    """
                    select x.name || ' to ' || a.grantee
                    from (
                      select nspname::text as name, nspowner as owner, nspacl as acl from pg_namespace where nspname = 'stage'
                      union all
                      select relname, relowner, relacl from pg_class where relnamespace = 'stage'::regnamespace
                      union all
                      select c.relname, c.relowner, t.attacl
                      from pg_class c join pg_attribute t on t.attrelid = c.oid
                      where c.relnamespace = 'stage'::regnamespace
                    ) x
                    cross join lateral aclexplode(x.acl) a
                    where a.grantee not in (x.owner, 'link_engine'::regrole)""",
                    "grant usage on schema stage to link_request",
                    "grant select on all tables in schema stage to link_policy",
                    "grant usage on schema stage to public"),
            Rule.of(
                    "everybody has nothing",
                    """
                    select x.name
                    from (
                      select oid::regprocedure::text as name, pronamespace as place, coalesce(proacl, acldefault('f', proowner)) as acl
                      from pg_proc where prorettype <> 'trigger'::regtype
                      union all
                      select oid::regclass::text, relnamespace, relacl from pg_class
                      union all
                      select attrelid::regclass || '.' || attname, relnamespace, attacl
                      from pg_attribute join pg_class on pg_class.oid = attrelid
                      union all
                      select nspname, oid, nspacl from pg_namespace
                      union all
                      select oid::regtype::text, typnamespace, typacl from pg_type
                    ) x
                    join pg_namespace n on n.oid = x.place and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                    cross join lateral aclexplode(x.acl) a
                    where a.grantee = 0
                    union all
                    select 'the database'
                    from pg_database cross join lateral aclexplode(coalesce(datacl, acldefault('d', datdba))) a
                    where datname = current_database() and a.grantee = 0""",
                    "create function access.leak() returns integer language sql return 1",
                    "grant select (birth_date) on record.student to public",
                    "grant select on ledger.release to public",
                    "grant usage on schema sync to public",
                    "grant usage on schema public to public",
                    "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$",
                    "do $$ begin execute format('grant connect on database %I to public', current_database()); end $$"),
            Rule.of(
                    "nothing is granted before it is made, and no grant can be passed on",
                    """
                    select defaclrole::regrole::text from pg_default_acl
                    union all
                    select c.oid::regclass::text
                    from pg_class c cross join lateral aclexplode(c.relacl) a
                    where a.is_grantable and a.grantee <> c.relowner
                    union all
                    select p.oid::regprocedure::text
                    from pg_proc p cross join lateral aclexplode(p.proacl) a
                    where a.is_grantable and a.grantee <> p.proowner""",
                    "alter default privileges in schema record grant select on tables to link_request",
                    "grant select on record.grade to link_engine with grant option",
                    "grant execute on function access.open(uuid[], text[]) to link_request with grant option"),
            Rule.of(
                    "no view, rule or copy passes rows by their policies",
                    """
                    select c.oid::regclass::text
                    from pg_class c
                    join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                    where c.relkind in ('m', 'f')
                      or c.relkind = 'v' and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)
                    union all select schemaname || '.' || tablename from pg_rules where schemaname !~ '^pg_' and schemaname <> 'information_schema'
                    union all select pubname from pg_publication
                    union all select srvname from pg_foreign_server
                    union all select evtname from pg_event_trigger""",
                    "create view party.children as select id from roster.participant",
                    "create materialized view party.children as select id from roster.participant",
                    "create rule further as on insert to record.grade do also select 1",
                    "create publication grades for table record.grade"),
            Rule.of(
                    "functions with other rights are the policy's and trust no search path",
                    """
                    select p.oid::regprocedure::text
                    from pg_proc p
                    join pg_namespace n on n.oid = p.pronamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                    where n.nspname = 'access' and p.proowner <> 'link_policy'::regrole
                      or p.prosecdef and (p.proowner <> 'link_policy'::regrole
                        or not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false))""",
                    "alter function access.open(uuid[], text[]) reset search_path",
                    "alter function access.open(uuid[], text[]) set search_path = public, pg_catalog",
                    "alter function access.opened(text) owner to link_owner",
                    "create function party.leak() returns integer language sql security definer"
                            + " set search_path = pg_catalog, pg_temp return 1"),
            Rule.of(
                    "functions are written in SQL, and none says that it does not leak",
                    """
                    select p.oid::regprocedure::text
                    from pg_proc p
                    join pg_namespace n on n.oid = p.pronamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                    join pg_language l on l.oid = p.prolang
                    where l.lanname not in ('sql', 'plpgsql') or p.proleakproof
                    union all select extname from pg_extension where extname <> 'plpgsql'
                    union all select lanname from pg_language where lanname not in ('internal', 'c', 'sql', 'plpgsql')""",
                    "alter function access.today() leakproof",
                    "create function access.further(text) returns text language internal immutable as 'upper'",
                    "create extension dblink",
                    "create extension postgres_fdw"),
            Rule.of(
                    // An immutable one would be asked once for all transactions, a volatile one for each row.
                    "what a policy asks is answered once a statement",
                    """
                    select p.oid::regprocedure::text
                    from pg_depend d
                    join pg_proc p on p.oid = d.refobjid
                    join pg_namespace n on n.oid = p.pronamespace and n.nspname !~ '^pg_'
                    where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_proc'::regclass and p.provolatile <> 's'""",
                    "alter function access.opened(text) immutable",
                    "alter function access.my_membership() volatile"),
            Rule.of(
                    "what reads a table is not said to be immutable",
                    """
                    select p.oid::regprocedure::text
                    from pg_proc p
                    join pg_namespace n on n.oid = p.pronamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                    where p.provolatile = 'i'
                      and coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) ~* '(from|join|into|update)\\s+(party|roster|document|record|sync|stage|ledger|audit|access)\\.'""",
                    "alter function access.decide(uuid, text[], timestamptz, uuid[], text[]) immutable",
                    "alter function access.my_role() immutable",
                    "alter function access.enter(text, text, text, text[], text, text, text, text) immutable"),
            Rule.of(
                    "requests delete nothing, and write neither the ledger nor the stage",
                    """
                    select c.oid::regclass || ' ' || r
                    from pg_class c
                    join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                    cross join unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain']) r
                    where c.relkind in ('r', 'p')
                      and (r not in ('insert', 'update') or n.nspname in ('ledger', 'stage', 'audit', 'record'))
                      and case
                        when r in ('insert', 'update', 'references') then has_any_column_privilege('link_request', c.oid, r)
                        else has_table_privilege('link_request', c.oid, r)
                      end""",
                    "grant delete on roster.program_attendance to link_request",
                    "grant truncate on document.consent to link_request",
                    "grant insert (xid) on ledger.request to link_request",
                    "grant update (letter) on record.grade to link_request",
                    "grant trigger on roster.student to link_request"),
            Rule.of(
                    "nobody changes or deletes what is recorded",
                    """
                    select c.oid::regclass || ' ' || p.polname
                    from pg_policy p
                    join pg_class c on c.oid = p.polrelid
                    where (c.relnamespace = 'ledger'::regnamespace or c.oid = 'audit.change'::regclass)
                      and p.polcmd not in ('r', 'a') and p.polname <> 'rules_order'
                    union all
                    select c.oid::regclass || ' ' || a.privilege_type || ' ' || a.grantee::regrole
                    from pg_class c
                    cross join lateral aclexplode(c.relacl) a
                    where (c.relnamespace = 'ledger'::regnamespace or c.oid = 'audit.change'::regclass) and c.relkind in ('r', 'p')
                      and a.grantee <> c.relowner and a.privilege_type not in ('SELECT', 'INSERT')""",
                    "grant update on ledger.release to link_policy",
                    "grant delete on audit.change to link_sealer",
                    "create policy further on ledger.release to link_policy using (true)",
                    "create policy further on ledger.request for delete to link_policy using (true)"),
            Rule.of(
                    "what PostgreSQL brings is as PostgreSQL brings it",
                    """
                    select p.oid::regprocedure::text
                    from pg_proc p
                    left join pg_init_privs i on i.classoid = 'pg_proc'::regclass and i.objoid = p.oid
                    where p.pronamespace = 'pg_catalog'::regnamespace
                      and not coalesce(p.proacl, acldefault('f', p.proowner)) <@ coalesce(i.initprivs, acldefault('f', p.proowner))
                    union all
                    select c.oid::regclass::text
                    from pg_class c
                    left join pg_init_privs i on i.classoid = 'pg_class'::regclass and i.objoid = c.oid and i.objsubid = 0
                    where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind in ('r', 'v')
                      and not coalesce(c.relacl, acldefault('r', c.relowner)) <@ coalesce(i.initprivs, acldefault('r', c.relowner))
                    union all select parname from pg_parameter_acl
                    union all
                    select lanname from pg_language where lanacl is not null and lanname not in ('internal', 'c', 'sql', 'plpgsql')""",
                    "grant execute on function pg_read_file(text) to link_request",
                    "grant execute on function pg_read_file(text) to public",
                    "grant select on pg_authid to link_engine",
                    "grant set on parameter session_replication_role to link_engine"));

    @TestFactory
    Stream<DynamicTest> holds() {
        return RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.says(), () -> {
                    try (var connection = TestDatabase.shared().as("postgres")) {
                        assertThat(Sql.values(connection, rule.broken())).isEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> breachesAreNoticed() {
        return RULES.stream()
                .flatMap(rule -> rule.faults().stream()
                        .map(fault ->
                                DynamicTest.dynamicTest(rule.says() + ": " + fault, () -> isNoticed(rule, fault))));
    }

    private static void isNoticed(Rule rule, String fault) throws SQLException {
        try (var connection = TestDatabase.shared().as("postgres");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(fault);

            assertThat(Sql.values(connection, rule.broken())).isNotEmpty();
        } // closing without a commit rolls back
    }
}
