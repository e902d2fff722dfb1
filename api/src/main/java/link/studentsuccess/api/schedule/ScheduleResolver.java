package link.studentsuccess.api.schedule;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.FacetRows.EnrollmentKey;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** The SCHEDULE facet: the guard lets a student through to it only when the category is open. */
@Controller
class ScheduleResolver {

    private static final int MOST = 50;
    private static final Comparator<ScheduledClass> BY_PERIOD = Comparator.comparing(
                    ScheduledClass::period, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(ScheduledClass::courseTitle);

    /** The argument of Schedule.classes: two aliases with two days are two keys, and two answers. */
    record ClassesArguments(@Nullable LocalDate on) {}

    ScheduleResolver(ScheduleRecords records, BatchLoaderRegistry loaders) {
        loaders.<EnrollmentKey<ClassesArguments>, List<ScheduledClass>>forName("scheduledClasses")
                .registerMappedBatchLoader((keys, env) -> FacetRows.load(
                        keys, (enrollments, arguments) -> records.classes(UnitOfWork.in(env), enrollments, arguments)));
    }

    @SchemaMapping
    Schedule schedule(Student student) {
        return new Schedule(student);
    }

    @SchemaMapping
    CompletableFuture<List<ScheduledClass>> classes(
            Schedule facet,
            @Argument @Nullable LocalDate on,
            DataLoader<EnrollmentKey<ClassesArguments>, List<ScheduledClass>> scheduledClasses) {
        return FacetRows.of(facet, new ClassesArguments(on), scheduledClasses)
                .thenApply(FacetRows.first(MOST, BY_PERIOD));
    }
}
