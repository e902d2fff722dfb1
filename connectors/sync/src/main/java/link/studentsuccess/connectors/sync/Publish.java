package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import link.studentsuccess.connectors.spi.Catalog.StudentKeys;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.Counts;
import org.jspecify.annotations.Nullable;

/**
 * The one transaction in which readers change over from the old generation to the new one: merges, deletions, matches
 * proved again, what is no longer kept purged, summaries, freshness, watermarks and ledger, or nothing of it. Unchanged
 * rows are found by an anti-join and not written.
 */
final class Publish {

    private static final long MANY = 5_000;

    private final Connection connection;
    private final Generation generation;
    private final Instant now;
    private final Map<StreamName, Counts> counts = new EnumMap<>(StreamName.class);
    private long otherWrites;

    Publish(Connection connection, Generation generation, Instant now) {
        this.connection = connection;
        this.generation = generation;
        this.now = now;
    }

    /** What the publish came to, with the transaction still open. */
    Outcome run() throws SQLException {
        for (var stream : generation.plan().streams()) {
            generation.chain(stream.name()).checkWhole(stream.mode());
            refuseEmptied(stream);
        }
        // The windows as they are now; read before planForSets, whose setting does not suit the policy's own query.
        var kept = Kept.now(connection, generation.feed().district());
        planForSets();
        merge(StreamName.SCHOOL, this::schools);
        merge(StreamName.CALENDAR_DAY, this::calendar);
        merge(StreamName.STUDENT, this::students);
        prove(kept);
        merge(StreamName.ENROLLMENT, this::enrollments);
        merge(StreamName.ATTENDANCE, this::attendance);
        purgeCategories();
        unusedSchools();
        var scope = new Scope(connection, generation);
        scope.save();
        otherWrites += new Summaries(connection, generation).recompute();
        var wrote = otherWrites > 0 || counts.values().stream().anyMatch(Counts::wrote);
        ledger();
        freshness();
        return new Outcome(
                wrote ? PullSummary.State.PUBLISHED : PullSummary.State.UNCHANGED, generation.summaries(counts));
    }

    /**
     * What was staged a moment ago has no statistics yet, and the planner takes it for a few rows: joined row by row,
     * half a million rows took minutes instead of seconds.
     */
    private void planForSets() throws SQLException {
        var staged = generation.streams().stream()
                .mapToLong(s -> generation.chain(s).kept())
                .sum();
        if (staged < MANY) {
            return;
        }
        sql("select set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true)")
                .exists();
    }

    private void merge(StreamName stream, Merge merge) throws SQLException {
        var planned = generation.plan().stream(stream);
        if (planned.isPresent()) {
            counts.put(stream, merge.run(planned.get()));
        }
    }

    /** An empty file where there were thousands is a fault of the source, not the end of the school. */
    private void refuseEmptied(Plan.Stream stream) throws SQLException {
        if (stream.mode() != Mode.FULL || generation.chain(stream.name()).read() > 0) {
            return;
        }
        var hadRows = sql("""
                        select 1
                        from sync.pull p
                        join sync.pull_stream s on s.pull_id = p.id
                        where p.feed_id = :feed
                          and p.state in ('PUBLISHED', 'UNCHANGED')
                          and s.stream = :stream
                          and s.rows_read > 0
                        limit 1
                        """).set("stream", stream.name().name()).exists();
        if (hadRows) {
            throw new SourceDefect("The source delivered no " + stream.name() + " rows at all, and had some before.");
        }
    }

    private Counts schools(Plan.Stream stream) throws SQLException {
        changeKeys(stream.name(), "school");
        return sql("""
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
                          when matched then update set name = n.name, code = n.code, content_hash = n.content_hash
                          when not matched then
                            insert (district_id, name, code, feed_id, source_key, content_hash)
                            values (:district, n.name, n.code, :feed, n.source_key, n.content_hash)
                          returning merge_action() as action
                        )
                        select 0 as orphaned, 0 as deleted,
                          (select count(*) from latest where not deleted) as usable,
                          count(*) filter (where action = 'INSERT') as created,
                          count(*) filter (where action = 'UPDATE') as changed
                        from merged
                        """).one(Publish::counts);
    }

