package link.studentsuccess.api.consent;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a consent takes the place of: the rule that decides access is asked before it is in force, and after. */
@Component
class ConsentNotices {

    /** Where one consent at a time rules, and the day from which a new one would. */
    record Place(
            UUID participant,
            UUID district,
            String kind,
            @Nullable LocalDate begins) {}

    /** The consent that rules there. */
    record Ruling(
            Place place,
            LocalDate day,
            @Nullable UUID consent,
            @Nullable String reason,
            List<String> categories,
            List<String> audiences) {}

    Mono<List<Ruling>> rulings(UnitOfWork work, List<Place> places) {
        return Flux.fromIterable(places).concatMap(place -> ruling(work, place)).collectList();
    }

    /** Of those that ruled and were open: what the new ones close. */
    Mono<List<ConsentNotice>> closed(UnitOfWork work, List<Ruling> before, List<UUID> made) {
        return Flux.fromIterable(before)
                .filter(ruling -> ruling.consent() != null && ruling.reason() == null)
                .concatMap(ruling ->
                        ruling(work, ruling.place()).flatMap(now -> Mono.justOrEmpty(notice(ruling, now, made))))
                .collectList();
    }

    private static Optional<ConsentNotice> notice(Ruling before, Ruling now, List<UUID> made) {
        var displaced = before.consent();
        var displacing = now.consent();
        if (displaced == null || displacing == null || !made.contains(displacing)) {
            return Optional.empty();
        }
        var open = now.reason() == null;
        var categories = without(before.categories(), open ? now.categories() : List.of());
        var audiences = without(before.audiences(), open ? now.audiences() : List.of());
        return categories.isEmpty() && audiences.isEmpty()
                ? Optional.empty()
                : Optional.of(new ConsentNotice(
                        displacing,
                        displaced,
                        now.day(),
                        now.reason(),
                        new ConsentNotice.Closing(categories, audiences)));
    }

    private static List<String> without(List<String> all, List<String> some) {
        var left = new ArrayList<>(all);
        left.removeAll(some);
        return left;
    }

    private static Mono<Ruling> ruling(UnitOfWork work, Place place) {
        return work.sql("""
                        select x.on_day, x.consent_id, x.reason, x.categories, x.audiences
                        from access.consent_on(:kind, :participant, :district, :begins) x
                        """)
                .bind("kind", place.kind())
                .bind("participant", place.participant())
                .bind("district", place.district())
                .bind("begins", place.begins(), LocalDate.class)
                .one(row -> new Ruling(
                        place,
                        Rows.value(row, "on_day", LocalDate.class),
                        Rows.uuidOrNull(row, "consent_id"),
                        Rows.textOrNull(row, "reason"),
                        Rows.texts(row, "categories"),
                        Rows.texts(row, "audiences")));
    }
}
