package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The attendance summary of each enrollment, in days: lists are filtered and sorted by it, so it is written with the
 * publish that changes it. Every count is over the same days, the school days enrolled that the delivery covers, so
 * that the counts always add up; a day the delivery does not speak for is no day of attendance.
 */
final class Summaries {

    private final Connection connection;
    private final Generation generation;

    Summaries(Connection connection, Generation generation) {
        this.connection = connection;
        this.generation = generation;
    }

    /** Writes those that differ; answers how many. */
    long recompute() throws SQLException {
        // Few distinct (school, first day, last day) stand for many enrollments, so the calendar is counted per those.
        return Sql.of(connection, """
                        with covered as (
                          select min(s.covered_from) as first, max(s.covered_until) as last
                          from stage.scope s
                          join sync.feed f on f.id = s.feed_id
                          where f.district_id = :district and s.serves_attendance
                        ),
                        span as materialized (
                          select n.id, n.school_year, coalesce(c.code, '') as school_code,
                            greatest(n.entry_date, v.first) as first,
                            least(n.exit_date - 1, v.last) as last
                          from record.enrollment n
                          join record.school c on c.district_id = :district and c.id = n.school_id
                          cross join covered v
                          where n.district_id = :district
                            and v.last is not null
                            and exists (
                              select
                              from stage.proof p
                              where p.pull_id = :pull and p.record_id = n.student_id and 'ATTENDANCE' = any(p.categories)
                            )
                        ),
                        day as materialized (
                          select s.school_code, d.date
                          from (select distinct school_code from span) s
                          join record.calendar_day d
                            on d.district_id = :district and d.school_code in ('', s.school_code)
                          group by s.school_code, d.date
                          having (array_agg(d.instructional order by d.school_code desc))[1]
                        ),
                        length as (
                          select s.school_code, s.first, s.last, count(*)::integer as enrolled
                          from (select distinct school_code, first, last from span where first <= last) s
                          join day d on d.school_code = s.school_code and d.date between s.first and s.last
                          group by s.school_code, s.first, s.last
                        ),
                        counted as (
                          select s.id,
                            count(*) filter (where e.status = 'ABSENT_EXCUSED')::integer as excused,
                            count(*) filter (where e.status = 'ABSENT_UNEXCUSED')::integer as unexcused,
                            count(*) filter (where e.status = 'TARDY')::integer as tardy
                          from span s
                          join record.attendance_event e
                            on e.district_id = :district and e.school_year = s.school_year and e.enrollment_id = s.id
                          join day d on d.school_code = s.school_code and d.date = e.date
                          where e.period = '' and e.date between s.first and s.last
                          group by s.id
                        ),
                        summary as materialized (
                          select s.id as enrollment_id, s.school_year, l.enrolled, coalesce(c.excused, 0) as excused,
                            coalesce(c.unexcused, 0) as unexcused, coalesce(c.tardy, 0) as tardy, v.last as covered_until
                          from span s
                          join length l on l.school_code = s.school_code and l.first = s.first and l.last = s.last
                          left join counted c on c.id = s.id
                          cross join covered v
                        ),
                        gone as (
                          delete from record.attendance_summary r
                          where r.district_id = :district
                            and not exists (select from summary s where s.enrollment_id = r.enrollment_id)
                          returning 1
                        ),
                        merged as (
                          merge into record.attendance_summary r
                          using (
                            select s.enrollment_id, s.school_year, s.enrolled, s.excused, s.unexcused, s.tardy, s.covered_until
                            from summary s
                            where not exists (
                              select
                              from record.attendance_summary x
                              where x.district_id = :district and x.enrollment_id = s.enrollment_id
                                and (x.school_year, x.enrolled, x.excused, x.unexcused, x.tardy, x.covered_until)
                                  = (s.school_year, s.enrolled, s.excused, s.unexcused, s.tardy, s.covered_until)
                            )
                          ) n
                          on r.district_id = :district and r.enrollment_id = n.enrollment_id
                          when matched then
                            update set school_year = n.school_year, enrolled = n.enrolled, excused = n.excused,
                              unexcused = n.unexcused, tardy = n.tardy, covered_until = n.covered_until
                          when not matched then
                            insert (district_id, enrollment_id, school_year, enrolled, excused, unexcused, tardy, covered_until)
                            values (:district, n.enrollment_id, n.school_year, n.enrolled, n.excused, n.unexcused, n.tardy, n.covered_until)
                          returning 1
                        )
                        select (select count(*) from gone) + (select count(*) from merged) as written
                        """)
                .set("district", generation.feed().district())
                .set("pull", generation.pull())
                .one(row -> row.getLong("written"));
    }
}