    private Counts calendar(Plan.Stream stream) throws SQLException {
        changeKeys(stream.name(), "calendar_day");
        var deleted = sql("""
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
        return sql("""
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
                        """).set("deleted", deleted).one(Publish::counts);
    }

    private Counts students(Plan.Stream stream) throws SQLException {
        changeKeys(stream.name(), "student");
        var deleted = sql("""
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
        return sql("""
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
                        """).set("deleted", deleted).one(Publish::counts);
    }

    /** Every match is proved again, by the windows as they are now; what proves to be nobody's is purged. */
    private void prove(List<Kept> keptNow) throws SQLException {
        var people = sql("""
                        select s.id, s.source_key, s.district_student_id, s.given_name, s.family_name,
                          s.preferred_given_name, s.birth_date, s.feed_id = :feed as own
                        from record.student s
                        where s.district_id = :district
                        order by s.feed_id, s.source_key
                        """).list(Person::read);
        var bySource = generation.plan().studentKeys() == StudentKeys.SOURCE;
        var proofs = new CopyRows("stage.proof", "pull_id, student_id, record_id, student_key, categories");
        new Matching(keptNow)
                .prove(people)
                .forEach((kept, person) -> proofs.add(
                        generation.pull(),
                        kept.studentId(),
                        person.id(),
                        bySource ? person.ownKey() : person.districtStudentId().strip(),
                        "{" + String.join(",", new TreeSet<>(kept.categories())) + "}"));
        proofs.copyInto(connection);
        otherWrites += sql("""
                        delete from record.student_match m
                        where m.district_id = :district
                          and not exists (
                            select
                            from stage.proof p
                            where p.pull_id = :pull and p.student_id = m.student_id and p.record_id = m.record_id
                          )
                        """).update();
        otherWrites += sql("""
                        insert into record.student_match (student_id, district_id, record_id, proved_at)
                        select p.student_id, :district, p.record_id, transaction_timestamp()
                        from stage.proof p
                        where p.pull_id = :pull
                          and not exists (select from record.student_match m where m.student_id = p.student_id and m.district_id = :district)
                        """).update();
        otherWrites += sql("""
                        delete from record.student r
                        where r.district_id = :district
                          and not exists (select from stage.proof p where p.pull_id = :pull and p.record_id = r.id)
                        """).update();
    }

    private Counts enrollments(Plan.Stream stream) throws SQLException {
        changeKeys(stream.name(), "enrollment");
        var merged = sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted, student_key, school_key, school_year,
                            grade_level, entry_date, exit_date, content_hash
                          from stage.enrollment
                          where pull_id = :pull
                          order by source_key, seq desc
                        ),
                        student as (
                          select distinct student_key, record_id
                          from stage.proof
                          where pull_id = :pull and student_key is not null
                        ),
                        kept as (
                          select l.source_key, l.school_year, l.grade_level, l.entry_date, l.exit_date, l.content_hash,
                            st.record_id as student_id, coalesce(k.id, c.id) as school_id
                          from latest l
                          join student st on st.student_key = l.student_key
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
                        ),
                        merged as (
                          merge into record.enrollment r
                          using (
                            select k.source_key, k.school_year, k.grade_level, k.entry_date, k.exit_date, k.content_hash,
                              k.student_id, k.school_id
                            from kept k
                            where k.school_id is not null
                              and not exists (
                                select
                                from record.enrollment x
                                where x.district_id = :district and x.feed_id = :feed and x.source_key = k.source_key
                                  and x.content_hash = k.content_hash
                                  and x.student_id = k.student_id and x.school_id = k.school_id
                              )
                          ) n
                          on r.district_id = :district and r.feed_id = :feed and r.source_key = n.source_key
                          when matched then
                            update set student_id = n.student_id, school_id = n.school_id, school_year = n.school_year,
                              grade_level = n.grade_level, entry_date = n.entry_date, exit_date = n.exit_date,
                              content_hash = n.content_hash
                          when not matched then
                            insert (district_id, student_id, school_id, school_year, grade_level, entry_date, exit_date,
                              feed_id, source_key, content_hash)
                            values (:district, n.student_id, n.school_id, n.school_year, n.grade_level, n.entry_date,
                              n.exit_date, :feed, n.source_key, n.content_hash)
                          returning merge_action() as action
                        )
                        select 0 as deleted,
                          (select count(*) from kept where school_id is null) as orphaned,
                          (select count(*) from kept where school_id is not null) as usable,
                          count(*) filter (where action = 'INSERT') as created,
                          count(*) filter (where action = 'UPDATE') as changed
                        from merged
                        """).one(Publish::counts);
        var going = sql("""
                        with latest as (
                          select distinct on (source_key) source_key, deleted
                          from stage.enrollment
                          where pull_id = :pull
                          order by source_key, seq desc
                        )
                        select r.id
                        from record.enrollment r
                        where r.district_id = :district and r.feed_id = :feed
                          and (
                            exists (select from latest l where l.source_key = r.source_key and l.deleted)
                            or (
                              :by_absence
                              and not exists (select from latest l where l.source_key = r.source_key)
                              and exists (
                                select
                                from stage.proof p
                                join stage.kept k on k.pull_id = :pull and k.student_id = p.student_id
                                where p.pull_id = :pull and p.record_id = r.student_id
                              )
                            )
                          )
                        """).set("by_absence", stream.deletesByAbsence()).list(row -> Sql.uuid(row, "id"));
        if (merged.changed() > 0 || !going.isEmpty()) {
            rehomeAttendance(going);
        }
        if (going.isEmpty()) {
            return merged;
        }
        var deleted = sql("delete from record.enrollment r where r.district_id = :district and r.id = any(:going)")
                .set("going", going)
                .update();
        return new Counts(merged.orphaned(), merged.created(), merged.changed(), merged.unchanged(), deleted);
    }

    /** Days that their enrollment no longer covers go to the one that does. */
    private void rehomeAttendance(List<UUID> going) throws SQLException {
        otherWrites += sql("""
                        with stray as (
                          delete from record.attendance_event e
                          using record.enrollment n
                          where e.district_id = :district
                            and n.district_id = :district
                            and n.id = e.enrollment_id
                            and (e.date < n.entry_date or e.date >= n.exit_date or e.school_year <> n.school_year
                              or n.id = any(:going::uuid[]))
                          returning n.student_id, e.date, e.period, e.status, e.feed_id, e.source_key, e.content_hash
                        )
                        insert into record.attendance_event (
                          district_id, school_year, enrollment_id, date, period, status, feed_id, source_key, content_hash
                        )
                        select :district, h.school_year, h.id, s.date, s.period, s.status, s.feed_id, s.source_key, s.content_hash
                        from stray s
                        cross join lateral (
                          select n.id, n.school_year
                          from record.enrollment n
                          where n.district_id = :district and n.student_id = s.student_id
                            and n.entry_date <= s.date and (n.exit_date is null or s.date < n.exit_date)
                            and n.school_year between 2020 and 2050
                            and not n.id = any(:going::uuid[])
                          order by n.entry_date desc, n.id
                          limit 1
                        ) h
                        on conflict do nothing
                        """).set("going", going).update();
    }

    private Counts attendance(Plan.Stream stream) throws SQLException {
        changeKeys(stream.name(), "attendance_event");
        var deleted = attendanceDeletions(stream);
        var usable = sql("""
                        select count(distinct s.source_key) as n
                        from stage.attendance s
                        where s.pull_id = :pull and not s.deleted
                        """).one(row -> row.getLong("n"));
        var resolved = resolveAttendance();
        if (resolved.rows() == 0) {
            return new Counts(resolved.orphaned(), 0, 0, usable - resolved.orphaned(), deleted);
        }
        var moved = sql("""
                        delete from record.attendance_event r
                        using stage.attendance_resolved t
                        where t.pull_id = :pull
                          and r.district_id = :district and r.feed_id = :feed and r.source_key = t.source_key
                          and (r.enrollment_id, r.date, r.period) is distinct from (t.enrollment_id, t.date, t.period)
                        """).update();
        var merged = sql("""
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
                        """).one(Publish::counts);
        return new Counts(
                resolved.orphaned(),
                Math.max(0, merged.created() - moved),
                merged.changed() + Math.min(moved, merged.created()),
                usable - resolved.orphaned() - resolved.rows(),
                deleted);
    }

    private int attendanceDeletions(Plan.Stream stream) throws SQLException {
        var covered = generation.chain(stream.name()).covered();
        var tombstones = sql("""
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
                + sql("""
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
        var fresh = sql("""
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
        var settled = sql("""
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

    /** A category that no window covers any more goes, even where another category of the child stays. */
    private void purgeCategories() throws SQLException {
        for (var table : List.of("attendance_event", "attendance_summary")) {
            otherWrites += sql("""
                            delete from record.%s r
                            using record.enrollment n
                            where r.district_id = :district
                              and n.district_id = :district
                              and n.id = r.enrollment_id
                              and not exists (
                                select
                                from stage.proof p
                                where p.pull_id = :pull and p.record_id = n.student_id and 'ATTENDANCE' = any(p.categories)
                              )
                            """.formatted(table)).update();
        }
    }

    /** A school goes last, and only when nothing hangs on it. */
    private void unusedSchools() throws SQLException {
        var stream = generation.plan().stream(StreamName.SCHOOL);
        if (stream.isEmpty()) {
            return;
        }
        otherWrites +=
                sql("""
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
                        """).set("by_absence", stream.get().deletesByAbsence()).update();
    }

    private void changeKeys(StreamName stream, String table) throws SQLException {
        otherWrites +=
                sql("""
                        update record.%s r
                        set source_key = k.to_key
                        from (
                          select distinct on (from_key) from_key, to_key
                          from stage.key_change
                          where pull_id = :pull and stream = :stream
                          order by from_key, seq desc
                        ) k
                        where r.district_id = :district and r.feed_id = :feed and r.source_key = k.from_key
                          and not exists (
                            select
                            from record.%s x
                            where x.district_id = :district and x.feed_id = :feed and x.source_key = k.to_key
                          )
                        """.formatted(table, table)).set("stream", stream.name()).update();
    }

    private void ledger() throws SQLException {
        sql("""
                        insert into sync.rejection (pull_id, stream, key_hash, code, field)
                        select pull_id, stream, key_hash, code, field
                        from stage.rejection
                        where pull_id = :pull
                        """).update();
        for (var stream : generation.plan().streams()) {
            var watermark = generation.chain(stream.name()).watermark();
            if (watermark != null) {
                sql("""
                                insert into sync.watermark (feed_id, stream, value)
                                values (:feed, :stream, :value)
                                on conflict (feed_id, stream) do update set value = excluded.value
                                """)
                        .set("stream", stream.name().name())
                        .set("value", watermark.value())
                        .update();
            }
        }
    }

    private void freshness() throws SQLException {
        sql("""
                        insert into sync.freshness as f (district_id, category, feed_id, published_at, covered_until)
                        select :district, c.category, :feed, :now,
                          case when c.category = 'ATTENDANCE' then s.covered_until end
                        from sync.feed x
                        cross join unnest(x.categories) as c (category)
                        left join stage.scope s on s.feed_id = x.id
                        where x.id = :feed
                        on conflict (district_id, category) do update
                        set feed_id = excluded.feed_id, published_at = excluded.published_at,
                          covered_until = coalesce(excluded.covered_until, f.covered_until)
                        """).set("now", now).update();
    }

    private Sql sql(String text) {
        return Sql.of(connection, text)
                .set("pull", generation.pull())
                .set("feed", generation.feed().id())
                .set("district", generation.feed().district());
    }

    private static Counts counts(ResultSet row) throws SQLException {
        var created = row.getLong("created");
        var changed = row.getLong("changed");
        return new Counts(
                row.getLong("orphaned"),
                created,
                changed,
                row.getLong("usable") - created - changed,
                row.getLong("deleted"));
    }

    /** How the publish ended. */
    record Outcome(PullSummary.State state, List<PullSummary.Stream> streams) {

        Outcome {
            streams = List.copyOf(new ArrayList<>(streams));
        }
    }

    private record Resolved(long rows, long orphaned) {}

    @FunctionalInterface
    private interface Merge {
        Counts run(Plan.Stream stream) throws SQLException;
    }

    /** A published record, to be proved. */
    private record Person(UUID id, @Nullable String ownKey, Identity identity) implements Matching.Person {

        static Person read(ResultSet row) throws SQLException {
            return new Person(
                    Sql.uuid(row, "id"),
                    row.getBoolean("own") ? row.getString("source_key").strip() : null,
                    new Identity(
                            row.getString("district_student_id"), Kept.Name.read(row), Sql.date(row, "birth_date")));
        }

        @Override
        public String districtStudentId() {
            return identity.districtStudentId();
        }

        @Override
        public Kept.Name name() {
            return identity.name();
        }

        @Override
        public @Nullable LocalDate birthDate() {
            return identity.birthDate();
        }

        @Override
        public String toString() {
            return "Person[" + id + "]";
        }
    }

    private record Identity(
            String districtStudentId,
            Kept.Name name,
            @Nullable LocalDate birthDate) {}
}
