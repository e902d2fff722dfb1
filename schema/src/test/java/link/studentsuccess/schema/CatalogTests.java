package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Attacks of the list on the database itself, each by its number: what a later table, function or right could open is looked for,
 * and tried as the role that runs. What must hold of all tables, functions and roles, whatever the attack, is in
 * {@link CatalogRulesTests}, each rule with faults that it notices.
 */
class CatalogTests {

    private static final String OF_CHILDREN = "('roster', 'document', 'record', 'ledger', 'audit')";

    /** Ways to count rows about children. */
    private static final List<String> COUNTS = List.of(
            "select count(*) from record.enrollment",
            "select count(*) from record.enrollment tablesample system (100)",
            "select count(*) from roster.participant",
            "select count(*) from pg_stats where schemaname in " + OF_CHILDREN);

    @Test
    @DisplayName("attack 29: keys of children are drawn at random, neither counted nor made of the time")
    void keysAreDrawnAtRandom() throws SQLException {
        var defaults = Sql.values("""
                select distinct pg_get_expr(d.adbin, d.adrelid)
                from pg_attrdef d
                join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
                join pg_class c on c.oid = d.adrelid
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('roster', 'document', 'record') and a.atttypid = 'uuid'::regtype
                """);
        var counted = Sql.values("""
                select c.oid::regclass::text
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('roster', 'document', 'record') and c.relkind = 'S'
                """);

        assertThat(defaults).containsExactly("gen_random_uuid()");
        assertThat(counted).isEmpty();
    }

    @Test
    @DisplayName("attack 88: no function that a request may call lets it say what time it is")
    void nobodySaysWhatTimeItIs() throws SQLException {
        var functions = Sql.values("""
                select p.oid::regprocedure || ' ' || coalesce(a.name, '')
                from pg_proc p
                join pg_namespace n on n.oid = p.pronamespace
                left join lateral unnest(p.proargnames, p.proargmodes) as a(name, mode) on coalesce(a.mode, 'i') in ('i', 'b')
                where n.nspname = 'access' and has_function_privilege('link_request', p.oid, 'execute')
                  and p.proname <> 'consent_on' -- which document will rule on a day to come; it opens nothing
                """);

        assertThat(functions).hasSizeGreaterThan(100);
        assertThat(functions).noneMatch(name -> name.matches(".* p?_?(at|as_of|now|today|day)"));
        assertThat(Sql.values(
                        "select has_parameter_privilege('link_request', 'session_replication_role', 'set')::text"))
                .containsExactly("false");
    }

    @Test
    @DisplayName(
            "attack 188: no view, no materialized view and no foreign table stands beside the tables about children")
    void nothingStandsBesideTheTables() throws SQLException {
        assertThat(Sql.values("select c.oid::regclass::text from pg_class c"
                        + " join pg_namespace n on n.oid = c.relnamespace"
                        + " where n.nspname in " + OF_CHILDREN
                        + " and c.relkind not in ('r', 'p', 'i', 'I', 't', 'S', 'c')"))
                .isEmpty();
        // A partition is reached through its table, whose policy holds; by itself it is nobody's.
        assertThat(Sql.values(
                        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                                + " where n.nspname in " + OF_CHILDREN
                                + " and c.relispartition and c.relkind = 'r' and has_table_privilege('link_request', c.oid, 'select')"
                                + " and not (c.relrowsecurity and c.relforcerowsecurity)"))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "attack 189: neither files, statistics, samples nor functions of its own tell a request of rows it may not see")
    void noOtherWayTellsOfRows() throws SQLException {
        try (var connection = TestDatabase.shared().as("link_request")) {
            for (var attempt : List.of(
                    "copy record.enrollment to program 'cat'",
                    "copy record.enrollment to '/tmp/enrollment'",
                    "copy record.student to stdout",
                    "create function public.leak(text) returns boolean language sql cost 0.001 as 'select true'",
                    "create function access.leak(text) returns boolean language sql cost 0.001 as 'select true'",
                    "create view public.leak as select * from record.enrollment",
                    "alter table record.enrollment disable row level security",
                    "set session authorization link_owner",
                    "set role link_owner",
                    "explain select district_student_id from record.student",
                    "explain select content from document.file")) {
                assertThat(answer(connection, attempt)).as(attempt).isIn("42501", "0LP01");
            }
        }
        try (var child = new LargeOrganization(1)) {
            assertNothingToCount(child);
        }
    }

