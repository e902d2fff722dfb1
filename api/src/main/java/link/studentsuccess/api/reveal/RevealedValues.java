package link.studentsuccess.api.reveal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Facet;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.FacetRows.EnrollmentKey;
import link.studentsuccess.api.access.Rows;
import link.studentsuccess.api.access.UnitOfWork;
import org.dataloader.DataLoader;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Revealed values by enrollment and category; row-level security shows those whose category is released. */
@Component
public class RevealedValues {

    private static final int MOST = 50;
    private static final Comparator<RevealedValue> BY_KIND =
            Comparator.comparing(RevealedValue::kind).thenComparing(RevealedValue::value);

    private record Row(UUID enrollment, RevealedValue revealed) {}

    RevealedValues(BatchLoaderRegistry loaders) {
        loaders.<EnrollmentKey<DataCategory>, List<RevealedValue>>forName("revealedValues")
                .registerMappedBatchLoader((keys, env) -> FacetRows.load(
                        keys, (enrollments, category) -> byEnrollment(UnitOfWork.in(env), category, enrollments)));
    }

    /** By kind and value, each once. */
    public static CompletableFuture<List<RevealedValue>> of(
            Facet facet, DataLoader<EnrollmentKey<DataCategory>, List<RevealedValue>> revealedValues) {
        return FacetRows.of(facet, facet.category(), revealedValues)
                .thenApply(all ->
                        all.stream().distinct().sorted(BY_KIND).limit(MOST).toList());
    }

    private static Mono<Map<UUID, List<RevealedValue>>> byEnrollment(
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
                .collect(
                        Collectors.groupingBy(Row::enrollment, Collectors.mapping(Row::revealed, Collectors.toList())));
    }
}
