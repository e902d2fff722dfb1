package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a district's published rows away that no window covers any more, and records what went and on what ground. It
 * asks the documents alone, before the source is asked anything, so that a source that is down does not keep a withdrawn
 * child's rows.
 */
final class Purge {

    /** The tables that hang on enrollments, and the category in which each is seen. */
    static final List<CategoryTable> CATEGORY_TABLES = Stream.concat(
                    Stream.of(
                            new CategoryTable("ATTENDANCE", "attendance_event"),
                            new CategoryTable("ATTENDANCE", "attendance_summary"),
                            new CategoryTable("GRADES", "grade"),
                            new CategoryTable("GRADES", "grade_summary")),
                    Facts.ALL.stream().map(facts -> new CategoryTable(facts.category(), facts.table())))
            .toList();

    private final Connection connection;
    private final UUID district;
    private final List<Kept> now;
    private final Map<Ground, Map<Destroyed, Long>> destroyed = new LinkedHashMap<>();

    private Purge(Connection connection, UUID district, List<Kept> now) {
        this.connection = connection;
        this.district = district;
        this.now = now;
    }

    /** How many published rows went; nothing is written where none does. */
    static long run(Connection connection, UUID district) throws SQLException {
        var purge = new Purge(connection, district, Kept.now(connection, district));
        purge.forgetScope();
        purge.destroy();
        purge.record();
        return purge.destroyed.values().stream()
                .flatMap(rows -> rows.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    /** What has gone must be read in full should it be consented to again. */
    private void forgetScope() throws SQLException {
        sql("""
                        delete from stage.scope_student s
                        using sync.feed f
                        where f.id = s.feed_id
                          and f.district_id = :district
                          and not exists (select from unnest(:kept::uuid[]) as k (student_id) where k.student_id = s.student_id)
                        """).set("kept", students(null)).update();
        for (var category : categories()) {
            sql("""
                            update stage.scope_student s
                            set categories = array_remove(s.categories, :category::text)
                            from sync.feed f
                            where f.id = s.feed_id
                              and f.district_id = :district
                              and :category = any(s.categories)
                              and not exists (
                                select from unnest(:covered::uuid[]) as k (student_id) where k.student_id = s.student_id
                              )
                            """)
                    .set("category", category)
                    .set("covered", students(category))
                    .update();
        }
    }

    /** A category goes alone where another category of the child stays; with the last one goes the child. */
    private void destroy() throws SQLException {
        for (var category : categories()) {
            for (var group : byGround(uncovered(category)).entrySet()) {
                for (var table : CATEGORY_TABLES) {
                    if (table.category().equals(category)) {
                        destroyCategory(table, group.getKey(), group.getValue());
                    }
                }
                destroyRevealed(category, group.getKey(), group.getValue());
            }
        }
        var children = byGround(uncovered(null));
        for (var group : byGround(endedMatches()).entrySet()) {
            delete(
                    group.getKey(),
                    new Destroyed("student_match", null),
                    "delete from record.student_match r where r.district_id = :district and r.student_id = any(:ids::uuid[])",
                    group.getValue());
        }
        for (var group : children.entrySet()) {
            delete(
                    group.getKey(),
                    new Destroyed("enrollment", "ENROLLMENT"),
                    "delete from record.enrollment r where r.district_id = :district and r.student_id = any(:ids::uuid[])",
                    group.getValue());
            delete(
                    group.getKey(),
                    new Destroyed("student", null),
                    "delete from record.student r where r.district_id = :district and r.id = any(:ids::uuid[])",
                    group.getValue());
        }
    }

    private void destroyCategory(CategoryTable table, Ground ground, List<UUID> children) throws SQLException {
        delete(ground, new Destroyed(table.name(), table.category()), """
                delete from record.%s r
                using record.enrollment n
                where r.district_id = :district
                  and n.district_id = :district
                  and n.id = r.enrollment_id
                  and n.student_id = any(:ids::uuid[])
                """.formatted(table.name()), children);
    }

    /** Values that other categories do not tell, as they would reveal this one. */
    private void destroyRevealed(String category, Ground ground, List<UUID> children) throws SQLException {
        delete(ground, new Destroyed("revealed_value", category), """
                delete from record.revealed_value r
                using record.enrollment n
                where r.district_id = :district
                  and r.category = '%s'
                  and n.district_id = :district
                  and n.id = r.enrollment_id
                  and n.student_id = any(:ids::uuid[])
                """.formatted(category), children);
    }

    private void delete(Ground ground, Destroyed what, String statement, List<UUID> ids) throws SQLException {
        long rows = sql(statement).set("ids", ids).update();
        if (rows > 0) {
            destroyed.computeIfAbsent(ground, g -> new LinkedHashMap<>()).merge(what, rows, Long::sum);
        }
    }

    /** The children of whom nobody may see the category, or anything at all; each with a student for whom it was stored. */
    private List<Gone> uncovered(@Nullable String category) throws SQLException {
        return sql("""
                        select r.id,
                          (
                            select m.student_id
                            from record.student_match m
                            where m.district_id = :district and m.record_id = r.id
                            order by m.student_id = any(:kept::uuid[]), m.student_id
                            limit 1
                          ) as student_id
                        from record.student r
                        where r.district_id = :district
                          and not exists (
                            select
                            from record.student_match m
                            join unnest(:covered::uuid[]) as k (student_id) on k.student_id = m.student_id
                            where m.district_id = :district and m.record_id = r.id
                          )
                          %s
                        """.formatted(category == null ? "" : stored(category)))
                .set("kept", students(null))
                .set("covered", students(category))
                .list(row -> new Gone(Sql.uuid(row, "id"), row.getObject("student_id", UUID.class)));
    }

    /** Of most children a category that nobody may see was never stored, and there is no ground to ask for. */
    private static String stored(String category) {
        var revealed = "exists (select from record.revealed_value x where x.district_id = :district"
                + " and x.enrollment_id = n.id and x.category = '" + category + "')";
        return Stream.concat(
                        Stream.of(revealed),
                        CATEGORY_TABLES.stream()
                                .filter(table -> table.category().equals(category))
                                .map(table ->
                                        "exists (select from record.%s x where x.district_id = :district and x.enrollment_id = n.id)"
                                                .formatted(table.name())))
                .collect(Collectors.joining(
                        " or ",
                        "and exists (select from record.enrollment n where n.district_id = :district"
                                + " and n.student_id = r.id and (",
                        "))"));
    }

    private List<Gone> endedMatches() throws SQLException {
        return sql("""
                        select m.student_id
                        from record.student_match m
                        where m.district_id = :district
                          and not exists (select from unnest(:kept::uuid[]) as k (student_id) where k.student_id = m.student_id)
                        """)
                .set("kept", students(null))
                .list(row -> new Gone(Sql.uuid(row, "student_id"), Sql.uuid(row, "student_id")));
    }

    private Map<Ground, List<UUID>> byGround(List<Gone> gone) throws SQLException {
        var grounds = new HashMap<UUID, Ground>();
        var students = gone.stream()
                .map(Gone::student)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (!students.isEmpty()) {
            sql("""
                            select g.student_id, g.organization_id, g.district_agreement_id, g.ground
                            from access.grounds(:students::uuid[]) g
                            """)
                    .set("students", students)
                    .list(row -> grounds.put(
                            Sql.uuid(row, "student_id"),
                            new Ground(
                                    row.getObject("organization_id", UUID.class),
                                    row.getObject("district_agreement_id", UUID.class),
                                    row.getString("ground"))));
        }
        var groups = new LinkedHashMap<Ground, List<UUID>>();
        for (var one : gone) {
            var ground = one.student() == null ? null : grounds.get(one.student());
            groups.computeIfAbsent(ground == null ? Ground.NOBODYS : ground, g -> new ArrayList<>())
                    .add(one.id());
        }
        return groups;
    }

    private void record() throws SQLException {
        for (var entry : destroyed.entrySet()) {
            var ground = entry.getKey();
            var rows = entry.getValue();
            sql("""
                            select access.record_destruction(:organization::uuid, :agreement::uuid, :ground, :what::text[],
                              :categories::text[], :rows::bigint[])
                            """)
                    .set("organization", (Object) ground.organization())
                    .set("agreement", (Object) ground.agreement())
                    .set("ground", ground.name())
                    .set("what", rows.keySet().stream().map(Destroyed::what).toList())
                    .set(
                            "categories",
                            new ArrayList<>(rows.keySet().stream()
                                    .map(Destroyed::category)
                                    .toList()))
                    .set("rows", rows.values().stream().map(String::valueOf).toList())
                    .exists();
        }
    }

    private List<UUID> students(@Nullable String category) {
        return now.stream()
                .filter(k -> category == null || k.categories().contains(category))
                .map(Kept::studentId)
                .toList();
    }

    private static List<String> categories() {
        return CATEGORY_TABLES.stream().map(CategoryTable::category).distinct().toList();
    }

    private Sql sql(String text) {
        return Sql.of(connection, text).set("district", district);
    }

    /** A table of {@code record} whose rows are seen in one category. */
    record CategoryTable(String category, String name) {}

    /** A row to go, and the organization's student for whom it was stored; null when the organization removed that one. */
    private record Gone(UUID id, @Nullable UUID student) {}

    /** Why rows go. */
    private record Ground(
            @Nullable UUID organization, @Nullable UUID agreement, String name) {

        static final Ground NOBODYS = new Ground(null, null, "WINDOW_CLOSED");
    }

    /** A kind of rows. */
    private record Destroyed(String what, @Nullable String category) {}
}
