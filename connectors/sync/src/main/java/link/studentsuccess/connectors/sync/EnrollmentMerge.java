package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/** Publishes enrollments, and lets what hangs on them follow. */
final class EnrollmentMerge implements Publish.Merge {

    private final Publishing publishing;
    private final GradeMerge grades;

    EnrollmentMerge(Publishing publishing, GradeMerge grades) {
        this.publishing = publishing;
        this.grades = grades;
    }

    @Override
    public Counts run(Plan.Stream stream) throws SQLException {
        publishing.changeKeys(stream.name(), "enrollment");
        var merged = publishing.sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted, student_key, school_key, school_year,
                            grade_level, entry_date, exit_date, content_hash
                          from stage.enrollment
                          where pull_id = :pull
                          order by source_key, seq desc
                        ),
                        student as (
                          select distinct student_key, record_id
                          from stage.proof
                          where pull_id = :pull and student_key is not null
                        ),
                        kept as (
                          select l.source_key, l.school_year, l.grade_level, l.entry_date, l.exit_date, l.content_hash,
                            st.record_id as student_id, coalesce(k.id, c.id) as school_id
                          from latest l
                          join student st on st.student_key = l.student_key
                          left join record.school k
                            on k.district_id = :district and k.feed_id = :feed and k.source_key = l.school_key
                          left join lateral (
                            select s.id
                            from record.school s
                            where k.id is null and s.district_id = :district and s.code = l.school_key
                            order by s.id
                            limit 1
                          ) c on true
                          where not l.deleted
                        ),
                        merged as (
                          merge into record.enrollment r
                          using (
                            select k.source_key, k.school_year, k.grade_level, k.entry_date, k.exit_date, k.content_hash,
                              k.student_id, k.school_id
                            from kept k
                            where k.school_id is not null
                              and not exists (
                                select
                                from record.enrollment x
                                where x.district_id = :district and x.feed_id = :feed and x.source_key = k.source_key
                                  and x.content_hash = k.content_hash
                                  and x.student_id = k.student_id and x.school_id = k.school_id
                              )
                          ) n
                          on r.district_id = :district and r.feed_id = :feed and r.source_key = n.source_key
                          when matched then
                            update set student_id = n.student_id, school_id = n.school_id, school_year = n.school_year,
                              grade_level = n.grade_level, entry_date = n.entry_date, exit_date = n.exit_date,
                              content_hash = n.content_hash
                          when not matched then
                            insert (district_id, student_id, school_id, school_year, grade_level, entry_date, exit_date,
                              feed_id, source_key, content_hash)
                            values (:district, n.student_id, n.school_id, n.school_year, n.grade_level, n.entry_date,
                              n.exit_date, :feed, n.source_key, n.content_hash)
                          returning merge_action() as action
                        )
                        select 0 as deleted,
                          (select count(*) from kept where school_id is null) as orphaned,
                          (select count(*) from kept where school_id is not null) as usable,
                          count(*) filter (where action = 'INSERT') as created,
                          count(*) filter (where action = 'UPDATE') as changed
                        from merged
                        """).one(Publishing::counts);
        var going =
                publishing.sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted
                          from stage.enrollment
                          where pull_id = :pull
                          order by source_key, seq desc
                        )
                        select r.id
                        from record.enrollment r
                        where r.district_id = :district and r.feed_id = :feed
                          and (
                            exists (select from latest l where l.source_key = r.source_key and l.deleted)
                            or (
                              :by_absence
                              and not exists (select from latest l where l.source_key = r.source_key)
                              and exists (
                                select
                                from stage.proof p
                                join stage.kept k on k.pull_id = :pull and k.student_id = p.student_id
                                where p.pull_id = :pull and p.record_id = r.student_id
                              )
                            )
                          )
                        """).set("by_absence", stream.deletesByAbsence()).list(row -> Sql.uuid(row, "id"));
        if (merged.changed() > 0 || !going.isEmpty()) {
            rehomeAttendance(going);
        }
        // A new enrollment may be the latest of its school and year.
        if (merged.created() + merged.changed() > 0 || !going.isEmpty()) {
            grades.rehome(going);
        }
        if (going.isEmpty()) {
            return merged;
        }
        var deleted = publishing
                .sql("delete from record.enrollment r where r.district_id = :district and r.id = any(:going)")
                .set("going", going)
                .update();
        return new Counts(merged.orphaned(), merged.created(), merged.changed(), merged.unchanged(), deleted);
    }

    /** Days that their enrollment no longer covers go to the one that does. */
    private void rehomeAttendance(List<UUID> going) throws SQLException {
        publishing.wrote(publishing.sql("""
                        with stray as (
                          delete from record.attendance_event e
                          using record.enrollment n
                          where e.district_id = :district
                            and n.district_id = :district
                            and n.id = e.enrollment_id
                            and (e.date < n.entry_date or e.date >= n.exit_date or e.school_year <> n.school_year
                              or n.id = any(:going::uuid[]))
                          returning n.student_id, e.date, e.period, e.status, e.feed_id, e.source_key, e.content_hash
                        )
                        insert into record.attendance_event (
                          district_id, school_year, enrollment_id, date, period, status, feed_id, source_key, content_hash
                        )
                        select :district, h.school_year, h.id, s.date, s.period, s.status, s.feed_id, s.source_key, s.content_hash
                        from stray s
                        cross join lateral (
                          select n.id, n.school_year
                          from record.enrollment n
                          where n.district_id = :district and n.student_id = s.student_id
                            and n.entry_date <= s.date and (n.exit_date is null or s.date < n.exit_date)
                            and n.school_year between 2020 and 2050
                            and not n.id = any(:going::uuid[])
                          order by n.entry_date desc, n.id
                          limit 1
                        ) h
                        on conflict do nothing
                        """).set("going", going).update());
    }
}
