package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/** Publishes days of the school calendar, one a school and day whoever delivered it. */
final class CalendarMerge implements Publish.Merge {

    private final Publishing publishing;

    CalendarMerge(Publishing publishing) {
        this.publishing = publishing;
    }

    @Override
    public Counts run(Plan.Stream stream) throws SQLException {
        publishing.changeKeys(stream.name(), "calendar_day");
        var deleted =
                publishing.sql("""
                        delete from record.calendar_day r
                        where r.district_id = :district and r.feed_id = :feed
                          and (
                            :by_absence and not exists (
                              select
                              from stage.calendar_day s
                              where s.pull_id = :pull and s.school_code = r.school_code and s.date = r.date and not s.deleted
                            )
                            or exists (
                              select
                              from stage.calendar_day s
                              where s.pull_id = :pull and s.source_key = r.source_key and s.deleted
                            )
                          )
                        """).set("by_absence", stream.deletesByAbsence()).update();
        return publishing.sql("""
                        with latest as (
                          select distinct on (s.school_code, s.date) s.source_key, s.school_code, s.date, s.instructional,
                            s.content_hash,
                            coalesce(
                              (
                                select y.school_year
                                from stage.session y
                                where y.pull_id = :pull and not y.deleted and y.kind = 'SCHOOL_YEAR'
                                  and s.date >= y.begins and s.date < y.ends
                                order by y.seq desc
                                limit 1
                              ),
                              extract(year from s.date)::integer + (extract(month from s.date) >= 7)::integer
                            ) as school_year
                          from stage.calendar_day s
                          where s.pull_id = :pull and not s.deleted
                          order by s.school_code, s.date, s.seq desc
                        ),
                        merged as (
                          merge into record.calendar_day r
                          using (
                            select l.source_key, l.school_code, l.date, l.instructional, l.content_hash, l.school_year
                            from latest l
                            where not exists (
                              select
                              from record.calendar_day x
                              where x.district_id = :district and x.school_code = l.school_code and x.date = l.date
                                and x.content_hash = l.content_hash and x.school_year = l.school_year
                            )
                          ) n
                          on r.district_id = :district and r.school_code = n.school_code and r.date = n.date
                          when matched then
                            update set school_year = n.school_year, instructional = n.instructional, feed_id = :feed,
                              source_key = n.source_key, content_hash = n.content_hash
                          when not matched then
                            insert (district_id, school_code, date, school_year, instructional, feed_id, source_key, content_hash)
                            values (:district, n.school_code, n.date, n.school_year, n.instructional, :feed, n.source_key, n.content_hash)
                          returning merge_action() as action
                        )
                        select 0 as orphaned, :deleted::bigint as deleted,
                          (select count(*) from latest) as usable,
                          count(*) filter (where action = 'INSERT') as created,
                          count(*) filter (where action = 'UPDATE') as changed
                        from merged
                        """).set("deleted", deleted).one(Publishing::counts);
    }
}
