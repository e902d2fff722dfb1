package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/** Publishes the records of students; whether they still prove to be somebody's is the proofs' work. */
final class StudentMerge implements Publish.Merge {

    private final Publishing publishing;

    StudentMerge(Publishing publishing) {
        this.publishing = publishing;
    }

    @Override
    public Counts run(Plan.Stream stream) throws SQLException {
        publishing.changeKeys(stream.name(), "student");
        var deleted =
                publishing.sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted
                          from stage.student
                          where pull_id = :pull
                          order by source_key, seq desc
                        )
                        delete from record.student r
                        where r.district_id = :district and r.feed_id = :feed
                          and (
                            exists (select from latest l where l.source_key = r.source_key and l.deleted)
                            or (
                              :by_absence
                              and not exists (select from latest l where l.source_key = r.source_key)
                              and exists (
                                select
                                from record.student_match m
                                join stage.kept k on k.pull_id = :pull and k.student_id = m.student_id
                                where m.district_id = :district and m.record_id = r.id
                              )
                            )
                          )
                        """).set("by_absence", stream.deletesByAbsence()).update();
        return publishing.sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted, district_student_id, given_name, family_name,
                            preferred_given_name, birth_date, content_hash
                          from stage.student
                          where pull_id = :pull
                          order by source_key, seq desc
                        ),
                        merged as (
                          merge into record.student r
                          using (
                            select l.source_key, l.district_student_id, l.given_name, l.family_name,
                              l.preferred_given_name, l.birth_date, l.content_hash
                            from latest l
                            where not l.deleted
                              and not exists (
                                select
                                from record.student x
                                where x.district_id = :district and x.feed_id = :feed
                                  and x.source_key = l.source_key and x.content_hash = l.content_hash
                              )
                          ) n
                          on r.district_id = :district and r.feed_id = :feed and r.source_key = n.source_key
                          when matched then
                            update set district_student_id = n.district_student_id, given_name = n.given_name,
                              family_name = n.family_name, preferred_given_name = n.preferred_given_name,
                              birth_date = n.birth_date, content_hash = n.content_hash
                          when not matched then
                            insert (district_id, district_student_id, given_name, family_name, preferred_given_name,
                              birth_date, feed_id, source_key, content_hash)
                            values (:district, n.district_student_id, n.given_name, n.family_name, n.preferred_given_name,
                              n.birth_date, :feed, n.source_key, n.content_hash)
                          returning merge_action() as action
                        )
                        select 0 as orphaned, :deleted::bigint as deleted,
                          (select count(*) from latest where not deleted) as usable,
                          count(*) filter (where action = 'INSERT') as created,
                          count(*) filter (where action = 'UPDATE') as changed
                        from merged
                        """).set("deleted", deleted).one(Publishing::counts);
    }
}
