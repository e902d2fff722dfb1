package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/**
 * Publishes grades. Each hangs on the child's latest enrollment at its section's school in its section's school year.
 */
final class GradeMerge implements Publish.Merge {

    private final Publishing publishing;
    private final SectionMerge sections;
    private int withheld;

    GradeMerge(Publishing publishing, SectionMerge sections) {
        this.publishing = publishing;
        this.sections = sections;
    }

    @Override
    public Counts run(Plan.Stream stream) throws SQLException {
        publishing.changeKeys(stream.name(), "grade");
        var deleted = withheld + deletions(stream);
        var usable = publishing.sql("""
                        select count(*) as n
                        from (
                          select distinct on (source_key) deleted
                          from stage.grade
                          where pull_id = :pull
                          order by source_key, seq desc
                        ) l
                        where not l.deleted
                        """).one(row -> row.getLong("n"));
        var resolved = resolve();
        if (resolved.orphaned() > 0) {
            deleted += dropOutdated();
        }
        if (resolved.rows() == 0) {
            return new Counts(resolved.orphaned(), 0, 0, usable - resolved.orphaned(), deleted);
        }
        sections.addNeeded();
        var merged = publishing.sql("""
                        with merged as (
                          merge into record.grade r
                          using (
                            select s.source_key, t.enrollment_id, x.id as section_id, s.school_year, s.grading_period,
                              s.period_begins, s.period_ends, s.kind, s.letter, s.percent,
                              case
                                when s.letter is null then s.percent < 60
                                else upper(s.letter) in ('E', 'F', 'N', 'NC', 'NP', 'U')
                              end as failing,
                              s.credits_attempted, s.credits_earned, s.graded_on, s.content_hash
                            from stage.grade_resolved t
                            join stage.grade s on s.pull_id = :pull and s.seq = t.seq
                            join record.section x
                              on x.district_id = :district and x.feed_id = :feed and x.source_key = t.section_key
                            where t.pull_id = :pull
                          ) n
                          on r.district_id = :district and r.feed_id = :feed and r.source_key = n.source_key
                          when matched then
                            update set enrollment_id = n.enrollment_id, section_id = n.section_id,
                              school_year = n.school_year, grading_period = n.grading_period,
                              period_begins = n.period_begins, period_ends = n.period_ends, kind = n.kind,
                              letter = n.letter, percent = n.percent, failing = n.failing,
                              credits_attempted = n.credits_attempted, credits_earned = n.credits_earned,
                              graded_on = n.graded_on, content_hash = n.content_hash
                          when not matched then
                            insert (district_id, enrollment_id, section_id, school_year, grading_period, period_begins,
                              period_ends, kind, letter, percent, failing, credits_attempted, credits_earned, graded_on,
                              feed_id, source_key, content_hash)
                            values (:district, n.enrollment_id, n.section_id, n.school_year, n.grading_period,
                              n.period_begins, n.period_ends, n.kind, n.letter, n.percent, n.failing, n.credits_attempted,
                              n.credits_earned, n.graded_on, :feed, n.source_key, n.content_hash)
                          returning merge_action() as action
                        )
                        select 0 as deleted, 0 as orphaned, 0 as usable,
                          count(*) filter (where action = 'INSERT') as created,
                          count(*) filter (where action = 'UPDATE') as changed
                        from merged
                        """).one(Publishing::counts);
        return new Counts(
                resolved.orphaned(),
                merged.created(),
                merged.changed(),
                usable - resolved.orphaned() - resolved.rows(),
                deleted);
    }

    /**
     * What the district does not release yet goes, published or staged: it may have moved a day since the rows were
     * read.
     */
    void withholdUnreleased(Instant now) throws SQLException {
        withheld = deleteUnreleased("record.grade r where r.district_id = :district", now);
        publishing.wrote(withheld);
        deleteUnreleased("stage.grade r where r.pull_id = :pull", now);
    }

    private int deleteUnreleased(String rows, Instant now) throws SQLException {
        return publishing
                .sql("""
                        delete from %s
                          and exists (
                            select
                            from sync.grade_release g
                            join party.district d on d.id = g.district_id
                            where g.district_id = :district
                              and g.school_year = r.school_year and %s = %s
                              and g.released_on > (:now::timestamptz at time zone d.zone)::date
                          )
                        """.formatted(
                                rows,
                                Releases.COMPARED.formatted("g.grading_period"),
                                Releases.COMPARED.formatted("r.grading_period")))
                .set("now", now)
                .update();
    }

