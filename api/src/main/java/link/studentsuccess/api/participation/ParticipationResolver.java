package link.studentsuccess.api.participation;

import graphql.GraphQLContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.graphql.Text;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The PARTICIPATION facet, and the district staff's list. */
@Controller
class ParticipationResolver {

    private static final int USUAL = 25;

    /** For whom the list is a list at all; for others it is null, whether or not anything is shared. */
    private static final Set<Role> READERS = EnumSet.of(Role.DISTRICT_STEWARD, Role.SCHOOL_STAFF);

    private final ParticipationRecords records;
    private final Cursors cursors;

    ParticipationResolver(ParticipationRecords records, Cursors cursors, BatchLoaderRegistry loaders) {
        this.records = records;
        this.cursors = cursors;
        loaders.<UUID, List<SharedProgramEnrollment>>forName("sharedPrograms")
                .registerMappedBatchLoader((keys, env) -> records.ofStudents(UnitOfWork.in(env), keys));
    }

    @SchemaMapping
    Participation participation(Student student) {
        return new Participation(student);
    }

    @SchemaMapping
    CompletableFuture<List<SharedProgramEnrollment>> programs(
            Participation facet, DataLoader<UUID, List<SharedProgramEnrollment>> sharedPrograms) {
        return sharedPrograms.load(facet.student().key()).thenApply(found -> found == null ? List.of() : found);
    }

    @QueryMapping
    Mono<Connection<SharedParticipation>> sharedParticipation(
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @Argument @Nullable String districtStudentId,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var number = Text.of("districtStudentId", districtStudentId);
        var list = "sharedParticipation " + number;
        var size = Page.size(first, USUAL);
        return work.entered()
                .filter(viewer -> READERS.contains(viewer.role()))
                .flatMap(viewer -> records.withDistrict(
                                work, number, cursors.entry(list, viewer.membership(), after), size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows, entry -> cursors.cursor(list, viewer.membership(), entry.key()), size)));
    }
}
