package link.studentsuccess.api.discipline;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.FacetRows.EnrollmentKey;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.reveal.RevealedValue;
import link.studentsuccess.api.reveal.RevealedValues;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** The DISCIPLINE facet: the guard lets a student through to it only when the category is open. */
@Controller
class DisciplineResolver {

    private static final int MOST = 100;
    private static final Comparator<DisciplineIncident> NEWEST_FIRST =
            Comparator.comparing(DisciplineIncident::incidentOn).reversed();

    DisciplineResolver(DisciplineRecords records, BatchLoaderRegistry loaders) {
        loaders.<UUID, List<DisciplineIncident>>forName("disciplineIncidents")
                .registerMappedBatchLoader((keys, env) -> records.byEnrollment(UnitOfWork.in(env), keys));
    }

    @SchemaMapping
    Discipline discipline(Student student) {
        return new Discipline(student);
    }

    @SchemaMapping
    CompletableFuture<List<DisciplineIncident>> incidents(
            Discipline facet, DataLoader<UUID, List<DisciplineIncident>> disciplineIncidents) {
        return FacetRows.of(facet, disciplineIncidents).thenApply(FacetRows.first(MOST, NEWEST_FIRST));
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            Discipline facet, DataLoader<EnrollmentKey<DataCategory>, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet, revealedValues);
    }
}
