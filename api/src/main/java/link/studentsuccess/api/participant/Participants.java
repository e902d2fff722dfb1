package link.studentsuccess.api.participant;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Participants by key, and in the lists that access.roster makes. */
@Component
public class Participants {

    private final Cursors cursors;

    Participants(Cursors cursors) {
        this.cursors = cursors;
    }

    /** Which page of which list. */
    record Listing(
            boolean assigned,
            int first,
            @Nullable String after,
            @Nullable ParticipantFilter filter,
            ParticipantOrder orderBy) {

        String name() {
            return (assigned ? "caseload " : "participants ") + orderBy + " " + filter;
        }
    }

    private record Entry(@Nullable UUID participant, long total, boolean more, boolean afterFound) {}

    /** In the same time when there is none as when it is nobody of the viewer's. */
    public Mono<Participant> one(UnitOfWork work, UUID participant) {
        return byKey(work, List.of(participant), "access.known_among('PARTICIPANT', :keys)")
                .flatMapIterable(Map::values)
                .next()
                .switchIfEmpty(work.nothing(participant));
    }

    public Mono<Map<UUID, Participant>> byKey(UnitOfWork work, Collection<UUID> keys) {
        return byKey(work, keys, ":keys");
    }

    private static Mono<Map<UUID, Participant>> byKey(UnitOfWork work, Collection<UUID> keys, String which) {
        return work.sql("""
                        select p.id, p.given_name, p.family_name, p.preferred_given_name, p.birth_date, p.entered_college_on,
                          p.external_id, p.version
                        from roster.participant p
                        where p.id = any(%s)
                        """.formatted(which))
                .bind("keys", keys.toArray(UUID[]::new))
                .list(Participants::participant)
                .collectMap(Participant::key);
    }

    Mono<Connection<Participant>> page(UnitOfWork work, Listing listing) {
        return work.entered().flatMap(viewer -> {
            var after = cursors.entry(listing.name(), viewer.membership(), listing.after());
            return roster(work, listing, after)
                    .flatMap(entries -> connection(work, listing, entries, viewer.membership()));
        });
    }

    private static Mono<List<Entry>> roster(UnitOfWork work, Listing listing, @Nullable UUID after) {
        var filter = listing.filter() == null ? ParticipantFilter.NONE : listing.filter();
        return work.sql("""
                        select r.participant_id, r.total, r.more, r.after_found
                        from access.roster(:assigned, :nameContains, :program, :order, :descending, :after, :first) r
                        """)
                .bind("assigned", listing.assigned())
                .bind("nameContains", filter.namePart(), String.class)
                .bind("program", filter.programKey(), UUID.class)
                .bind("order", listing.orderBy().field().name())
                .bind("descending", listing.orderBy().direction() == ParticipantOrder.Direction.DESC)
                .bind("after", after, UUID.class)
                .bind("first", listing.first())
                .list(row -> new Entry(
                        Rows.uuidOrNull(row, "participant_id"),
                        Rows.value(row, "total", Long.class),
                        Rows.value(row, "more", Boolean.class),
                        Rows.value(row, "after_found", Boolean.class)))
                .collectList();
    }

    private Mono<Connection<Participant>> connection(
            UnitOfWork work, Listing listing, List<Entry> entries, UUID viewer) {
        if (entries.stream().anyMatch(entry -> !entry.afterFound())) {
            return Mono.error(Cursors.unusable());
        }
        var keys = entries.stream()
                .map(Entry::participant)
                .filter(Objects::nonNull)
                .toList();
        var total = entries.isEmpty() ? 0 : entries.get(0).total();
        var more = !entries.isEmpty() && entries.get(0).more();
        return byKey(work, keys)
                .map(found ->
                        keys.stream().map(found::get).filter(Objects::nonNull).toList())
                .map(page -> Connection.of(page, p -> cursors.cursor(listing.name(), viewer, p.key()), more, total));
    }

    private static Participant participant(Readable row) {
        return new Participant(
                Rows.uuid(row, "id"),
                Rows.text(row, "given_name"),
                Rows.text(row, "family_name"),
                Rows.textOrNull(row, "preferred_given_name"),
                Rows.valueOrNull(row, "birth_date", LocalDate.class),
                Rows.valueOrNull(row, "entered_college_on", LocalDate.class),
                Rows.textOrNull(row, "external_id"),
                Rows.value(row, "version", Integer.class));
    }
}
