package link.studentsuccess.api.access;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import link.studentsuccess.api.graphql.ByArguments;
import org.dataloader.DataLoader;
import reactor.core.publisher.Mono;

/** The rows behind a facet: those of its released enrollments, read for all students of an answer at once. */
public final class FacetRows {

    private FacetRows() {}

    /** Of which enrollment, and asked with what: two aliases with two arguments are two keys, and two answers. */
    public record EnrollmentKey<A>(UUID enrollment, A arguments) {}

    /** In no order. */
    public static <R> CompletableFuture<List<R>> of(Facet facet, DataLoader<UUID, List<R>> loader) {
        return loader.loadMany(facet.enrollments()).thenApply(FacetRows::flat);
    }

    /** What the arguments ask for, in no order. */
    public static <A, R> CompletableFuture<List<R>> of(Facet facet, A arguments, DataLoader<EnrollmentKey<A>, List<R>> loader) {
        return loader.loadMany(facet.enrollments().stream()
                        .map(enrollment -> new EnrollmentKey<>(enrollment, arguments))
                        .toList())
                .thenApply(FacetRows::flat);
    }

    /** Of all rows the first so many in an order. */
    public static <R> UnaryOperator<List<R>> first(int most, Comparator<? super R> order) {
        return rows -> rows.stream().sorted(order).limit(most).toList();
    }

    /**
     * Answers a loader's keys, with one statement per distinct arguments.
     *
     * @param read the rows of enrollments by enrollment; one that has none may be absent
     */
    public static <A, R> Mono<Map<EnrollmentKey<A>, List<R>>> load(
            Collection<EnrollmentKey<A>> keys, BiFunction<List<UUID>, A, Mono<Map<UUID, List<R>>>> read) {
        return ByArguments.load(
                keys,
                EnrollmentKey::arguments,
                (group, arguments) -> read.apply(
                                group.stream().map(EnrollmentKey::enrollment).toList(), arguments)
                        .map(found -> found.entrySet().stream()
                                .collect(Collectors.toMap(
                                        row -> new EnrollmentKey<>(row.getKey(), arguments), Map.Entry::getValue))));
    }

    private static <R> List<R> flat(List<List<R>> byEnrollment) {
        return byEnrollment.stream()
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .toList();
    }
}
