package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * For whom a feed was last read. Access is a change source: what was never read for a child no watermark will ever
 * deliver, so a feed whose scope has grown since is read in full.
 */
final class Scope {

    // What the organization typed decides whom a roster feed looks for; the record and its enrollments decide where
    // attendance, grades and other facts hang.
    private static final String CURRENT = """
            select k.student_id, k.categories,
              md5(concat_ws('|', k.district_student_id, k.given_name, k.family_name, k.preferred_given_name,
                k.birth_date, k.confirmed)) as identity,
              m.record_id,
              coalesce(
                (
                  select md5(string_agg(concat_ws('/', n.id, n.school_id, n.school_year, n.entry_date, n.exit_date), ','
                    order by n.id))
                  from record.enrollment n
                  where n.district_id = m.district_id and n.student_id = m.record_id
                ),
                ''
              ) as enrollments
            from %s k
            left join record.student_match m on m.student_id = k.student_id
            """;

    private final Connection connection;
    private final Generation generation;

    Scope(Connection connection, Generation generation) {
        this.connection = connection;
        this.generation = generation;
    }

    /** Remembers for whom this generation was read. */
    void save() throws SQLException {
        var attendance = generation.plan().stream(StreamName.ATTENDANCE);
        // What a changes-only read has just found, a match or another release date, was not read for in full.
        var full = generation.plan().mode() == Mode.FULL;
        sql("""
                        insert into stage.scope as s (feed_id, serves_students, serves_attendance, serves_grades, serves_facts, releases)
                        values (:feed, :students, :attendance, :grades, :facts, :releases)
                        on conflict (feed_id) do update
                        set serves_students = excluded.serves_students, serves_attendance = excluded.serves_attendance,
                          serves_grades = excluded.serves_grades, serves_facts = excluded.serves_facts,
                          releases = case when :full then excluded.releases else s.releases end
                        """)
                .set("students", generation.plan().serves(StreamName.STUDENT))
                .set("attendance", attendance.isPresent())
                .set("grades", generation.plan().serves(StreamName.GRADE))
                .set("facts", Facts.ALL.stream().map(Facts::stream).anyMatch(generation.plan()::serves))
                .set("releases", generation.releases().state())
                .set("full", full)
                .update();
        if (attendance.isPresent()) {
            cover(attendance.get());
        }
        sql("""
                        delete from stage.scope_student s
                        where s.feed_id = :feed
                          and not exists (select from stage.kept k where k.pull_id = :pull and k.student_id = s.student_id)
                        """).update();
        sql("""
                        insert into stage.scope_student as s (
                          feed_id, student_id, categories, identity, record_id, enrollments
                        )
                        select :feed, c.student_id, c.categories, c.identity, c.record_id, c.enrollments
                        from (%s where k.pull_id = :pull) c
                        where :full
                          or exists (
                            select
                            from stage.scope_student x
                            where x.feed_id = :feed and x.student_id = c.student_id
                              and (c.record_id is null or x.record_id = c.record_id)
                          )
                        on conflict (feed_id, student_id) do update
                        set categories = excluded.categories, identity = excluded.identity,
                          record_id = excluded.record_id, enrollments = excluded.enrollments
                        where (s.categories, s.identity, s.record_id, s.enrollments)
                          is distinct from (excluded.categories, excluded.identity, excluded.record_id, excluded.enrollments)
                        """.formatted(CURRENT.formatted("stage.kept"))).set("full", full).update();
    }

    /** Which days are known: a read in full says it anew, changes add to it. */
    private void cover(Plan.Stream stream) throws SQLException {
        var declared = generation.chain(stream.name()).covered();
        var first = declared == null ? null : declared.first();
        var last = declared == null ? null : declared.last();
        sql("""
                        update stage.scope s
                        set covered_from = case
                            when :first::date is null then s.covered_from
                            when :full then :first::date
                            else least(s.covered_from, :first::date)
                          end,
                          covered_until = case
                            when :last::date is null then greatest(
                              s.covered_until,
                              (select max(a.date) from stage.attendance a where a.pull_id = :pull and not a.deleted)
                            )
                            when :full then :last::date
                            else greatest(s.covered_until, :last::date)
                          end
                        where s.feed_id = :feed
                        """)
                .set("first", first)
                .set("last", last)
                .set("full", stream.mode() == Mode.FULL)
                .update();
    }

    private Sql sql(String text) {
        return Sql.of(connection, text)
                .set("pull", generation.pull())
                .set("feed", generation.feed().id());
    }

    /**
     * The district's published feeds for which somebody or something is kept now that they were not read for, or whose
     * grades other release dates would let through. What organizations open or correct is collected: thousands of
     * renewals on a day are one full read of a feed, not one with every pull.
     */
    static List<UUID> grown(Connection connection, UUID district, @Nullable UUID onlyFeed, Pace pace, Instant now)
            throws SQLException {
        return Sql.of(connection, """
                        with current as materialized (%s)
                        select s.feed_id
                        from sync.feed f
                        join party.district d on d.id = f.district_id
                        join stage.scope s on s.feed_id = f.id
                        where f.district_id = :district
                          and f.enabled
                          and (:feed::uuid is null or f.id = :feed::uuid)
                          and (
                            s.serves_grades and s.releases <> %s
                            or exists (
                              select
                              from current c
                              left join stage.scope_student x on x.feed_id = s.feed_id and x.student_id = c.student_id
                              where (s.serves_students or c.record_id is not null)
                                and (
                                  (
                                    x.student_id is null
                                    or not c.categories <@ x.categories
                                    or (s.serves_students and c.identity <> x.identity)
                                  )
                                  and (
                                    :at_once
                                    or not exists (
                                      select
                                      from sync.pull p
                                      where p.feed_id = f.id
                                        and p.mode = 'FULL'
                                        and p.state in ('PUBLISHED', 'UNCHANGED')
                                        and (p.started_at at time zone f.zone)::date
                                          = (:now::timestamptz at time zone f.zone)::date
                                    )
                                  )
                                  or (
                                    x.student_id is not null
                                    and c.record_id is not null and c.record_id is distinct from x.record_id
                                  )
                                  or (
                                    (s.serves_attendance or s.serves_grades or s.serves_facts)
                                    and c.record_id is not null and c.enrollments <> x.enrollments
                                  )
                                )
                            )
                          )
                        """.formatted(CURRENT.formatted("access.kept(:district)"), Releases.STATE))
                .set("district", district)
                .set("feed", onlyFeed)
                .set("at_once", pace == Pace.AT_ONCE)
                .set("now", now)
                .list(row -> Sql.uuid(row, "feed_id"));
    }

    /** How soon what organizations opened is read for: when a person asks for the pull, or once on a feed's day. */
    enum Pace {
        AT_ONCE,
        ONCE_A_DAY
    }

    static boolean known(Connection connection, UUID feed) throws SQLException {
        return Sql.of(connection, "select 1 from stage.scope s where s.feed_id = :feed")
                .set("feed", feed)
                .exists();
    }
}
