package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.DateRange;
import link.studentsuccess.connectors.spi.Evidence;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.Page;
import link.studentsuccess.connectors.spi.Position;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Watermark;
import org.jspecify.annotations.Nullable;

/** One reading of a feed from its beginning, and what of it is staged; published whole or not at all. */
final class Generation {

    private static final List<String> TABLES = List.of(
            "kept",
            "proof",
            "school",
            "session",
            "calendar_day",
            "section",
            "student",
            "enrollment",
            "attendance",
            "attendance_resolved",
            "grade",
            "grade_resolved",
            "scheduled_class",
            "assignment",
            "contact",
            "demographics",
            "assessment",
            "attendance_reason",
            "discipline_incident",
            "special_education",
            "section_504",
            "multilingual",
            "housing_foster",
            "meal_status",
            "key_change",
            "rejection",
            "page",
            "stream",
            "generation");

    private final UUID pull;
    private final Feed feed;
    private final Plan plan;
    private final List<Kept> kept;
    private final Releases releases;
    private final Map<StreamName, Chain> chains = new EnumMap<>(StreamName.class);

    private Generation(UUID pull, Feed feed, Plan plan, List<Kept> kept, Releases releases) {
        this.pull = pull;
        this.feed = feed;
        this.plan = plan;
        this.kept = kept;
        this.releases = releases;
        plan.streams().forEach(s -> chains.put(s.name(), new Chain(s.name())));
    }

    /** Begins to read for those who are kept now. */
    static Generation begin(Connection connection, UUID pull, Feed feed, Plan plan, Instant now) throws SQLException {
        var kept = Kept.now(connection, feed.district());
        var releases = Releases.asOf(connection, feed.district(), now);
        Sql.of(connection, """
                        insert into stage.generation (pull_id, feed_id, district_id, student_keys, begun_at, releases)
                        values (:pull, :feed, :district, :keys, :now, :releases)
                        """)
                .set("pull", pull)
                .set("feed", feed.id())
                .set("district", feed.district())
                .set("keys", plan.studentKeys().name())
                .set("now", now)
                .set("releases", releases.state())
                .update();
        var streams = new CopyRows("stage.stream", "pull_id, stream, ordinal, mode, since, deletion");
        int place = 0;
        for (var stream : plan.streams()) {
            var since = stream.since();
            streams.add(
                    pull,
                    stream.name(),
                    place++,
                    stream.mode(),
                    since == null ? null : since.value(),
                    stream.deletion());
        }
        streams.copyInto(connection);
        var rows = new CopyRows(
                "stage.kept",
                "pull_id, student_id, district_student_id, given_name, family_name, preferred_given_name, birth_date,"
                        + " categories, confirmed");
        for (var student : kept) {
            rows.add(
                    pull,
                    student.studentId(),
                    student.districtStudentId(),
                    student.name().given(),
                    student.name().family(),
                    student.name().preferred(),
                    student.birthDate(),
                    "{" + String.join(",", new TreeSet<>(student.categories())) + "}",
                    student.confirmed());
        }
        rows.copyInto(connection);
        return new Generation(pull, feed, plan, kept, releases);
    }

    /** The generation as a holder that died left it; nothing where PostgreSQL died as well. */
    static @Nullable Generation resume(Connection connection, UUID pull, Feed feed, Instant now) throws SQLException {
        var begun = Sql.of(connection, "select student_keys, releases from stage.generation where pull_id = :pull")
                .set("pull", pull)
                .first(row -> Map.entry(
                        Catalog.StudentKeys.valueOf(row.getString("student_keys")), row.getString("releases")));
        if (begun == null) {
            return null;
        }
        // The first pages were sieved by the release dates of the beginning: these are what it was read for.
        var releases = Releases.asOf(connection, feed.district(), now).readFor(begun.getValue());
        var streams = Sql.of(connection, """
                        select stream, mode, since, deletion
                        from stage.stream
                        where pull_id = :pull
                        order by ordinal
                        """)
                .set("pull", pull)
                .list(row -> new Plan.Stream(
                        StreamName.valueOf(row.getString("stream")),
                        Mode.valueOf(row.getString("mode")),
                        watermark(row.getString("since")),
                        Catalog.Deletion.valueOf(row.getString("deletion"))));
        var kept = Sql.of(connection, """
                        select student_id, district_student_id, given_name, family_name, preferred_given_name,
                          birth_date, categories, confirmed
                        from stage.kept
                        where pull_id = :pull
                        """).set("pull", pull).list(Kept::read);
        var generation = new Generation(pull, feed, new Plan(begun.getKey(), streams), kept, releases);
        generation.relink(connection);
        return generation;
    }

