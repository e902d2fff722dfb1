package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether what is read is what is there. Who administers the database can show this login fewer rows than others, or let
 * PostgreSQL's own functions answer otherwise. These are the ways that SQL has; of a server that was rebuilt nothing that is
 * asked there can tell, and only a restore on another machine does.
 */
final class Reading {

    /** What comes with PostgreSQL has lower numbers. */
    private static final long MADE_LATER = 16_384;

    private static final long PG_CATALOG = 11;
    private static final long INTERNAL = 12;

    /** What the queries here call, by name and by operator. */
    private static final Set<String> CALLED = Set.of("""
            clock_timestamp concat current_database jsonb_delete_array jsonb_each max min pg_control_system
            pg_current_snapshot pg_current_xact_id pg_snapshot_xmax pg_snapshot_xmin row_number sum to_jsonb
            int4le int8eq int8ge int8le int84eq int84ge int84le jsonb_eq nameeq oideq texteq timestamptz_ge
            timestamptz_gt timestamptz_le uuid_eq xid8ge xid8lt
            """.strip().split("\\s", -1));

    private static final String TABLES = Stream.concat(
                    Stream.of(Relation.values()).map(Relation::table), Stream.of("ledger.seal", "ledger.sealed_row"))
            .map(table -> "'" + table + "'")
            .collect(Collectors.joining(", "));

    private static final String OTHER_TABLES = """
            select t.name
            from unnest(array[%s]) t (name)
            left join pg_class c on c.oid = to_regclass(t.name)
            where c.oid is null or c.relkind <> 'r'
              or exists (select from pg_rewrite r where r.ev_class = c.oid)
              or exists (select from pg_inherits i where c.oid in (i.inhrelid, i.inhparent))
              or exists (
                select from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and (a.atttypid >= %d or a.attgenerated <> ''))
            """.formatted(TABLES, MADE_LATER);

    private static final String OTHER_POLICIES = """
            with mine as (
              select p.polrelid, p.polpermissive, pg_get_expr(p.polqual, p.polrelid) as shows
              from pg_policy p
              where p.polcmd in ('r', '*')
                and exists (
                  select from unnest(p.polroles) r (id) where r.id = 0 or pg_has_role(current_user, r.id, 'usage'))
            )
            select t.name
            from unnest(array[%s]) t (name)
            join pg_class c on c.oid = to_regclass(t.name)
            where c.relrowsecurity
              and (exists (select from mine m where m.polrelid = c.oid and not m.polpermissive)
                or not exists (select from mine m where m.polrelid = c.oid and m.polpermissive and m.shows = 'true'))
            """.formatted(TABLES);

    private final Connection connection;
    private final List<String> altered = new ArrayList<>();

    private Reading(Connection connection) {
        this.connection = connection;
    }

    /** For the rest of the transaction: names mean what they mean in PostgreSQL, whatever the login is set to. */
    static void begin(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local search_path = pg_catalog, pg_temp");
            statement.execute("set local timezone = 'UTC'");
        }
    }

    /** Sentences; empty when nothing was found. */
    static List<String> altered(Connection connection) throws SQLException {
        var reading = new Reading(connection);
        reading.look();
        return reading.altered;
    }

    private void look() throws SQLException {
        each(OTHER_TABLES, row -> told("The table " + row.getString(1) + " is not the ordinary table that it was."));
        each(
                OTHER_POLICIES,
                row -> told("The table " + row.getString(1)
                        + " does not show this login all its rows: a policy was changed."));
        // Compared here, not there: an operator that was replaced would hide itself.
        each("select p.oid, p.pronamespace, p.prolang, p.proname from pg_proc p", row -> {
            var added = row.getLong(1) >= MADE_LATER;
            if (row.getLong(2) == PG_CATALOG
                    && CALLED.contains(row.getString(4))
                    && (added || row.getLong(3) != INTERNAL)) {
                told("PostgreSQL's function " + row.getString(4) + " was replaced.");
            }
        });
        each("select o.oid, o.oprnamespace, o.oprname from pg_operator o", row -> {
            if (row.getLong(1) >= MADE_LATER && row.getLong(2) == PG_CATALOG) {
                told("The operator " + row.getString(3) + " was added to PostgreSQL's own.");
            }
        });
        each("select c.oid, c.castsource, c.casttarget from pg_cast c", row -> {
            if (row.getLong(1) >= MADE_LATER && row.getLong(2) < MADE_LATER && row.getLong(3) < MADE_LATER) {
                told("A cast was added to PostgreSQL's own.");
            }
        });
        each("select a.aggfnoid::oid, a.aggtransfn::oid, a.aggfinalfn::oid from pg_aggregate a", row -> {
            if (row.getLong(1) < MADE_LATER && (row.getLong(2) >= MADE_LATER || row.getLong(3) >= MADE_LATER)) {
                told("An aggregate of PostgreSQL's own was replaced.");
            }
        });
    }

    private void told(String sentence) {
        altered.add(sentence);
    }

    private void each(String sql, Look look) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                look.at(rows);
            }
        }
    }

    @FunctionalInterface
    private interface Look {
        void at(ResultSet row) throws SQLException;
    }
}
