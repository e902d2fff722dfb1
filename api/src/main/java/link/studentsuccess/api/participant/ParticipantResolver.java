package link.studentsuccess.api.participant;

import graphql.GraphQLContext;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.Students;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.ByArguments;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.viewer.Viewer;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Participants, one or a page, and the students of each. */
@Controller
class ParticipantResolver {

    private static final int USUAL = 25;

    private final Participants participants;
    private final Students students;

    /** One participant's students with the categories that a selection asks for. */
    record StudentsKey(UUID participant, Set<DataCategory> categories) {}

    ParticipantResolver(Participants participants, Students students, BatchLoaderRegistry loaders) {
        this.participants = participants;
        this.students = students;
        loaders.<StudentsKey, List<Student>>forName("students")
                .registerMappedBatchLoader((keys, env) -> students(keys, UnitOfWork.in(env)));
    }

    @SchemaMapping(typeName = "Viewer")
    Mono<Connection<Participant>> caseload(
            @SuppressWarnings("unused") Viewer viewer,
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @Argument @Nullable ParticipantOrder orderBy,
            GraphQLContext context) {
        return participants.page(
                UnitOfWork.in(context),
                new Participants.Listing(true, Page.size(first, USUAL), after, null, order(orderBy)));
    }

    @QueryMapping
    Mono<Connection<Participant>> participants(
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @Argument @Nullable ParticipantFilter filter,
            @Argument @Nullable ParticipantOrder orderBy,
            GraphQLContext context) {
        return participants.page(
                UnitOfWork.in(context),
                new Participants.Listing(false, Page.size(first, USUAL), after, filter, order(orderBy)));
    }

    private static ParticipantOrder order(@Nullable ParticipantOrder asked) {
        return asked == null
                ? new ParticipantOrder(ParticipantOrder.Field.NAME, ParticipantOrder.Direction.ASC)
                : asked;
    }

    @QueryMapping
    Mono<Participant> participant(@Argument String id, GraphQLContext context) {
        return participants.one(UnitOfWork.in(context), Id.PARTICIPANT.key(id));
    }

    @QueryMapping
    Mono<Student> student(@Argument String id, DataFetchingEnvironment env) {
        var categories = students.asked(env.getSelectionSet());
        return students.one(UnitOfWork.in(env.getGraphQlContext()), Id.STUDENT.key(id), categories);
    }

    @SchemaMapping
    CompletableFuture<List<Student>> students(
            Participant participant, DataFetchingEnvironment env, DataLoader<StudentsKey, List<Student>> students) {
        return students.load(new StudentsKey(participant.key(), this.students.asked(env.getSelectionSet())));
    }

    private Mono<Map<StudentsKey, List<Student>>> students(Set<StudentsKey> keys, UnitOfWork work) {
        return ByArguments.load(
                keys, StudentsKey::categories, (group, categories) -> students(work, group, categories));
    }

    private Mono<Map<StudentsKey, List<Student>>> students(
            UnitOfWork work, List<StudentsKey> keys, Set<DataCategory> categories) {
        var ids = keys.stream().map(StudentsKey::participant).toList();
        return students.ofParticipants(work, ids, categories)
                .map(found -> keys.stream()
                        .collect(
                                Collectors.toMap(key -> key, key -> found.getOrDefault(key.participant(), List.of()))));
    }
}