    private void relink(Connection connection) throws SQLException {
        var links = Sql.of(connection, """
                        select stream, number, next, watermark, declared_total, revision, covered_from, covered_until,
                          rows_read, kept, dropped, rejected
                        from stage.page
                        where pull_id = :pull
                        order by stream, number
                        """)
                .set("pull", pull)
                .list(row -> Map.entry(
                        StreamName.valueOf(row.getString("stream")),
                        new Chain.Link(
                                position(row.getString("next")),
                                watermark(row.getString("watermark")),
                                new Evidence(
                                        row.getObject("declared_total", Long.class),
                                        row.getString("revision"),
                                        range(Sql.date(row, "covered_from"), Sql.date(row, "covered_until")),
                                        row.getInt("rows_read")),
                                new Chain.Tally(
                                        row.getLong("kept"), row.getLong("dropped"), row.getLong("rejected")))));
        links.forEach(link -> chain(link.getKey()).append(link.getValue()));
    }

    /** Stages one page with its place in the chain, in one transaction. */
    void append(Connection connection, StreamName stream, @Nullable Position at, Page page, Sieve.Sifted sifted)
            throws SQLException {
        for (var rows : sifted.rows()) {
            rows.copyInto(connection);
        }
        var chain = chain(stream);
        var evidence = page.evidence();
        var covered = evidence.covered();
        new CopyRows(
                        "stage.page",
                        "pull_id, stream, number, at, next, watermark, declared_total, revision, covered_from,"
                                + " covered_until, rows_read, kept, dropped, rejected")
                .add(
                        pull,
                        stream,
                        chain.pages() + 1,
                        at == null ? null : at.value(),
                        page.next() == null ? null : page.next().value(),
                        page.watermark() == null ? null : page.watermark().value(),
                        evidence.declaredTotal(),
                        evidence.revision(),
                        covered == null ? null : covered.first(),
                        covered == null ? null : covered.last(),
                        evidence.rowsRead(),
                        sifted.tally().kept(),
                        sifted.tally().dropped(),
                        sifted.tally().rejected())
                .copyInto(connection);
    }

    /** Removes all that is staged of a pull. */
    static void discard(Connection connection, UUID pull) throws SQLException {
        for (var table : TABLES) {
            Sql.of(connection, "delete from stage." + table + " where pull_id = :pull")
                    .set("pull", pull)
                    .update();
        }
    }

    UUID pull() {
        return pull;
    }

    Feed feed() {
        return feed;
    }

    Plan plan() {
        return plan;
    }

    List<Kept> kept() {
        return kept;
    }

    Releases releases() {
        return releases;
    }

    Chain chain(StreamName stream) {
        var chain = chains.get(stream);
        if (chain == null) {
            throw new IllegalArgumentException("The generation does not read " + stream);
        }
        return chain;
    }

    List<PullSummary.Stream> summaries(Map<StreamName, PullSummary.Counts> counts) {
        var summaries = new ArrayList<PullSummary.Stream>();
        chains.forEach(
                (stream, chain) -> summaries.add(chain.summary(counts.getOrDefault(stream, PullSummary.Counts.NONE))));
        return summaries;
    }

    Set<StreamName> streams() {
        return chains.keySet();
    }

    private static @Nullable Watermark watermark(@Nullable String value) {
        return value == null ? null : new Watermark(value);
    }

    private static @Nullable Position position(@Nullable String value) {
        return value == null ? null : new Position(value);
    }

    private static @Nullable DateRange range(@Nullable LocalDate first, @Nullable LocalDate last) {
        return first == null || last == null ? null : new DateRange(first, last);
    }
}
