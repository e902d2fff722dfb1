package link.studentsuccess.api.reveal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.ByArguments;
import org.dataloader.DataLoader;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Revealed values by enrollment and category; row-level security shows those whose category is released. */
@Component
public class RevealedValues {

    private static final int MOST = 50;

    /** An enrollment in the category that is open. */
    public record Key(UUID enrollment, DataCategory category) {}

    private record Row(UUID enrollment, RevealedValue revealed) {}

    RevealedValues(BatchLoaderRegistry loaders) {
        loaders.<Key, List<RevealedValue>>forName("revealedValues")
                .registerMappedBatchLoader((keys, env) -> load(keys, UnitOfWork.in(env)));
    }

    /** By kind and value. */
    public static CompletableFuture<List<RevealedValue>> of(
            List<UUID> enrollments, DataCategory category, DataLoader<Key, List<RevealedValue>> revealedValues) {
        return revealedValues
                .loadMany(enrollments.stream()
                        .map(enrollment -> new Key(enrollment, category))
                        .toList())
                .thenApply(found -> found.stream()
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .distinct()
                        .sorted(Comparator.comparing(RevealedValue::kind).thenComparing(RevealedValue::value))
                        .limit(MOST)
                        .toList());
    }

    private static Mono<Map<Key, List<RevealedValue>>> load(Set<Key> keys, UnitOfWork work) {
        return ByArguments.load(
                keys,
                Key::category,
                (group, category) -> byEnrollment(
                        work, category, group.stream().map(Key::enrollment).toList()));
    }

    private static Mono<Map<Key, List<RevealedValue>>> byEnrollment(
            UnitOfWork work, DataCategory category, Collection<UUID> enrollments) {
        return work.sql("""
                        select x.enrollment_id, x.kind, x.neutral, x.value
                        from record.revealed_value x
                        where x.enrollment_id = any(:enrollments)
                          and x.category = :category
                        """)
                .bind("enrollments", enrollments.toArray(UUID[]::new))
                .bind("category", category.name())
                .list(row -> new Row(
                        Rows.uuid(row, "enrollment_id"),
                        new RevealedValue(Rows.text(row, "kind"), Rows.text(row, "neutral"), Rows.text(row, "value"))))
                .collect(Collectors.groupingBy(
                        row -> new Key(row.enrollment(), category),
                        Collectors.mapping(Row::revealed, Collectors.toList())));
    }
}
