package link.studentsuccess.api.queries;

import static link.studentsuccess.api.queries.Canary.LABEL;
import static link.studentsuccess.api.queries.Canary.NOBODY;
import static link.studentsuccess.api.queries.Canary.OF_DISTRICT;
import static link.studentsuccess.api.queries.Canary.OWN;
import static link.studentsuccess.api.queries.Canary.SHARED_WITH_DISTRICT;
import static link.studentsuccess.api.queries.Canary.SIGNER;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Makes each value of the shared world about a child unique, remembers whose it is, and puts everything back. Meanwhile no
 * feed pulls: a pull would write over the canaries.
 */
final class Planting implements AutoCloseable {

    /** The tables of district data, each with its category; one that is missing here is noticed. */
    private static final Map<String, String> DELIVERED = Map.ofEntries(
            Map.entry("enrollment", "ENROLLMENT"),
            Map.entry("attendance_event", "ATTENDANCE"),
            Map.entry("attendance_summary", "ATTENDANCE"),
            Map.entry("attendance_reason", "ATTENDANCE_REASON"),
            Map.entry("grade", "GRADES"),
            Map.entry("grade_summary", "GRADES"),
            Map.entry("scheduled_class", "SCHEDULE"),
            Map.entry("assignment", "ASSIGNMENTS"),
            Map.entry("contact", "CONTACT"),
            Map.entry("demographics", "DEMOGRAPHICS"),
            Map.entry("assessment", "ASSESSMENTS"),
            Map.entry("discipline_incident", "DISCIPLINE"),
            Map.entry("special_education", "SPECIAL_EDUCATION"),
            Map.entry("section_504", "SECTION_504"),
            Map.entry("multilingual", "MULTILINGUAL"),
            Map.entry("housing_foster", "HOUSING_FOSTER"),
            Map.entry("meal_status", "MEAL_STATUS"));

    /** What a mapped value reveals is of the category that its row names. */
    private static final String REVEALED = "revealed_value";

    /** One day of each row that is told with it and decides nothing. */
    private static final Map<String, String> DAYS = Map.ofEntries(
            Map.entry("attendance_summary", "covered_until"),
            Map.entry("attendance_reason", "date"),
            Map.entry("grade_summary", "graded_until"),
            Map.entry("demographics", "birth_date"),
            Map.entry("discipline_incident", "incident_on"),
            Map.entry("special_education", "begins"),
            Map.entry("section_504", "begins"),
            Map.entry("multilingual", "begins"),
            Map.entry("housing_foster", "begins"),
            Map.entry("meal_status", "begins"));

    /** Numbers that no other value looks like, nor a sum or difference of days; n counts the rows. */
    private static final Map<String, Map<String, String>> NUMBERS = Map.of(
            "assignment", Map.of("score", "2000000000.5 + n", "points", "3000000000.5 + n"),
            "attendance_summary", Map.of("enrolled", "400000000 + n * 1000"),
            "grade_summary", Map.of("sections", "600000000 + n"));

    /** Texts beside a participant that are not about the child. */
    private static final Set<String> NOT_OF_THE_CHILD = Set.of(
            "document.match_decision.evidence", // which kinds of facts agreed
            "roster.caseload_assignment.site"); // a program's place

    private final Connection connection;
    private final Canaries canaries = new Canaries();
    private final Set<String> saved = new LinkedHashSet<>();
    private final Set<String> planted = new HashSet<>();
    private int days;

    private Planting(Connection connection) {
        this.connection = connection;
    }

    /** By a connection of a superuser, which is closed with it. */
    static Planting in(Connection connection) throws SQLException {
        var planting = new Planting(connection);
        try {
            planting.plant();
        } catch (SQLException | RuntimeException failed) {
            connection.close(); // and nothing is planted
            throw failed;
        }
        return planting;
    }

    private void plant() throws SQLException {
        connection.setAutoCommit(false);
        // No trigger fires: nothing happened that anybody should be told of, and versions stay.
        run("set session_replication_role = replica");
        run("create schema canary");
        save("sync.feed");
        run("update sync.feed set enabled = false");
        districtData();
        ownData();
        run("analyze"); // else the planner goes by what was there before
        connection.commit();
    }

    Canaries canaries() {
        return canaries;
    }

