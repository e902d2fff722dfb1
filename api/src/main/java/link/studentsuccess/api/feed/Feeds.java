package link.studentsuccess.api.feed;

import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Feeds and pulls; row-level security shows a steward the district's and the operator all. */
@Component
public class Feeds {

    private static final String COLUMNS = """
            select f.id, f.district_id, f.name, f.connector, f.categories, f.cron, f.zone, f.enabled, t.execution_time
            from sync.feed f
            left join sync.scheduled_tasks t on t.task_instance = f.id::text
            """;

    Mono<List<Feed>> all(UnitOfWork work) {
        return work.sql(COLUMNS + "order by f.name, f.id limit 500")
                .list(Feeds::feed)
                .collectList();
    }

    public Mono<Feed> one(UnitOfWork work, UUID feed) {
        return work.sql(COLUMNS + "where f.id = :feed").bind("feed", feed).one(Feeds::feed);
    }

    Mono<List<Pull>> pulls(UnitOfWork work, UUID feed, @Nullable UUID after, int limit) {
        return work.sql("""
                        select p.id, p.mode, p.state, p.started_at, p.ended_at, p.problem, p.problem_message
                        from sync.pull p
                        where p.feed_id = :feed
                          and (:after::uuid is null
                            or (p.started_at, p.id) < (select x.started_at, x.id from sync.pull x where x.id = :after))
                        order by p.started_at desc, p.id desc
                        limit :limit
                        """)
                .bind("feed", feed)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(Feeds::pull)
                .collectList();
    }

    Mono<Map<UUID, List<Pull.PullStream>>> streams(UnitOfWork work, Collection<UUID> pulls) {
        return work.sql("""
                        select s.pull_id, s.stream, s.pages, s.rows_read, s.kept, s.dropped, s.rejected, s.created, s.changed,
                          s.unchanged, s.deleted
                        from sync.pull_stream s
                        where s.pull_id = any(:pulls)
                        order by s.stream
                        """)
                .bind("pulls", pulls.toArray(UUID[]::new))
                .list(Feeds::stream)
                .collect(Collectors.groupingBy(Pull.PullStream::pullKey));
    }

    private static Feed feed(Readable row) {
        return new Feed(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "district_id"),
                Rows.text(row, "name"),
                Rows.text(row, "connector"),
                Rows.texts(row, "categories"),
                Rows.text(row, "cron"),
                Rows.text(row, "zone"),
                Rows.value(row, "enabled", Boolean.class),
                Rows.valueOrNull(row, "execution_time", OffsetDateTime.class));
    }

    private static Pull pull(Readable row) {
        return new Pull(
                Rows.uuid(row, "id"),
                Rows.text(row, "mode"),
                Rows.text(row, "state"),
                Rows.value(row, "started_at", OffsetDateTime.class),
                Rows.valueOrNull(row, "ended_at", OffsetDateTime.class),
                Rows.textOrNull(row, "problem"),
                Rows.textOrNull(row, "problem_message"));
    }

    private static Pull.PullStream stream(Readable row) {
        return new Pull.PullStream(
                Rows.uuid(row, "pull_id"),
                Rows.text(row, "stream"),
                count(row, "pages"),
                count(row, "rows_read"),
                count(row, "kept"),
                count(row, "dropped"),
                count(row, "rejected"),
                count(row, "created"),
                count(row, "changed"),
                count(row, "unchanged"),
                count(row, "deleted"));
    }

    private static int count(Readable row, String column) {
        return Rows.value(row, column, Integer.class);
    }
}