    /** Grades go where their section is taught: to the latest enrollment there, or away where there is none. */
    void rehome(List<UUID> going) throws SQLException {
        publishing.wrote(publishing.sql("""
                        with home as (
                          select distinct on (n.student_id, n.school_id, n.school_year)
                            n.student_id, n.school_id, n.school_year, n.id
                          from record.enrollment n
                          where n.district_id = :district and not n.id = any(:going::uuid[])
                          order by n.student_id, n.school_id, n.school_year, n.entry_date desc, n.id
                        ),
                        stray as materialized (
                          select g.id, h.id as enrollment_id
                          from record.grade g
                          join record.enrollment n on n.district_id = :district and n.id = g.enrollment_id
                          join record.section x on x.district_id = :district and x.id = g.section_id
                          left join home h
                            on h.student_id = n.student_id and h.school_id = x.school_id and h.school_year = x.school_year
                          where g.district_id = :district and h.id is distinct from g.enrollment_id
                        ),
                        moved as (
                          update record.grade g
                          set enrollment_id = s.enrollment_id
                          from stray s
                          where g.district_id = :district and g.id = s.id and s.enrollment_id is not null
                          returning 1
                        ),
                        gone as (
                          delete from record.grade g
                          using stray s
                          where g.district_id = :district and g.id = s.id and s.enrollment_id is null
                          returning 1
                        )
                        select (select count(*) from moved) + (select count(*) from gone) as written
                        """).set("going", going).one(row -> row.getLong("written")));
    }

    private int deletions(Plan.Stream stream) throws SQLException {
        return publishing.sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted
                          from stage.grade
                          where pull_id = :pull
                          order by source_key, seq desc
                        )
                        delete from record.grade r
                        using record.enrollment n
                        where r.district_id = :district and r.feed_id = :feed
                          and n.district_id = :district and n.id = r.enrollment_id
                          and (
                            exists (select from latest l where l.source_key = r.source_key and l.deleted)
                            or (
                              :by_absence
                              and not exists (select from latest l where l.source_key = r.source_key)
                              and exists (
                                select
                                from stage.proof p
                                join stage.kept k on k.pull_id = :pull and k.student_id = p.student_id
                                where p.pull_id = :pull and p.record_id = n.student_id and 'GRADES' = any(k.categories)
                              )
                            )
                          )
                        """).set("by_absence", stream.deletesByAbsence()).update();
    }

    /** Only new and changed grades look for their enrollment; re-homing keeps the unchanged ones where they belong. */
    private Resolved resolve() throws SQLException {
        return publishing
                .sql("""
                        with fresh as materialized (
                          select l.source_key, l.seq, l.student_key, l.section_key
                          from (
                            select distinct on (source_key) source_key, seq, deleted, student_key, section_key, content_hash
                            from stage.grade
                            where pull_id = :pull
                            order by source_key, seq desc
                          ) l
                          where not l.deleted
                            and not exists (
                              select
                              from record.grade r
                              where r.district_id = :district and r.feed_id = :feed
                                and r.source_key = l.source_key and r.content_hash = l.content_hash
                            )
                        ),
                        %s,
                        section as (
                          select x.source_key, x.school_id, x.school_year
                          from record.section x
                          where x.district_id = :district and x.feed_id = :feed
                          union
                          select d.source_key, d.school_id, d.school_year
                          from delivered d
                          where d.school_id is not null
                        ),
                        student as (
                          select distinct student_key, record_id
                          from stage.proof
                          where pull_id = :pull and student_key is not null and 'GRADES' = any(categories)
                        ),
                        home as (
                          select distinct on (n.student_id, n.school_id, n.school_year)
                            n.student_id, n.school_id, n.school_year, n.id
                          from record.enrollment n
                          where n.district_id = :district
                          order by n.student_id, n.school_id, n.school_year, n.entry_date desc, n.id
                        ),
                        resolved as (
                          insert into stage.grade_resolved (pull_id, seq, section_key, enrollment_id)
                          select distinct on (f.seq) :pull, f.seq, f.section_key, h.id
                          from fresh f
                          join student st on st.student_key = f.student_key
                          join section c on c.source_key = f.section_key
                          join home h
                            on h.student_id = st.record_id and h.school_id = c.school_id and h.school_year = c.school_year
                          order by f.seq, h.id
                          returning 1
                        )
                        select (select count(*) from resolved) as rows,
                          (select count(*) from fresh) - (select count(*) from resolved) as orphaned
                        """.formatted(SectionMerge.DELIVERED))
                .one(row -> new Resolved(row.getLong("rows"), row.getLong("orphaned")));
    }

    /** What an orphan said before it changed: it may have been another child's. */
    private int dropOutdated() throws SQLException {
        return publishing.sql("""
                        with latest as (
                          select distinct on (source_key) source_key, seq, deleted, content_hash
                          from stage.grade
                          where pull_id = :pull
                          order by source_key, seq desc
                        )
                        delete from record.grade r
                        using latest l
                        where r.district_id = :district and r.feed_id = :feed and r.source_key = l.source_key
                          and not l.deleted
                          and r.content_hash <> l.content_hash
                          and not exists (
                            select from stage.grade_resolved t where t.pull_id = :pull and t.seq = l.seq
                          )
                        """).update();
    }

    private record Resolved(long rows, long orphaned) {}
}
