package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/** Publishes schools. */
final class SchoolMerge implements Publish.Merge {

    private final Publishing publishing;

    SchoolMerge(Publishing publishing) {
        this.publishing = publishing;
    }

    @Override
    public Counts run(Plan.Stream stream) throws SQLException {
        publishing.changeKeys(stream.name(), "school");
        return publishing.sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted, name, code, content_hash
                          from stage.school
                          where pull_id = :pull
                          order by source_key, seq desc
                        ),
                        merged as (
                          merge into record.school r
                          using (
                            select l.source_key, l.name, l.code, l.content_hash
                            from latest l
                            where not l.deleted
                              and not exists (
                                select
                                from record.school x
                                where x.district_id = :district and x.feed_id = :feed
                                  and x.source_key = l.source_key and x.content_hash = l.content_hash
                              )
                          ) n
                          on r.district_id = :district and r.feed_id = :feed and r.source_key = n.source_key
                          when matched then
                            update set name = n.name, code = n.code, shown_code = n.code, content_hash = n.content_hash
                          when not matched then
                            insert (district_id, name, code, shown_code, feed_id, source_key, content_hash)
                            values (:district, n.name, n.code, n.code, :feed, n.source_key, n.content_hash)
                          returning merge_action() as action
                        )
                        select 0 as orphaned, 0 as deleted,
                          (select count(*) from latest where not deleted) as usable,
                          count(*) filter (where action = 'INSERT') as created,
                          count(*) filter (where action = 'UPDATE') as changed
                        from merged
                        """).one(Publishing::counts);
    }

    /** A school goes last, and only when nothing hangs on it. */
    void dropUnused() throws SQLException {
        var stream = publishing.generation().plan().stream(StreamName.SCHOOL);
        if (stream.isEmpty()) {
            return;
        }
        publishing.wrote(publishing
                .sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted
                          from stage.school
                          where pull_id = :pull
                          order by source_key, seq desc
                        )
                        delete from record.school r
                        where r.district_id = :district and r.feed_id = :feed
                          and (
                            exists (select from latest l where l.source_key = r.source_key and l.deleted)
                            or (:by_absence and not exists (select from latest l where l.source_key = r.source_key))
                          )
                          and not exists (select from record.enrollment n where n.district_id = :district and n.school_id = r.id)
                          and not exists (select from record.section x where x.district_id = :district and x.school_id = r.id)
                        """)
                .set("by_absence", stream.get().deletesByAbsence())
                .update());
    }
}