    private void districtData() throws SQLException {
        for (var table : delivered()) {
            var category = DELIVERED.get(table);
            if (table.equals(REVEALED)) {
                for (var revealed : list("select distinct category from record." + REVEALED + " order by 1")) {
                    texts(
                            "record." + REVEALED,
                            "array[t.enrollment_id]",
                            Set.of(revealed),
                            "category = '" + revealed + "'");
                }
                continue;
            }
            if (category == null) {
                throw new IllegalStateException("record." + table + " hangs on an enrollment and has no category here");
            }
            var holder = "array[" + (table.equals("enrollment") ? "t.id" : "t.enrollment_id") + "]";
            texts("record." + table, holder, Set.of(category), "true");
            if (DAYS.containsKey(table)) {
                day("record." + table, String.valueOf(DAYS.get(table)), holder, Set.of(category));
            }
            numbers(table, holder, category);
        }
        texts("record.section", """
                array(select g.enrollment_id from record.grade g where g.district_id = t.district_id and g.section_id = t.id)
                """, Set.of("GRADES"), "true");
        column("record.school", "name", """
                array(select e.id from record.enrollment e where e.district_id = t.district_id and e.school_id = t.id) || t.district_id
                """, Set.of("ENROLLMENT", "GRADES", SHARED_WITH_DISTRICT, LABEL), "true");
        for (var name : List.of("given_name", "family_name", "preferred_given_name")) {
            column("record.student", name, "array[t.id]", Set.of(SHARED_WITH_DISTRICT), "true");
        }
        for (var name : List.of("value", "code", "neutral")) {
            column("record.delivered_value", name, "array[t.subject_id]", Set.of(NOBODY), "true");
        }
        studentNumbers();
    }

    /** One canary for a number of a district, wherever it is written: it still says that two are the same child. */
    private void studentNumbers() throws SQLException {
        run("""
                create table canary.number as
                select x.district_id, x.number,
                  'qx7' || left(md5('number/' || gen_random_uuid() || x.district_id || x.number), 12) as word,
                  array_agg(distinct x.holder) || x.district_id as holders
                from (
                  select district_id, btrim(district_student_id) as number, id as holder from record.student
                  union all
                  select district_id, btrim(district_student_id), participant_id from roster.student
                  where district_student_id is not null
                  union all
                  select a.district_id, btrim(g.district_student_id), a.district_id
                  from document.designation g
                  join document.district_agreement a on a.id = g.district_agreement_id
                  union all
                  select district_id, btrim(district_student_id), district_id from document.hold
                  where district_student_id is not null
                ) x
                group by x.district_id, x.number
                """);
        for (var table : List.of("record.student", "roster.student", "document.hold")) {
            save(table);
            planted.add(table + ".district_student_id");
            run("update " + table + " t set district_student_id = n.word from canary.number n"
                    + " where n.district_id = t.district_id and n.number = btrim(t.district_student_id)");
        }
        save("document.designation");
        run("""
                update document.designation t
                set district_student_id = n.word
                from canary.number n
                join document.district_agreement a on a.district_id = n.district_id
                where a.id = t.district_agreement_id and n.number = btrim(t.district_student_id)
                """);
        remember(
                "select word, holders from canary.number",
                "district_student_id",
                Set.of(OWN, SHARED_WITH_DISTRICT, OF_DISTRICT));
    }

    private void ownData() throws SQLException {
        for (var name : List.of("given_name", "family_name", "preferred_given_name", "external_id")) {
            column("roster.participant", name, "array[t.id]", Set.of(OWN), "true");
        }
        day("roster.participant", "birth_date", "array[t.id]", Set.of(OWN));
        column("document.signer", "name", "array[t.participant_id]", Set.of(OWN, SIGNER), "true");
        for (var name : List.of("purpose", "proof", "revocation_note", "refusal_reason", "withdrawal_reason")) {
            column("document.consent", name, "array[t.participant_id]", Set.of(OWN), "true");
        }
        for (var name : List.of("question", "answer")) {
            column("document.consent_question", name, "array[t.participant_id]", Set.of(OWN), "true");
        }
        for (var name : List.of("contact", "identification")) {
            column("document.consent_document", name, "array[t.id]", Set.of(NOBODY), "true");
        }
        column("document.signer", "restriction_reason", "array[t.id]", Set.of(NOBODY), "true");
        save("document.hold");
        run("update document.hold set note = '' where district_student_id is not null and note is null");
        column("document.hold", "note", "array[t.district_id]", Set.of(OF_DISTRICT), "district_student_id is not null");
        column("document.hold", "note", "array[t.participant_id]", Set.of(OWN), "participant_id is not null");
        services();
        save("roster.program_attendance"); // generated operations record presence
        nothingIsForgotten();
    }

