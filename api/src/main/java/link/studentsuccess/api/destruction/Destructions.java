package link.studentsuccess.api.destruction;

import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Records of destruction, newest first; row-level security says which. */
@Component
public class Destructions {

    private static final String SELECT = """
            select d.id, d.destroyed_at, d.ground, d.reason, d.destroyed_by, d.organization_id, d.district_id,
              d.district_agreement_id, x.what, x.categories, x.counts
            from document.destruction d
            cross join lateral (
              select coalesce(array_agg(y.what order by y.what, y.category), '{}') as what,
                coalesce(array_agg(coalesce(y.category, '') order by y.what, y.category), '{}') as categories,
                coalesce(array_agg(y.rows::integer order by y.what, y.category), '{}') as counts
              from document.destroyed y
              where y.destruction_id = d.id
            ) x
            """;

    Mono<List<Destruction>> page(UnitOfWork work, @Nullable UUID after, int limit) {
        return work.sql(SELECT + """
                        where :after is null
                          or (d.destroyed_at, d.id) < (select p.destroyed_at, p.id from document.destruction p where p.id = :after)
                        order by d.destroyed_at desc, d.id desc
                        limit :limit
                        """)
                .bind("after", after, UUID.class)
                .bind("limit", limit)
                .list(Destructions::destruction)
                .collectList();
    }

    /** The one of a participant, once it is emptied. */
    public Mono<Destruction> ofParticipant(UnitOfWork work, UUID participant) {
        return work.sql(SELECT + "where d.participant_id = :participant")
                .bind("participant", participant)
                .one(Destructions::destruction);
    }

    private static Destruction destruction(Readable row) {
        return new Destruction(
                Rows.uuid(row, "id"),
                Rows.value(row, "destroyed_at", OffsetDateTime.class),
                Rows.text(row, "ground"),
                Rows.textOrNull(row, "reason"),
                new Destruction.About(
                        Rows.uuidOrNull(row, "destroyed_by"),
                        Rows.uuidOrNull(row, "organization_id"),
                        Rows.uuidOrNull(row, "district_id"),
                        Rows.uuidOrNull(row, "district_agreement_id")),
                rows(row));
    }

    private static List<Destruction.Rows> rows(Readable row) {
        var what = Rows.texts(row, "what");
        var categories = Rows.texts(row, "categories");
        var counts = Rows.value(row, "counts", Integer[].class);
        var rows = new ArrayList<Destruction.Rows>();
        for (int i = 0; i < what.size(); i++) {
            var category = categories.get(i);
            rows.add(new Destruction.Rows(what.get(i), category.isEmpty() ? null : category, counts[i]));
        }
        return List.copyOf(rows);
    }
}
