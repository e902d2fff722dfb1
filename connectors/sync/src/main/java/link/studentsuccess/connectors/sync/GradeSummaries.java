package link.studentsuccess.connectors.sync;

import java.sql.SQLException;

/** The grade summary of each enrollment: lists are filtered and sorted by it, so it is written with the publish. */
final class GradeSummaries {

    private final Publishing publishing;

    GradeSummaries(Publishing publishing) {
        this.publishing = publishing;
    }

    /** Writes those that differ; answers how many. */
    long recompute() throws SQLException {
        // The latest grade is the last of the API's order: that sorts by end of period with none first, then finals
        // last,
        // then the day of grading, then the id descending.
        // The sums are capped at what their columns hold, so that one absurd transcript does not stop a publish.
        return publishing.sql("""
                        with scale (letter, points) as (
                          values ('A', 4.0), ('A-', 3.7), ('B+', 3.3), ('B', 3.0), ('B-', 2.7), ('C+', 2.3), ('C', 2.0),
                            ('C-', 1.7), ('D+', 1.3), ('D', 1.0), ('E', 0.0), ('F', 0.0)
                        ),
                        latest as (
                          select distinct on (g.enrollment_id, g.section_id) g.enrollment_id, g.failing
                          from record.grade g
                          where g.district_id = :district
                          order by g.enrollment_id, g.section_id, g.period_ends desc nulls last, (g.kind = 'FINAL') desc,
                            g.graded_on desc, g.id
                        ),
                        standing as (
                          select l.enrollment_id, count(*)::integer as sections,
                            count(*) filter (where l.failing)::integer as failing
                          from latest l
                          group by l.enrollment_id
                        ),
                        earned as (
                          select g.enrollment_id,
                            least(coalesce(sum(g.credits_attempted) filter (where g.kind = 'FINAL'), 0), 9999.999)
                              as credits_attempted,
                            least(coalesce(sum(g.credits_earned) filter (where g.kind = 'FINAL'), 0), 9999.999)
                              as credits_earned,
                            least(coalesce(sum(s.points * coalesce(g.credits_attempted, 1)), 0), 99999.9999)
                              as grade_points,
                            least(
                              coalesce(sum(coalesce(g.credits_attempted, 1)) filter (where s.points is not null), 0),
                              9999.999
                            ) as grade_point_credits,
                            max(g.graded_on) as graded_until
                          from record.grade g
                          left join scale s on g.kind = 'FINAL' and s.letter = upper(g.letter)
                          where g.district_id = :district
                          group by g.enrollment_id
                        ),
                        summary as materialized (
                          select t.enrollment_id, n.school_year, t.sections, t.failing, e.credits_attempted, e.credits_earned,
                            e.grade_points, e.grade_point_credits, e.graded_until
                          from standing t
                          join earned e on e.enrollment_id = t.enrollment_id
                          join record.enrollment n on n.district_id = :district and n.id = t.enrollment_id
                        ),
                        gone as (
                          delete from record.grade_summary r
                          where r.district_id = :district
                            and not exists (select from summary s where s.enrollment_id = r.enrollment_id)
                          returning 1
                        ),
                        merged as (
                          merge into record.grade_summary r
                          using (
                            select s.enrollment_id, s.school_year, s.sections, s.failing, s.credits_attempted,
                              s.credits_earned, s.grade_points, s.grade_point_credits, s.graded_until
                            from summary s
                            where not exists (
                              select
                              from record.grade_summary x
                              where x.district_id = :district and x.enrollment_id = s.enrollment_id
                                and (x.school_year, x.sections, x.failing, x.credits_attempted, x.credits_earned,
                                    x.grade_points, x.grade_point_credits, x.graded_until)
                                  = (s.school_year, s.sections, s.failing, s.credits_attempted, s.credits_earned,
                                    s.grade_points, s.grade_point_credits, s.graded_until)
                            )
                          ) n
                          on r.district_id = :district and r.enrollment_id = n.enrollment_id
                          when matched then
                            update set school_year = n.school_year, sections = n.sections, failing = n.failing,
                              credits_attempted = n.credits_attempted, credits_earned = n.credits_earned,
                              grade_points = n.grade_points, grade_point_credits = n.grade_point_credits,
                              graded_until = n.graded_until
                          when not matched then
                            insert (district_id, enrollment_id, school_year, sections, failing, credits_attempted,
                              credits_earned, grade_points, grade_point_credits, graded_until)
                            values (:district, n.enrollment_id, n.school_year, n.sections, n.failing, n.credits_attempted,
                              n.credits_earned, n.grade_points, n.grade_point_credits, n.graded_until)
                          returning 1
                        )
                        select (select count(*) from gone) + (select count(*) from merged) as written
                        """).one(row -> row.getLong("written"));
    }
}