    /** Every free text beside a participant is planted, or named as not the child's. */
    private void nothingIsForgotten() throws SQLException {
        var unplanted = new HashSet<>(list("""
                select a.attrelid::regclass || '.' || a.attname
                from pg_attribute a
                join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
                where c.relnamespace in ('roster'::regnamespace, 'document'::regnamespace)
                  and a.atttypid = 'text'::regtype
                  and a.attnum > 0
                  and not a.attisdropped
                  and (c.oid = 'roster.participant'::regclass
                    or exists (select from pg_attribute b where b.attrelid = c.oid and b.attname = 'participant_id'))
                  and not exists (
                    select
                    from pg_constraint k
                    where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)
                      and pg_get_constraintdef(k.oid) like '%= ANY%')
                """));
        unplanted.removeAll(planted);
        unplanted.removeAll(NOT_OF_THE_CHILD);
        if (!unplanted.isEmpty()) {
            throw new IllegalStateException("Nothing is planted in " + unplanted);
        }
    }

    /** The day on which a service began: the first one in a program, so that none overlaps another. */
    private void services() throws SQLException {
        var first = """
                lower(t.served) <= current_date and not exists (
                  select from roster.program_enrollment x
                  where x.participant_id = t.participant_id and x.program_id = t.program_id and x.served << t.served)
                """;
        save("roster.program_enrollment");
        run("update roster.program_enrollment t set served = daterange((" + nextDay() + "), upper(t.served))"
                + numbered("roster.program_enrollment") + " and " + first);
        days += count("roster.program_enrollment");
        remember(
                "select lower(served)::text, array[t.participant_id, t.id] from roster.program_enrollment t"
                        + " where lower(served) < '1900-01-01'",
                "roster.program_enrollment.served",
                Set.of(OWN, "PARTICIPATION", SHARED_WITH_DISTRICT));
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
    private void texts(String table, String holders, Set<String> categories, String where) throws SQLException {
        var columns = list("""
                select a.attname
                from pg_attribute a
                where a.attrelid = '%s'::regclass
                  and a.atttypid = 'text'::regtype
                  and a.attnum > 0
                  and not a.attisdropped
                  and a.attname not in ('source_key', 'category', 'kind')
                  and not exists (
                    select
                    from pg_constraint c
                    where c.conrelid = a.attrelid and c.contype = 'c' and a.attnum = any(c.conkey)
                      and pg_get_constraintdef(c.oid) like '%%= ANY%%')
                order by 1
                """.formatted(table));
        for (var column : columns) {
            column(table, column, holders, categories, where);
        }
    }

    private void column(String table, String column, String holders, Set<String> categories, String where)
            throws SQLException {
        save(table);
        planted.add(table + "." + column);
        var there = column + " is not null and " + where;
        run("update " + table + " t set " + column + " = 'qx7' || left(md5('" + table + "/" + column
                + "/' || gen_random_uuid()), 12) where " + there);
        remember(
                "select " + column + ", " + holders + " from " + table + " t where " + there,
                table + "." + column,
                categories);
    }

    private void day(String table, String column, String holders, Set<String> categories) throws SQLException {
        save(table);
        run("update " + table + " t set " + column + " = " + nextDay() + numbered(table) + " and t." + column
                + " is not null");
        days += count(table);
        remember(
                "select " + column + "::text, " + holders + " from " + table + " t where " + column + " is not null",
                table + "." + column,
                categories);
    }

    private void numbers(String table, String holders, String category) throws SQLException {
        for (var number : NUMBERS.getOrDefault(table, Map.of()).entrySet()) {
            var column = number.getKey();
            run("update record." + table + " t set " + column + " = " + number.getValue() + numbered("record." + table)
                    + " and t." + column + " is not null");
            remember(
                    "select '#' || " + column + ", " + holders + " from record." + table + " t where " + column
                            + " is not null",
                    "record." + table + "." + column,
                    Set.of(category));
        }
    }

    private String nextDay() {
        return "date '1200-01-01' + " + days + " + n::integer";
    }

    private static String numbered(String table) {
        return " from (select ctid as place, row_number() over (order by ctid) as n from " + table + ") x"
                + " where x.place = t.ctid";
    }

    private int count(String table) throws SQLException {
        return Integer.parseInt(list("select count(*) from " + table).get(0));
    }

    private void remember(String sql, String place, Set<String> categories) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                var value = rows.getString(1);
                var holders = new HashSet<>(List.of((UUID[]) rows.getArray(2).getArray()));
                canaries.add(
                        value.startsWith("#") ? Canaries.number(new BigDecimal(value.substring(1))) : value,
                        new Canary(place, categories, holders));
            }
        }
    }

    private void save(String table) throws SQLException {
        if (saved.add(table)) {
            run("create table canary.\"" + table + "\" as select * from " + table);
        }
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
            run("analyze");
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
