package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Takes a district's published rows away that no window covers any more. It asks the documents alone, before the source
 * is asked anything, so that a source that is down does not keep a withdrawn child's rows.
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

    private Purge(Connection connection, UUID district, List<Kept> now) {
        this.connection = connection;
        this.district = district;
        this.now = now;
    }

    /** How many published rows went, those that hang on them not counted; nothing is written where none does. */
    static long run(Connection connection, UUID district) throws SQLException {
        var purge = new Purge(connection, district, Kept.now(connection, district));
        var rows = purge.forgetChildren();
        for (var category :
                CATEGORY_TABLES.stream().map(CategoryTable::category).distinct().toList()) {
            rows += purge.forget(category);
        }
        return rows;
    }

    /** What hangs on a child goes with it. What has gone must be read in full should it be consented to again. */
    private long forgetChildren() throws SQLException {
        var kept = now.stream().map(Kept::studentId).toList();
        sql("""
                        delete from stage.scope_student s
                        using sync.feed f
                        where f.id = s.feed_id
                          and f.district_id = :district
                          and not exists (select from unnest(:kept::uuid[]) as k (student_id) where k.student_id = s.student_id)
                        """).set("kept", kept).update();
        long matches = sql("""
                        delete from record.student_match m
                        where m.district_id = :district
                          and not exists (select from unnest(:kept::uuid[]) as k (student_id) where k.student_id = m.student_id)
                        """).set("kept", kept).update();
        long records = sql("""
                        delete from record.student r
                        where r.district_id = :district
                          and not exists (
                            select
                            from record.student_match m
                            where m.district_id = :district and m.record_id = r.id
                          )
                        """).update();
        return matches + records;
    }

    /** A category goes alone where another category of the child stays. */
    private long forget(String category) throws SQLException {
        var covered = now.stream()
                .filter(k -> k.categories().contains(category))
                .map(Kept::studentId)
                .toList();
        sql("""
                        update stage.scope_student s
                        set categories = array_remove(s.categories, :category::text)
                        from sync.feed f
                        where f.id = s.feed_id
                          and f.district_id = :district
                          and :category = any(s.categories)
                          and not exists (select from unnest(:covered::uuid[]) as k (student_id) where k.student_id = s.student_id)
                        """).set("category", category).set("covered", covered).update();
        var uncovered = sql("""
                        select n.id
                        from record.enrollment n
                        where n.district_id = :district
                          and not exists (
                            select
                            from record.student_match m
                            join unnest(:covered::uuid[]) as k (student_id) on k.student_id = m.student_id
                            where m.district_id = :district and m.record_id = n.student_id
                          )
                        """).set("covered", covered).list(row -> Sql.uuid(row, "id"));
        if (uncovered.isEmpty()) {
            return 0;
        }
        long rows = 0;
        for (var table : CATEGORY_TABLES) {
            if (table.category().equals(category)) {
                rows += sql("""
                                delete from record.%s r
                                where r.district_id = :district and r.enrollment_id = any(:uncovered::uuid[])
                                """.formatted(table.name()))
                        .set("uncovered", uncovered)
                        .update();
            }
        }
        rows += sql("""
                        delete from record.revealed_value r
                        where r.district_id = :district and r.category = :category and r.enrollment_id = any(:uncovered::uuid[])
                        """).set("category", category).set("uncovered", uncovered).update();
        return rows;
    }

    private Sql sql(String text) {
        return Sql.of(connection, text).set("district", district);
    }

    /** A table of {@code record} whose rows are seen in one category. */
    record CategoryTable(String category, String name) {}
}
