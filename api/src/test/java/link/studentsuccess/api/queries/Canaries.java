package link.studentsuccess.api.queries;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes each value of the shared world about a child unique, remembers whose it is, and puts everything back. Meanwhile no
 * feed pulls: a pull would write over the canaries.
 */
final class Canaries implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("cnry[0-9a-f]{12}");

    /** The tables of district data, each with its category; one that is missing here is noticed. */
    private static final Map<String, String> DELIVERED = Map.ofEntries(
            Map.entry("enrollment", "ENROLLMENT"),
            Map.entry("attendance_event", "ATTENDANCE"),
            Map.entry("attendance_summary", "ATTENDANCE"),
            Map.entry("grade", "GRADES"),
            Map.entry("grade_summary", "GRADES"),
            Map.entry("scheduled_class", "SCHEDULE"),
            Map.entry("assignment", "ASSIGNMENTS"),
            Map.entry("contact", "CONTACT"),
            Map.entry("demographics", "DEMOGRAPHICS"),
            Map.entry("assessment", "ASSESSMENTS"));

    /** Numbers that no other value looks like, nor a sum or difference of days; n counts the rows. */
    private static final Map<String, Map<String, String>> NUMBERS = Map.of(
            "grade", Map.of("percent", "1000 + n / 100.0"),
            "assignment", Map.of("score", "2000000.5 + n", "points", "3000000.5 + n"),
            "attendance_summary", Map.of("enrolled", "40000000 + n * 1000"),
            "grade_summary", Map.of("sections", "60000000 + n"));

    private final Connection connection;
    private final Map<String, Canary> canaries = new HashMap<>();
    private final Set<String> saved = new LinkedHashSet<>();

    private Canaries(Connection connection) {
        this.connection = connection;
    }

    /** By a connection of a superuser, which is closed with them. */
    static Canaries plant(Connection connection) throws SQLException {
        var canaries = new Canaries(connection);
        connection.setAutoCommit(false);
        // No trigger fires: nothing happened that anybody should be told of, and versions stay.
        canaries.run("set session_replication_role = replica");
        canaries.run("create schema canary");
        canaries.plantAll();
        connection.commit();
        return canaries;
    }

    private void plantAll() throws SQLException {
        save("sync.feed");
        run("update sync.feed set enabled = false");
        for (var delivered : delivered()) {
            var category = DELIVERED.get(delivered);
            if (category == null) {
                throw new AssertionError("record." + delivered + " hangs on an enrollment and has no category here");
            }
            var holder = delivered.equals("enrollment") ? "t.id" : "t.enrollment_id";
            texts("record." + delivered, "array[" + holder + "]", Set.of(category));
            numbers(delivered, "array[" + holder + "]", category);
        }
        texts(
                "record.section",
                "array(select g.enrollment_id from record.grade g where g.district_id = t.district_id and g.section_id = t.id)",
                Set.of("GRADES"));
        column(
                "record.school",
                "name",
                "array(select e.id from record.enrollment e where e.district_id = t.district_id and e.school_id = t.id)",
                Set.of("ENROLLMENT", "GRADES", Canary.SHARED_WITH_DISTRICT));
        for (var name : List.of("given_name", "family_name", "preferred_given_name")) {
            column("record.student", name, "array[t.id]", Set.of(Canary.SHARED_WITH_DISTRICT));
        }
        ownData();
    }

    private void ownData() throws SQLException {
        for (var name : List.of("given_name", "family_name", "preferred_given_name", "external_id")) {
            column("roster.participant", name, "array[t.id]", Set.of(Canary.OWN));
        }
        column("document.signer", "name", "array[t.participant_id]", Set.of(Canary.OWN));
        for (var name : List.of("purpose", "proof", "revocation_note", "refusal_reason", "withdrawal_reason")) {
            column("document.consent", name, "array[t.participant_id]", Set.of(Canary.OWN));
        }
        for (var name : List.of("question", "answer")) {
            column("document.consent_question", name, "array[t.participant_id]", Set.of(Canary.OWN));
        }
        for (var name : List.of("contact", "identification")) {
            column("document.consent_document", name, "array[t.id]", Set.of(Canary.NOBODY));
        }
        column("document.signer", "restriction_reason", "array[t.id]", Set.of(Canary.NOBODY));
        column("party.program", "name", "array[t.id]", Set.of(Canary.PROGRAM));
        save("roster.program_attendance"); // generated operations record presence
    }

    /** Tables of district data about a child. */
    private List<String> delivered() throws SQLException {
        return list("""
                select c.relname
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'record'
                where c.relkind in ('r', 'p')
                  and not c.relispartition
                  and (c.relname = 'enrollment' or exists (
                    select from pg_attribute a where a.attrelid = c.oid and a.attname = 'enrollment_id' and not a.attisdropped))
                order by 1
                """);
    }

    /** Every column of text that a constraint does not limit to certain words. */
    private void texts(String table, String holders, Set<String> categories) throws SQLException {
        var columns = list("""
                select a.attname
                from pg_attribute a
                where a.attrelid = '%s'::regclass
                  and a.atttypid = 'text'::regtype
                  and a.attnum > 0
                  and not a.attisdropped
                  and a.attname <> 'source_key'
                  and not exists (
                    select
                    from pg_constraint c
                    where c.conrelid = a.attrelid and c.contype = 'c' and a.attnum = any(c.conkey)
                      and pg_get_constraintdef(c.oid) like '%%= ANY%%')
                order by 1
                """.formatted(table));
        for (var column : columns) {
            column(table, column, holders, categories);
        }
    }

    private void column(String table, String column, String holders, Set<String> categories) throws SQLException {
        save(table);
        run("update " + table + " t set " + column + " = 'cnry' || substr(md5('" + table + "/" + column
                + "/' || t.ctid || t::text), 1, 12)" + " where " + column + " is not null");
        remember(
                "select " + column + ", " + holders + " from " + table + " t where " + column + " is not null",
                new Canary(table + "." + column, categories, Set.of()));
    }

    private void numbers(String table, String holders, String category) throws SQLException {
        for (var number : NUMBERS.getOrDefault(table, Map.of()).entrySet()) {
            var column = number.getKey();
            save("record." + table);
            run("update record." + table + " t set " + column + " = " + number.getValue()
                    + " from (select ctid as place, row_number() over (order by ctid) as n from record." + table + ") x"
                    + " where x.place = t.ctid and t." + column + " is not null");
            remember(
                    "select " + column + "::text, " + holders + " from record." + table + " t where " + column
                            + " is not null",
                    new Canary("record." + table + "." + column, Set.of(category), Set.of()));
        }
    }

    private void remember(String sql, Canary like) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                var value = rows.getString(1);
                var key = TOKEN.matcher(value).matches() ? value : number(new BigDecimal(value));
                var holders =
                        new HashSet<UUID>(List.of((UUID[]) rows.getArray(2).getArray()));
                if (canaries.put(key, new Canary(like.place(), like.categories(), holders)) != null) {
                    throw new AssertionError("Two values are the same in " + like.place());
                }
            }
        }
    }

    private void save(String table) throws SQLException {
        if (saved.add(table)) {
            run("create table canary.\"" + table + "\" as select * from " + table);
        }
    }

    /** The canaries in a text. */
    List<String> in(String text) {
        return TOKEN.matcher(text)
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();
    }

    /** A number's name among the canaries, whether or not it is one. */
    static String number(BigDecimal number) {
        return "#" + number.stripTrailingZeros().toPlainString();
    }

    @Nullable
    Canary get(String value) {
        return canaries.get(value);
    }

    Collection<Canary> all() {
        return canaries.values();
    }

    Stream<String> values() {
        return canaries.keySet().stream()
                .filter(value -> TOKEN.matcher(value).matches())
                .sorted();
    }

    /** Puts every value back, and what was added meanwhile goes. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            for (var table : saved) {
                run("delete from " + table);
                run("insert into " + table + " select * from canary.\"" + table + "\"");
            }
            run("drop schema canary cascade");
            connection.commit();
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> list(String sql) throws SQLException {
        var values = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
