package link.studentsuccess.api.enrollment;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The ENROLLMENT facet: the guard lets a student through to it only when the category is open. */
@Controller
class EnrollmentResolver {

    private static final int MOST = 100;

    private final EnrollmentRecords records;

    EnrollmentResolver(EnrollmentRecords records, BatchLoaderRegistry loaders) {
        this.records = records;
        loaders.<UUID, Enrollment>forName("enrollments")
                .registerMappedBatchLoader((keys, env) -> load(keys, UnitOfWork.in(env)));
    }

    @SchemaMapping
    Enrollments enrollment(Student student) {
        return new Enrollments(student);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Enrollment> current(Enrollments facet, DataLoader<UUID, Enrollment> enrollments) {
        return all(facet, null, enrollments).thenApply(all -> all.isEmpty() ? null : openOrLatest(all));
    }

    @SchemaMapping
    CompletableFuture<List<Enrollment>> all(
            Enrollments facet, @Argument @Nullable Integer schoolYear, DataLoader<UUID, Enrollment> enrollments) {
        var keys = facet.enrollments();
        return enrollments
                .loadMany(keys)
                .thenApply(found -> found.stream()
                        .filter(e -> e != null && (schoolYear == null || schoolYear == e.schoolYear()))
                        .sorted(EnrollmentResolver::newestFirst)
                        .limit(MOST)
                        .toList());
    }

    private static int newestFirst(Enrollment one, Enrollment other) {
        var byYear = Integer.compare(other.schoolYear(), one.schoolYear());
        return byYear != 0 ? byYear : other.entryDate().compareTo(one.entryDate());
    }

    /** Of the newest school year the one still open, else the one that was entered last. */
    private static Enrollment openOrLatest(List<Enrollment> newestFirst) {
        var latest = newestFirst.get(0);
        return newestFirst.stream()
                .filter(e -> e.schoolYear() == latest.schoolYear() && e.exitDate() == null)
                .findFirst()
                .orElse(latest);
    }

    private Mono<Map<UUID, Enrollment>> load(Set<UUID> keys, UnitOfWork work) {
        return records.byKey(work, keys).map(EnrollmentResolver::byKey);
    }

    private static Map<UUID, Enrollment> byKey(Collection<Enrollment> all) {
        return all.stream().collect(Collectors.toMap(Enrollment::key, e -> e, (one, other) -> one, HashMap::new));
    }
}
