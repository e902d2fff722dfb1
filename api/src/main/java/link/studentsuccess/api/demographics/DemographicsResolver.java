package link.studentsuccess.api.demographics;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** The DEMOGRAPHICS facet: the guard lets a student through to it only when the category is open. */
@Controller
class DemographicsResolver {

    DemographicsResolver(DemographicRecords records, BatchLoaderRegistry loaders) {
        loaders.<UUID, List<DemographicFacts>>forName("demographicFacts")
                .registerMappedBatchLoader((keys, env) -> records.byEnrollment(UnitOfWork.in(env), keys));
    }

    @SchemaMapping
    Demographics demographics(Student student) {
        return new Demographics(student);
    }

    @SchemaMapping
    CompletableFuture<@Nullable DemographicFacts> facts(
            Demographics facet, DataLoader<UUID, List<DemographicFacts>> demographicFacts) {
        return FacetRows.of(facet, demographicFacts)
                .thenApply(all -> all.stream().findFirst().orElse(null));
    }
}
