package link.studentsuccess.connectors.sync;

import java.sql.SQLException;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/** Publishes course sections, of which only those are kept that a kept grade refers to. */
final class SectionMerge implements Publish.Merge {

    /** The delivered sections, each with its school: by the source's own key, else by the school's code. */
    static final String DELIVERED = """
            delivered as materialized (
              select l.source_key, l.school_year, l.course_title, l.course_code, l.section_code, l.content_hash,
                coalesce(k.id, c.id) as school_id
              from (
                select distinct on (source_key) source_key, deleted, school_key, school_year, course_title, course_code,
                  section_code, content_hash
                from stage.section
                where pull_id = :pull
                order by source_key, seq desc
              ) l
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
            )""";

    private final Publishing publishing;
    private Counts counts = Counts.NONE;

    SectionMerge(Publishing publishing) {
        this.publishing = publishing;
    }

    /** Brings the published ones up to date; new ones wait for the grades that need them. */
    @Override
    public Counts run(Plan.Stream stream) throws SQLException {
        publishing.changeKeys(stream.name(), "section");
        counts = publishing.sql("""
                        with %s,
                        changed as (
                          update record.section r
                          set school_id = d.school_id, school_year = d.school_year, course_title = d.course_title,
                            course_code = d.course_code, section_code = d.section_code, content_hash = d.content_hash
                          from delivered d
                          where r.district_id = :district and r.feed_id = :feed and r.source_key = d.source_key
                            and d.school_id is not null
                            and (r.content_hash, r.school_id) is distinct from (d.content_hash, d.school_id)
                          returning 1
                        )
                        select 0 as created, 0 as deleted,
                          (select count(*) from changed) as changed,
                          (select count(*) from delivered where school_id is null) as orphaned,
                          (
                            select count(*)
                            from delivered d
                            join record.section r
                              on r.district_id = :district and r.feed_id = :feed and r.source_key = d.source_key
                            where d.school_id is not null
                          ) as usable
                        """.formatted(DELIVERED)).one(Publishing::counts);
        return counts;
    }

    /** Adds those that the grades about to be published refer to. */
    void addNeeded() throws SQLException {
        if (!publishing.generation().plan().serves(StreamName.SECTION)) {
            return;
        }
        var created = publishing.sql("""
                        with %s
                        insert into record.section (
                          district_id, school_id, school_year, course_title, course_code, section_code, feed_id,
                          source_key, content_hash
                        )
                        select :district, d.school_id, d.school_year, d.course_title, d.course_code, d.section_code, :feed,
                          d.source_key, d.content_hash
                        from delivered d
                        where d.school_id is not null
                          and exists (
                            select from stage.grade_resolved t where t.pull_id = :pull and t.section_key = d.source_key
                          )
                          and not exists (
                            select
                            from record.section x
                            where x.district_id = :district and x.feed_id = :feed and x.source_key = d.source_key
                          )
                        """.formatted(DELIVERED)).update();
        counts = new Counts(counts.orphaned(), created, counts.changed(), counts.unchanged(), counts.deleted());
    }

    /** A section goes with the last grade that refers to it, whoever delivered it. */
    void dropUnused() throws SQLException {
        var deleted = publishing.sql("""
                        delete from record.section r
                        where r.district_id = :district
                          and not exists (
                            select from record.grade g where g.district_id = :district and g.section_id = r.id
                          )
                        """).update();
        publishing.wrote(deleted);
        counts = new Counts(counts.orphaned(), counts.created(), counts.changed(), counts.unchanged(), deleted);
    }

    boolean changed() {
        return counts.changed() > 0;
    }

    Counts counts() {
        return counts;
    }
}
