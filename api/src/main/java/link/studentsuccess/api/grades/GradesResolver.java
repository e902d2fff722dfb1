package link.studentsuccess.api.grades;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
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

/** The GRADES facet: the guard lets a student through to it only when the category is open. */
@Controller
class GradesResolver {

    private static final int MOST = 200;
    private static final Comparator<SectionGrades> NEWEST_FIRST = Comparator.comparing(SectionGrades::schoolYear)
            .reversed()
            .thenComparing(SectionGrades::courseTitle)
            .thenComparing(section -> section.section().key());

    /** The argument of Grades.sections: two aliases with two school years are two keys, and two answers. */
    record SectionsArguments(@Nullable Integer schoolYear) {}

    GradesResolver(GradeRecords records, BatchLoaderRegistry loaders) {
        loaders.<EnrollmentKey<SectionsArguments>, List<SectionGrades>>forName("sectionGrades")
                .registerMappedBatchLoader((keys, env) -> FacetRows.load(
                        keys,
                        (enrollments, arguments) -> records.sections(UnitOfWork.in(env), enrollments, arguments)));
        loaders.<UUID, GradeSummary>forName("gradeSummaries")
                .registerMappedBatchLoader((keys, env) -> records.summaries(UnitOfWork.in(env), keys));
    }

    @SchemaMapping
    Grades grades(Student student) {
        return new Grades(student);
    }

    @SchemaMapping
    CompletableFuture<List<SectionGrades>> sections(
            Grades facet,
            @Argument @Nullable Integer schoolYear,
            DataLoader<EnrollmentKey<SectionsArguments>, List<SectionGrades>> sectionGrades) {
        return FacetRows.of(facet, new SectionsArguments(schoolYear), sectionGrades)
                .thenApply(FacetRows.first(MOST, NEWEST_FIRST));
    }

    @SchemaMapping
    CompletableFuture<@Nullable GradeSummary> summary(
            Grades facet, @Argument @Nullable Integer schoolYear, DataLoader<UUID, GradeSummary> gradeSummaries) {
        return gradeSummaries
                .loadMany(facet.enrollments())
                .thenApply(
                        found -> ofYear(found.stream().filter(Objects::nonNull).toList(), schoolYear));
    }

    private static @Nullable GradeSummary ofYear(List<GradeSummary> all, @Nullable Integer schoolYear) {
        var year = schoolYear != null
                ? schoolYear
                : all.stream().mapToInt(GradeSummary::schoolYear).max().orElse(0);
        return all.stream()
                .filter(summary -> summary.schoolYear() == year)
                .reduce(GradeSummary::plus)
                .orElse(null);
    }
}
