package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What must hold for every table, whoever adds it. */
class MigrationTests {

    @Test
    void everyTableAndColumnIsDescribed() throws SQLException {
        assertThat(Sql.values("""
                        select c.oid::regclass || coalesce('.' || a.attname, '')
                        from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace
                        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and not c.relispartition
                        where n.nspname in ('party', 'roster', 'document', 'record', 'sync', 'stage', 'ledger')
                          and c.relkind in ('r', 'p')
                          and (obj_description(c.oid, 'pg_class') is null
                            or a.attnum is not null and col_description(c.oid, a.attnum) is null)
                        """)).isEmpty();
    }

    @Test
    void everyIndexNamesItsQuery() throws SQLException {
        assertThat(Sql.values("""
                        select i.indexrelid::regclass::text
                        from pg_index i
                        join pg_class c on c.oid = i.indrelid
                        join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname in ('party', 'roster', 'document', 'record', 'sync', 'ledger')
                          and not c.relispartition
                          and not exists (select from pg_constraint x where x.conindid = i.indexrelid and x.contype in ('p', 'u'))
                          and obj_description(i.indexrelid, 'pg_class') is null
                        """)).isEmpty();
    }

    @Test
    @DisplayName("attack 187: no table about children is open, not even to its owner")
    void tablesAboutChildrenHaveRowLevelSecurityForTheOwnerToo() throws SQLException {
        var all = Sql.values("""
                select c.oid::regclass::text
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('roster', 'document', 'record') and c.relkind in ('r', 'p')
                """);
        var closed = Sql.values("""
                select c.oid::regclass::text
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('roster', 'document', 'record') and c.relkind in ('r', 'p')
                  and c.relrowsecurity and c.relforcerowsecurity
                """);

        assertThat(all).hasSizeGreaterThan(15);
        assertThat(closed).containsExactlyInAnyOrderElementsOf(all);
    }

    /** A repeatable migration runs again with every change of it, on databases that have the last one. */
    @Test
    void accessPolicyCanBeAppliedAgain() throws SQLException {
        try (var connection = TestDatabase.shared().as("link_owner");
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "update public.flyway_schema_history set checksum = checksum + 1 where version is null"))
                    .isEqualTo(1);
        }

        assertThat(TestDatabase.shared().migrate()).isEqualTo(1);
    }

    /** 34 CFR 99.32: the record is kept as long as the education records are. */
    @Test
    void ledgerIsNotForgedOrRewrittenByItsOwner() throws SQLException {
        try (var connection = TestDatabase.shared().as("postgres");
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into ledger.request (xid, at, host, outcome) values (pg_current_xact_id(), now(), 'x', 'REFUSED')");
        }

        for (var attempt : List.of(
                "insert into ledger.request (xid, at, host, outcome) values (pg_current_xact_id(), now(), 'x', 'ANSWERED')",
                "update ledger.request set outcome = 'REFUSED'",
                "delete from ledger.request",
                "truncate ledger.release")) {
            assertThat(rowsChanged(attempt)).as(attempt).isZero();
        }
    }

    /** How many rows a statement of the owner changed; none where it is refused. */
    private static int rowsChanged(String sql) {
        try (var connection = TestDatabase.shared().as("link_owner");
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException refused) {
            assertThat(refused.getSQLState()).isEqualTo("42501");
            return 0;
        }
    }

    @Test
    @DisplayName("attack 187: no role that signs in is a superuser or bypasses row-level security")
    void noRoleThatSignsInIsPowerful() throws SQLException {
        assertThat(Sql.values("""
                        select rolname
                        from pg_roles
                        where rolname like 'link\\_%'
                          and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolname = 'link_policy' and rolcanlogin)
                        """)).isEmpty();
    }

    @Test
    void definerFunctionsBelongToThePolicyRoleAndTrustNoSearchPath() throws SQLException {
        assertThat(Sql.values("""
                        select p.oid::regprocedure::text
                        from pg_proc p
                        join pg_namespace n on n.oid = p.pronamespace
                        where n.nspname = 'access'
                          and (p.proowner <> 'link_policy'::regrole
                            or p.prosecdef and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false))
                        """)).isEmpty();
    }

    /** A temporary type or function of the caller's own would be found by a function that runs with other rights. */
    @Test
    @DisplayName("attack 189: no request has a schema of its own to put a leaky function into")
    void nobodyHasATemporarySchema() throws SQLException {
        assertThat(Sql.values("""
                        select rolname
                        from pg_roles
                        where rolname like 'link\\_%' and rolname <> 'link_owner'
                          and has_database_privilege(rolname, current_database(), 'temporary')
                        """)).isEmpty();
    }
}
