package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/** Publishes attendance: one event an enrollment, day and period. */
final class AttendanceMerge implements Publish.Merge {

    private final Publishing publishing;

    AttendanceMerge(Publishing publishing) {
        this.publishing = publishing;
    }

    @Override
    public Counts run(Plan.Stream stream) throws SQLException {
        publishing.changeKeys(stream.name(), "attendance_event");
        var deleted = attendanceDeletions(stream);
        var usable = publishing.sql("""
                        select count(distinct s.source_key) as n
                        from stage.attendance s
                        where s.pull_id = :pull and not s.deleted
                        """).one(row -> row.getLong("n"));
        var resolved = resolveAttendance();
        if (resolved.rows() == 0) {
            return new Counts(resolved.orphaned(), 0, 0, usable - resolved.orphaned(), deleted);
        }
        var moved = publishing.sql("""
                        delete from record.attendance_event r
                        using stage.attendance_resolved t
                        where t.pull_id = :pull
                          and r.district_id = :district and r.feed_id = :feed and r.source_key = t.source_key
                          and (r.enrollment_id, r.date, r.period) is distinct from (t.enrollment_id, t.date, t.period)
                        """).update();
        var merged = publishing.sql("""
                        with merged as (
                          merge into record.attendance_event r
                          using (
                            select t.source_key, t.school_year, t.enrollment_id, t.date, t.period, t.status, t.content_hash
                            from stage.attendance_resolved t
                            where t.pull_id = :pull
                          ) n
                          on r.district_id = :district and r.school_year = n.school_year
                            and r.enrollment_id = n.enrollment_id and r.date = n.date and r.period = n.period
                          when matched then
                            update set status = n.status, feed_id = :feed, source_key = n.source_key,
                              content_hash = n.content_hash
                          when not matched then
                            insert (district_id, school_year, enrollment_id, date, period, status, feed_id, source_key, content_hash)
                            values (:district, n.school_year, n.enrollment_id, n.date, n.period, n.status, :feed, n.source_key, n.content_hash)
                          returning merge_action() as action
                        )
                        select 0 as deleted, 0 as orphaned, 0 as usable,
                          count(*) filter (where action = 'INSERT') as created,
                          count(*) filter (where action = 'UPDATE') as changed
                        from merged
                        """).one(Publishing::counts);
        return new Counts(
                resolved.orphaned(),
                Math.max(0, merged.created() - moved),
                merged.changed() + Math.min(moved, merged.created()),
                usable - resolved.orphaned() - resolved.rows(),
                deleted);
    }

    private int attendanceDeletions(Plan.Stream stream) throws SQLException {
        var covered = publishing.generation().chain(stream.name()).covered();
        var tombstones = publishing.sql("""
                        delete from record.attendance_event r
                        where r.district_id = :district and r.feed_id = :feed
                          and r.source_key in (
                            select l.source_key
                            from (
                              select distinct on (source_key) source_key, deleted
                              from stage.attendance
                              where pull_id = :pull
                              order by source_key, seq desc
                            ) l
                            where l.deleted
                          )
                        """).update();
        if (!stream.deletesByAbsence()) {
            return tombstones;
        }
        // Absence speaks only of the covered days, and only of those for whom the generation was read.
        return tombstones
                + publishing
                        .sql("""
                        delete from record.attendance_event r
                        using record.enrollment n
                        where r.district_id = :district and r.feed_id = :feed
                          and n.district_id = :district and n.id = r.enrollment_id
                          and (:first::date is null or r.date between :first::date and :last::date)
                          and not exists (
                            select
                            from stage.attendance s
                            where s.pull_id = :pull and s.source_key = r.source_key and not s.deleted
                          )
                          and exists (
                            select
                            from stage.proof p
                            join stage.kept k on k.pull_id = :pull and k.student_id = p.student_id
                            where p.pull_id = :pull and p.record_id = n.student_id and 'ATTENDANCE' = any(k.categories)
                          )
                        """)
                        .set("first", covered == null ? null : covered.first())
                        .set("last", covered == null ? null : covered.last())
                        .update();
    }

    /** Only new and changed events look for their enrollment; re-homing keeps the unchanged ones where they belong. */
    private Resolved resolveAttendance() throws SQLException {
        var fresh = publishing.sql("""
                        with fresh as materialized (
                          select distinct on (s.source_key) s.source_key, s.student_key, s.school_code, s.date, s.period,
                            s.status, s.content_hash, s.seq
                          from stage.attendance s
                          where s.pull_id = :pull
                            and not s.deleted
                            and not exists (
                              select
                              from record.attendance_event r
                              where r.district_id = :district and r.feed_id = :feed
                                and r.source_key = s.source_key and r.content_hash = s.content_hash
                            )
                          order by s.source_key, s.seq desc
                        ),
                        student as (
                          select distinct student_key, record_id
                          from stage.proof
                          where pull_id = :pull and student_key is not null and 'ATTENDANCE' = any(categories)
                        ),
                        home as (
                          select distinct on (f.source_key) f.source_key, f.date, f.period, f.status, f.content_hash, f.seq,
                            n.id as enrollment_id, n.school_year
                          from fresh f
                          join student st on st.student_key = f.student_key
                          join record.enrollment n on n.district_id = :district and n.student_id = st.record_id
                            and n.entry_date <= f.date and (n.exit_date is null or f.date < n.exit_date)
                            and n.school_year between 2020 and 2050
                          join record.school c on c.district_id = :district and c.id = n.school_id
                          order by f.source_key, (c.code is not distinct from f.school_code) desc, n.entry_date desc, n.id
                        ),
                        resolved as (
                          insert into stage.attendance_resolved (
                            pull_id, source_key, school_year, enrollment_id, date, period, status, content_hash
                          )
                          select distinct on (h.enrollment_id, h.date, h.period)
                            :pull, h.source_key, h.school_year, h.enrollment_id, h.date, h.period, h.status, h.content_hash
                          from home h
                          order by h.enrollment_id, h.date, h.period, h.seq desc
                          returning 1
                        )
                        select (select count(*) from fresh) - (select count(*) from home) as orphaned,
                          (select count(*) from resolved) as rows
                        """).one(row -> new Resolved(row.getLong("rows"), row.getLong("orphaned")));
        // Of two rows for one day the published one stays as long as the source still sends it unchanged; otherwise
        // the two would take turns at every pull.
        var settled = publishing.sql("""
                        delete from stage.attendance_resolved t
                        using record.attendance_event r
                        where t.pull_id = :pull
                          and r.district_id = :district and r.school_year = t.school_year
                          and r.enrollment_id = t.enrollment_id and r.date = t.date and r.period = t.period
                          and r.feed_id = :feed
                          and r.source_key <> t.source_key
                          and exists (
                            select
                            from stage.attendance s
                            where s.pull_id = :pull and s.source_key = r.source_key and not s.deleted
                              and s.content_hash = r.content_hash
                          )
                        """).update();
        return new Resolved(fresh.rows() - settled, fresh.orphaned());
    }

    private record Resolved(long rows, long orphaned) {}
}
