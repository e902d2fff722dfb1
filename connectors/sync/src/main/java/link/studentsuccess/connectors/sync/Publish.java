package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/**
 * The one transaction in which readers change over from the old generation to the new one: merges, deletions, matches
 * proved again, what is no longer kept purged, summaries, freshness, watermarks and ledger, or nothing of it. Unchanged
 * rows are found by an anti-join and not written.
 */
final class Publish {

    private static final long MANY = 5_000;

    private final Publishing publishing;
    private final Connection connection;
    private final Generation generation;
    private final Instant now;
    private final Map<StreamName, Counts> counts = new EnumMap<>(StreamName.class);

    Publish(Connection connection, Generation generation, Instant now) {
        this.publishing = new Publishing(connection, generation);
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
        var proofs = new Proofs(publishing);
        var standing = proofs.standing();
        var schools = new SchoolMerge(publishing);
        var sections = new SectionMerge(publishing);
        var grades = new GradeMerge(publishing, sections);
        merge(StreamName.SCHOOL, schools);
        merge(StreamName.CALENDAR_DAY, new CalendarMerge(publishing));
        merge(StreamName.SECTION, sections);
        merge(StreamName.STUDENT, new StudentMerge(publishing));
        var proved = proofs.prove(kept);
        merge(StreamName.ENROLLMENT, new EnrollmentMerge(publishing, grades));
        proofs.tellBroken(proved, standing, new Confirmations(publishing).settle(proved.candidates()));
        if (sections.changed()) {
            grades.rehome(List.of());
        }
        merge(StreamName.ATTENDANCE, new AttendanceMerge(publishing));
        grades.withholdUnreleased(now);
        merge(StreamName.GRADE, grades);
        for (var facts : Facts.ALL) {
            merge(facts.stream(), new FactMerge(publishing, facts));
        }
        purgeCategories();
        sections.dropUnused();
        counts.computeIfPresent(StreamName.SECTION, (stream, counted) -> sections.counts());
        schools.dropUnused();
        new Reveals(publishing).apply();
        new Scope(connection, generation).save();
        publishing.wrote(new Summaries(connection, generation).recompute());
        publishing.wrote(new GradeSummaries(publishing).recompute());
        var wrote = publishing.wroteBesides() || counts.values().stream().anyMatch(Counts::wrote);
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

    /** A category that no window covers any more goes, even where another category of the child stays. */
    private void purgeCategories() throws SQLException {
        for (var table : Purge.CATEGORY_TABLES) {
            publishing.wrote(sql("""
                            delete from record.%s r
                            using record.enrollment n
                            where r.district_id = :district
                              and n.district_id = :district
                              and n.id = r.enrollment_id
                              and not exists (
                                select
                                from stage.proof p
                                where p.pull_id = :pull and p.record_id = n.student_id and :category = any(p.categories)
                              )
                            """.formatted(table.name()))
                    .set("category", table.category())
                    .update());
        }
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
                          case c.category
                            when 'ATTENDANCE' then s.covered_until
                            when 'GRADES' then (
                              select max(g.graded_until) from record.grade_summary g where g.district_id = :district
                            )
                          end
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
        return publishing.sql(text);
    }

    /** How the publish ended. */
    record Outcome(PullSummary.State state, List<PullSummary.Stream> streams) {

        Outcome {
            streams = List.copyOf(new ArrayList<>(streams));
        }
    }

    /** How one stream is published; the counts go to the ledger. */
    @FunctionalInterface
    interface Merge {
        Counts run(Plan.Stream stream) throws SQLException;
    }
}
