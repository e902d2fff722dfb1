package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/**
 * Publishes facts about students. Each hangs on the child's enrollment at its place, and moves with it; one without an
 * enrollment is not published.
 */
final class FactMerge implements Publish.Merge {

    private final Publishing publishing;
    private final Facts facts;

    FactMerge(Publishing publishing, Facts facts) {
        this.publishing = publishing;
        this.facts = facts;
    }

    @Override
    public Counts run(Plan.Stream stream) throws SQLException {
        publishing.changeKeys(stream.name(), facts.table());
        var deleted = deletions(stream);
        var merged = merge();
        return new Counts(merged.orphaned(), merged.created(), merged.changed(), merged.unchanged(), deleted);
    }

    /** What is gone, and what was delivered and has nowhere to hang any more: it may have been another child's. */
    private int deletions(Plan.Stream stream) throws SQLException {
        return sql("""
                        with %2$s
                        delete from record.%1$s r
                        using record.enrollment n
                        where r.district_id = :district and r.feed_id = :feed
                          and n.district_id = :district and n.id = r.enrollment_id
                          and not exists (select from home h where h.source_key = r.source_key)
                          and (
                            exists (select from latest l where l.source_key = r.source_key)
                            or (
                              :by_absence
                              and exists (
                                select
                                from stage.proof p
                                join stage.kept k on k.pull_id = :pull and k.student_id = p.student_id
                                where p.pull_id = :pull and p.record_id = n.student_id and :category = any(k.categories)
                              )
                            )
                          )
                        """).set("by_absence", stream.deletesByAbsence()).update();
    }

    private Counts merge() throws SQLException {
        return sql("""
                        with %2$s,
                        merged as (
                          merge into record.%1$s r
                          using (
                            select l.source_key, h.enrollment_id, l.content_hash, %3$s
                            from latest l
                            join home h on h.source_key = l.source_key
                            where not exists (
                              select
                              from record.%1$s x
                              where x.district_id = :district and x.feed_id = :feed and x.source_key = l.source_key
                                and x.content_hash = l.content_hash and x.enrollment_id = h.enrollment_id
                            )
                          ) n
                          on r.district_id = :district and r.feed_id = :feed and r.source_key = n.source_key
                          when matched then
                            update set enrollment_id = n.enrollment_id, content_hash = n.content_hash, %4$s
                          when not matched then
                            insert (district_id, enrollment_id, feed_id, source_key, content_hash, %5$s)
                            values (:district, n.enrollment_id, :feed, n.source_key, n.content_hash, %6$s)
                          returning merge_action() as action
                        )
                        select 0 as deleted,
                          (select count(*) from latest l where not l.deleted) - (select count(*) from home) as orphaned,
                          (select count(*) from home) as usable,
                          count(*) filter (where action = 'INSERT') as created,
                          count(*) filter (where action = 'UPDATE') as changed
                        from merged
                        """).one(Publishing::counts);
    }

    /** The latest word of each fact, and the enrollment at its place. */
    private String delivered() {
        return """
                latest as materialized (
                  select distinct on (source_key) *
                  from stage.%s
                  where pull_id = :pull
                  order by source_key, seq desc
                ),
                student as (
                  select distinct student_key, record_id
                  from stage.proof
                  where pull_id = :pull and student_key is not null and :category = any(categories)
                ),
                home as materialized (
                  select distinct on (l.source_key) l.source_key, n.id as enrollment_id
                  from latest l
                  join student st on st.student_key = l.student_key
                  join record.enrollment n on n.district_id = :district and n.student_id = st.record_id
                  join record.school c on c.district_id = :district and c.id = n.school_id
                  where not l.deleted
                    and (l.school_year is null or n.school_year = l.school_year)
                    and (l.school_key is null or c.code = l.school_key or c.feed_id = :feed and c.source_key = l.school_key)
                  order by l.source_key,
                    coalesce(n.entry_date <= l.day and (n.exit_date is null or l.day < n.exit_date), false) desc,
                    n.entry_date desc, n.id
                )""".formatted(facts.table());
    }

    private Sql sql(String text) {
        var columns = facts.columns();
        return publishing
                .sql(text.formatted(
                        facts.table(), delivered(), each("l.%1$s"), each("%1$s = n.%1$s"), columns, each("n.%1$s")))
                .set("category", facts.category());
    }

    private String each(String form) {
        return Arrays.stream(facts.columns().split(", ", -1))
                .map(form::formatted)
                .collect(Collectors.joining(", "));
    }
}
