package link.studentsuccess.api.attendance;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.FacetRows.EnrollmentKey;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.BadRequest;
import link.studentsuccess.api.graphql.Page;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** The ATTENDANCE facet: the guard lets a student through to it only when the category is open. */
@Controller
class AttendanceResolver {

    private static final int MOST_DAYS = 400;
    private static final Comparator<AttendanceEvent> NEWEST_FIRST =
            Comparator.comparing(AttendanceEvent::date).reversed();

    /** The arguments of Attendance.days: two aliases with two ranges are two keys, and two answers. */
    record DaysArguments(@Nullable LocalDate from, @Nullable LocalDate to, int last) {

        DaysArguments {
            Page.within("last", last, MOST_DAYS);
            if (from != null && to != null && from.isAfter(to)) {
                throw new BadRequest("'from' must not be after 'to'.");
            }
        }
    }

    AttendanceResolver(AttendanceRecords records, BatchLoaderRegistry loaders) {
        loaders.<UUID, AttendanceSummary>forName("attendanceSummaries")
                .registerMappedBatchLoader((keys, env) -> records.summaries(UnitOfWork.in(env), keys));
        loaders.<EnrollmentKey<DaysArguments>, List<AttendanceEvent>>forName("attendanceDays")
                .registerMappedBatchLoader((keys, env) -> FacetRows.load(
                        keys, (enrollments, arguments) -> records.days(UnitOfWork.in(env), enrollments, arguments)));
    }

    @SchemaMapping
    Attendance attendance(Student student) {
        return new Attendance(student);
    }

    @SchemaMapping
    CompletableFuture<@Nullable AttendanceSummary> summary(
            Attendance facet,
            @Argument @Nullable Integer schoolYear,
            DataLoader<UUID, AttendanceSummary> attendanceSummaries) {
        return attendanceSummaries
                .loadMany(facet.enrollments())
                .thenApply(
                        found -> ofYear(found.stream().filter(Objects::nonNull).toList(), schoolYear));
    }

    private static @Nullable AttendanceSummary ofYear(List<AttendanceSummary> all, @Nullable Integer schoolYear) {
        var year = schoolYear != null
                ? schoolYear
                : all.stream().mapToInt(AttendanceSummary::schoolYear).max().orElse(0);
        return all.stream()
                .filter(summary -> summary.schoolYear() == year)
                .reduce(AttendanceSummary::plus)
                .orElse(null);
    }

    @SchemaMapping
    CompletableFuture<List<AttendanceEvent>> days(
            Attendance facet,
            @Argument @Nullable LocalDate from,
            @Argument @Nullable LocalDate to,
            @Argument @Nullable Integer last,
            DataLoader<EnrollmentKey<DaysArguments>, List<AttendanceEvent>> attendanceDays) {
        var arguments = new DaysArguments(from, to, last == null ? MOST_DAYS : last);
        return FacetRows.of(facet, arguments, attendanceDays)
                .thenApply(FacetRows.first(arguments.last(), NEWEST_FIRST));
    }
}