    @Test
    @DisplayName("attack 195: no role of the running service owns a table, a schema or a function")
    void whatRunsOwnsNothing() throws SQLException {
        assertThat(Sql.values("""
                        select r.rolname || ' owns ' || o.what
                        from pg_roles r
                        join (
                          select relowner as owner, oid::regclass::text as what from pg_class
                          union all select nspowner, nspname from pg_namespace
                          union all select proowner, oid::regprocedure::text from pg_proc
                          union all select datdba, datname from pg_database) o on o.owner = r.oid
                        where r.rolname in ('link_request', 'link_engine', 'link_sealer')
                        """)).isEmpty();
        assertThat(Sql.values("select pg_has_role('link_request', 'link_owner', 'member')::text"
                        + " union all select pg_has_role('link_engine', 'link_owner', 'member')::text"
                        + " union all select pg_has_role('link_request', 'link_policy', 'member')::text"))
                .containsOnly("false");
    }

    @Test
    @DisplayName(
            "attack 183, attack 190: nothing that a request sets for itself opens a row; garbage is an error or nothing")
    void whatOneSetsOpensNothing() throws SQLException {
        assertThat(Sql.values("""
                        select p.oid::regprocedure::text
                        from pg_proc p
                        join pg_namespace n on n.oid = p.pronamespace
                        where n.nspname = 'access' and p.prosrc ~* 'current_setting'
                        union all
                        select polrelid::regclass || ' ' || polname
                        from pg_policy
                        where pg_get_expr(polqual, polrelid) || coalesce(pg_get_expr(polwithcheck, polrelid), '') ~* 'current_setting'
                          and 'link_request'::regrole = any(polroles)
                        """)).as("the policy reads no setting").isEmpty();
        try (var child = new LargeOrganization(1)) {
            assertNothingToCount(child, "app.staff", "access.viewer", "sync.leased_district", "link.role");
            try (var engine = child.connect("link_engine")) {
                Sql.values(engine, "select set_config('sync.leased_district', 'garbage', false)");

                assertThat(answer(engine, "select count(*) from record.enrollment"))
                        .isIn("22P02", "0");
            }
        }
    }

    /** A list about children that a hold on the reader, or a token for no student data, did not close would have its own rule. */
    @Test
    void whatTellsADistrictsStaffOfChildrenAsksWhoMayBeTold() throws SQLException {
        var telling = Sql.values("""
                select p.oid::regprocedure::text
                from pg_proc p
                join pg_namespace n on n.oid = p.pronamespace
                where n.nspname = 'access'
                  and has_function_privilege('link_request', p.oid, 'execute')
                  and array_to_string(p.proargnames, ' ') ~ 'district_student_id|signer_name'
                  and pg_get_functiondef(p.oid) ~ 'DISTRICT_STEWARD|SCHOOL_STAFF'
                """);

        assertThat(telling).hasSizeGreaterThan(10);
        assertThat(telling)
                .allSatisfy(function -> assertThat(
                                Sql.values("select pg_get_functiondef('" + function + "'::regprocedure)"))
                        .first()
                        .asString()
                        .containsAnyOf("access.district_reader()", "access.may_trace("));
    }

    /** That a request, whatever it sets for itself, counts none of the rows that are there. */
    private static void assertNothingToCount(LargeOrganization child, String... settings) throws SQLException {
        try (var superuser = child.connect("postgres");
                var request = child.connect("link_request")) {
            for (var setting : settings) {
                Sql.values(request, "select set_config('" + setting + "', '" + UUID.randomUUID() + "', false)");
            }
            for (var count : COUNTS) {
                assertThat(Sql.values(superuser, count)).as(count).doesNotContain("0");
                assertThat(Sql.values(request, count)).as(count).containsExactly("0");
            }
        }
    }

    /** What is answered, or the SQL state of the refusal. */
    private static String answer(Connection connection, String sql) {
        try {
            return String.join(" ", Sql.values(connection, sql));
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        }
    }
}
