package link.studentsuccess.api.schedule;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.ByArguments;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The SCHEDULE facet: the guard lets a student through to it only when the category is open. */
@Controller
class ScheduleResolver {

    private static final int MOST = 50;
    private static final Comparator<ScheduledClass> BY_PERIOD = Comparator.comparing(
                    ScheduledClass::period, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(ScheduledClass::courseTitle);

    private final ScheduleRecords records;

    /** The argument of Schedule.classes: two aliases with two days are two keys, and two answers. */
    record ClassesArguments(@Nullable LocalDate on) {}

    record ClassesKey(UUID enrollment, ClassesArguments arguments) {}

    ScheduleResolver(ScheduleRecords records, BatchLoaderRegistry loaders) {
        this.records = records;
        loaders.<ClassesKey, List<ScheduledClass>>forName("scheduledClasses")
                .registerMappedBatchLoader((keys, env) -> classes(keys, UnitOfWork.in(env)));
    }

    @SchemaMapping
    Schedule schedule(Student student) {
        return new Schedule(student);
    }

    @SchemaMapping
    CompletableFuture<List<ScheduledClass>> classes(
            Schedule facet,
            @Argument @Nullable LocalDate on,
            DataLoader<ClassesKey, List<ScheduledClass>> scheduledClasses) {
        var arguments = new ClassesArguments(on);
        return scheduledClasses
                .loadMany(facet.enrollments().stream()
                        .map(enrollment -> new ClassesKey(enrollment, arguments))
                        .toList())
                .thenApply(found -> found.stream()
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .sorted(BY_PERIOD)
                        .limit(MOST)
                        .toList());
    }

    private Mono<Map<ClassesKey, List<ScheduledClass>>> classes(Set<ClassesKey> keys, UnitOfWork work) {
        return ByArguments.load(
                keys,
                ClassesKey::arguments,
                (group, arguments) -> records.classes(
                                work, group.stream().map(ClassesKey::enrollment).toList(), arguments)
                        .map(found -> keyed(found, arguments)));
    }

    private static Map<ClassesKey, List<ScheduledClass>> keyed(
            Map<UUID, List<ScheduledClass>> found, ClassesArguments arguments) {
        return found.entrySet().stream()
                .collect(Collectors.toMap(entry -> new ClassesKey(entry.getKey(), arguments), Map.Entry::getValue));
    }
}
