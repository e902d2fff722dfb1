package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ways around the policy that a later table, function or right could open: none is there. */
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
        var defaults = list("""
                select distinct pg_get_expr(d.adbin, d.adrelid)
                from pg_attrdef d
                join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
                join pg_class c on c.oid = d.adrelid
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('roster', 'document', 'record') and a.atttypid = 'uuid'::regtype
                """);
        var counted = list("""
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
        var functions = list("""
                select p.oid::regprocedure || ' ' || coalesce(a.name, '')
                from pg_proc p
                join pg_namespace n on n.oid = p.pronamespace
                left join lateral unnest(p.proargnames, p.proargmodes) as a(name, mode) on coalesce(a.mode, 'i') in ('i', 'b')
                where n.nspname = 'access' and has_function_privilege('link_request', p.oid, 'execute')
                  and p.proname <> 'consent_on' -- which document will rule on a day to come; it opens nothing
                """);

        assertThat(functions).hasSizeGreaterThan(100);
        assertThat(functions).noneMatch(name -> name.matches(".* p?_?(at|as_of|now|today|day)"));
        assertThat(list("select has_parameter_privilege('link_request', 'session_replication_role', 'set')::text"))
                .containsExactly("false");
    }

    @Test
    @DisplayName(
            "attack 188: no view, no materialized view and no foreign table stands beside the tables about children")
    void nothingStandsBesideTheTables() throws SQLException {
        assertThat(list("select c.oid::regclass::text from pg_class c"
                        + " join pg_namespace n on n.oid = c.relnamespace"
                        + " where n.nspname in " + OF_CHILDREN
                        + " and c.relkind not in ('r', 'p', 'i', 'I', 't', 'S', 'c')"))
                .isEmpty();
        // A partition is reached through its table, whose policy holds; by itself it is nobody's.
        assertThat(list("select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
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
                assertThat(state(connection, attempt)).as(attempt).isIn("42501", "0LP01");
            }
        }
        try (var child = new OneChild();
                var request = child.as("link_request")) {
            for (var count : COUNTS) {
                assertThat(list(request, count)).as(count).containsExactly("0");
            }
        }
    }

    @Test
    @DisplayName("attack 195: no role of the running service owns a table, a schema or a function")
    void whatRunsOwnsNothing() throws SQLException {
        assertThat(list("""
                        select r.rolname || ' owns ' || o.what
                        from pg_roles r
                        join (
                          select relowner as owner, oid::regclass::text as what from pg_class
                          union all select nspowner, nspname from pg_namespace
                          union all select proowner, oid::regprocedure::text from pg_proc
                          union all select datdba, datname from pg_database) o on o.owner = r.oid
                        where r.rolname in ('link_request', 'link_engine', 'link_sealer')
                        """)).isEmpty();
        assertThat(list("select pg_has_role('link_request', 'link_owner', 'member')::text"
                        + " union all select pg_has_role('link_engine', 'link_owner', 'member')::text"
                        + " union all select pg_has_role('link_request', 'link_policy', 'member')::text"))
                .containsOnly("false");
    }

    @Test
    @DisplayName(
            "attack 183, attack 190: nothing that a request sets for itself opens a row; garbage is an error or nothing")
    void whatOneSetsOpensNothing() throws SQLException {
        assertThat(list("""
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
        try (var child = new OneChild()) {
            try (var request = child.as("link_request")) {
                for (var setting : List.of("app.staff", "access.viewer", "sync.leased_district", "link.role")) {
                    list(request, "select set_config('" + setting + "', '" + UUID.randomUUID() + "', false)");
                }

                for (var count : COUNTS) {
                    assertThat(list(request, count)).as(count).containsExactly("0");
                }
            }
            try (var engine = child.as("link_engine")) {
                list(engine, "select set_config('sync.leased_district', 'garbage', false)");

                assertThat(answer(engine, "select count(*) from record.enrollment"))
                        .isIn("22P02", "0");
            }
        }
    }

    /** A list about children that a hold on the reader, or a token for no student data, did not close would have its own rule. */
    @Test
    void whatTellsADistrictsStaffOfChildrenAsksWhoMayBeTold() throws SQLException {
        var telling = list("""
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
                .allSatisfy(function -> assertThat(list("select pg_get_functiondef('" + function + "'::regprocedure)"))
                        .first()
                        .asString()
                        .containsAnyOf("access.district_reader()", "access.may_trace("));
    }

    private static String answer(Connection connection, String sql) {
        try {
            return String.join(" ", list(connection, sql));
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        }
    }

    /** A copy of the database with one child in it, of whom the superuser reads what a request must not. */
    private static final class OneChild implements AutoCloseable {

        OneChild() throws SQLException {
            execute("postgres", "create database one_child template link");
            execute("one_child", """
                        set session_replication_role = replica;
                        insert into record.student (district_id, district_student_id, given_name, family_name, feed_id, source_key, content_hash)
                        select gen_random_uuid(), '100123', 'Ana', 'Diaz', gen_random_uuid(), 's', '';
                        insert into record.enrollment (district_id, student_id, school_id, school_year, entry_date, feed_id, source_key, content_hash)
                        select s.district_id, s.id, gen_random_uuid(), 2027, '2026-09-01', s.feed_id, 'e', '' from record.student s;
                        insert into roster.participant (organization_id, given_name, family_name) values (gen_random_uuid(), 'Ana', 'Diaz');
                        reset session_replication_role;
                        analyze
                        """);
            try (var superuser = as("postgres")) {
                for (var count : COUNTS) {
                    assertThat(list(superuser, count)).as(count).doesNotContain("0");
                }
            }
        }

        Connection as(String role) throws SQLException {
            return connect("one_child", role);
        }

        private static Connection connect(String database, String role) throws SQLException {
            var url = TestDatabase.shared().url();
            return DriverManager.getConnection(url.substring(0, url.lastIndexOf('/') + 1) + database, role, "");
        }

        private static void execute(String database, String sql) throws SQLException {
            try (var superuser = connect(database, "postgres");
                    var statement = superuser.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() throws SQLException {
            execute("postgres", "drop database one_child with (force)");
        }
    }

    private static String state(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            return "none";
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }

    private static List<String> list(String sql) throws SQLException {
        try (var connection = TestDatabase.shared().as("postgres")) {
            return list(connection, sql);
        }
    }

    private static List<String> list(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
