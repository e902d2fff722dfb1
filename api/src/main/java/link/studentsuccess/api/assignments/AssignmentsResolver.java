package link.studentsuccess.api.assignments;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** The ASSIGNMENTS facet: the guard lets a student through to it only when the category is open. */
@Controller
class AssignmentsResolver {

    private static final int MOST = 200;
    private static final Comparator<Assignment> LATEST_FIRST = Comparator.comparing(
                    Assignment::dueOn, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
            .reversed()
            .thenComparing(Assignment::courseTitle)
            .thenComparing(Assignment::title);

    AssignmentsResolver(AssignmentRecords records, BatchLoaderRegistry loaders) {
        loaders.<UUID, List<Assignment>>forName("assignments")
                .registerMappedBatchLoader((keys, env) -> records.byEnrollment(UnitOfWork.in(env), keys));
    }

    @SchemaMapping
    Assignments assignments(Student student) {
        return new Assignments(student);
    }

    @SchemaMapping
    CompletableFuture<List<Assignment>> all(
            Assignments facet, @Argument boolean missingOnly, DataLoader<UUID, List<Assignment>> assignments) {
        return FacetRows.of(facet, assignments)
                .thenApply(all -> all.stream()
                        .filter(assignment -> !missingOnly || assignment.missing())
                        .sorted(LATEST_FIRST)
                        .limit(MOST)
                        .toList());
    }
}
