package link.studentsuccess.api.assessments;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** The ASSESSMENTS facet: the guard lets a student through to it only when the category is open. */
@Controller
class AssessmentsResolver {

    private static final int MOST = 100;
    private static final Comparator<AssessmentResult> NEWEST_FIRST =
            Comparator.comparing(AssessmentResult::takenOn).reversed().thenComparing(AssessmentResult::name);

    AssessmentsResolver(AssessmentRecords records, BatchLoaderRegistry loaders) {
        loaders.<UUID, List<AssessmentResult>>forName("assessmentResults")
                .registerMappedBatchLoader((keys, env) -> records.byEnrollment(UnitOfWork.in(env), keys));
    }

    @SchemaMapping
    Assessments assessments(Student student) {
        return new Assessments(student);
    }

    @SchemaMapping
    CompletableFuture<List<AssessmentResult>> results(
            Assessments facet, DataLoader<UUID, List<AssessmentResult>> assessmentResults) {
        return FacetRows.of(facet, assessmentResults).thenApply(FacetRows.first(MOST, NEWEST_FIRST));
    }
}
