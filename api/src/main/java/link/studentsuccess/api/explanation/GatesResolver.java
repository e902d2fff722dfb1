package link.studentsuccess.api.explanation;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.access.Withheld;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** Student.access, and the sentences of what is withheld in the language of the request. */
@Controller
class GatesResolver {

    GatesResolver(Gates gates, BatchLoaderRegistry loaders) {
        loaders.<UUID, List<CategoryAccess>>forName("gates")
                .registerMappedBatchLoader((keys, env) -> gates.of(UnitOfWork.in(env), keys));
    }

    @SchemaMapping
    CompletableFuture<List<CategoryAccess>> access(Student student, DataLoader<UUID, List<CategoryAccess>> gates) {
        return gates.load(student.key()).thenApply(found -> found == null ? List.of() : found);
    }

    @SchemaMapping
    @Nullable
    String message(CategoryAccess access, Locale language) {
        return access.reason() == null ? null : access.reason().message(language);
    }

    @SchemaMapping
    @Nullable
    String nextStep(CategoryAccess access, Locale language) {
        return access.reason() == null ? null : access.reason().nextStep(language);
    }

    @SchemaMapping
    String message(Withheld withheld, Locale language) {
        return withheld.reason().message(language);
    }

    @SchemaMapping
    String nextStep(Withheld withheld, Locale language) {
        return withheld.reason().nextStep(language);
    }

    @SchemaMapping(typeName = "ExplainedGate")
    @Nullable
    String nextStep(AccessExplanation.ExplainedGate gate, Locale language) {
        return gate.reason() == null ? null : gate.reason().nextStep(language);
    }
}
