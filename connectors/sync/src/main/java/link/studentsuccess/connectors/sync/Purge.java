package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Takes a district's published rows away that no window covers any more. It asks the documents alone, before the source
 * is asked anything, so that a source that is down does not keep a withdrawn child's rows.
 */
final class Purge {

    private final Connection connection;
    private final UUID district;
    private final List<UUID> kept;
    private final List<UUID> attending;

    private Purge(Connection connection, UUID district, List<Kept> now) {
        this.connection = connection;
        this.district = district;
        this.kept = now.stream().map(Kept::studentId).toList();
        this.attending = now.stream()
                .filter(k -> k.categories().contains("ATTENDANCE"))
                .map(Kept::studentId)
                .toList();
    }

    /** How many published rows went, those that hang on them not counted; nothing is written where none does. */
    static long run(Connection connection, UUID district) throws SQLException {
        var purge = new Purge(connection, district, Kept.now(connection, district));
        purge.forgetScope();
        return purge.children() + purge.attendance();
    }

    /** Enrollments, attendance and summaries go with their child. */
    private long children() throws SQLException {
        long matches = sql("""
                        delete from record.student_match m
                        where m.district_id = :district
                          and not exists (select from unnest(:kept::uuid[]) as k (student_id) where k.student_id = m.student_id)
                        """).update();
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

    /** Attendance goes alone where another category of the child stays. */
    private long attendance() throws SQLException {
        var uncovered = sql("""
                        select n.id
                        from record.enrollment n
                        where n.district_id = :district
                          and not exists (
                            select
                            from record.student_match m
                            join unnest(:attending::uuid[]) as k (student_id) on k.student_id = m.student_id
                            where m.district_id = :district and m.record_id = n.student_id
                          )
                        """).list(row -> Sql.uuid(row, "id"));
        if (uncovered.isEmpty()) {
            return 0;
        }
        long rows = 0;
        for (var table : List.of("attendance_event", "attendance_summary")) {
            rows += sql("""
                            delete from record.%s r
                            where r.district_id = :district and r.enrollment_id = any(:uncovered::uuid[])
                            """.formatted(table)).set("uncovered", uncovered).update();
        }
        return rows;
    }

    /** What has gone must be read again in full should it be consented to again before the next publish. */
    private void forgetScope() throws SQLException {
        sql("""
                        delete from stage.scope_student s
                        using sync.feed f
                        where f.id = s.feed_id
                          and f.district_id = :district
                          and not exists (select from unnest(:kept::uuid[]) as k (student_id) where k.student_id = s.student_id)
                        """).update();
        sql("""
                        update stage.scope_student s
                        set categories = array_remove(s.categories, 'ATTENDANCE')
                        from sync.feed f
                        where f.id = s.feed_id
                          and f.district_id = :district
                          and 'ATTENDANCE' = any(s.categories)
                          and not exists (select from unnest(:attending::uuid[]) as k (student_id) where k.student_id = s.student_id)
                        """).update();
    }

    private Sql sql(String text) {
        return Sql.of(connection, text)
                .set("district", district)
                .set("kept", kept)
                .set("attending", attending);
    }
}
