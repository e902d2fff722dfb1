package link.studentsuccess.api.grades;

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

/** The GRADES facet: the guard lets a student through to it only when the category is open. */
@Controller
class GradesResolver {

    private static final int MOST = 200;
    private static final Comparator<SectionGrades> NEWEST_FIRST = Comparator.comparing(SectionGrades::schoolYear)
            .reversed()
            .thenComparing(SectionGrades::courseTitle)
            .thenComparing(section -> section.section().key());

    private final GradeRecords records;

    /** The argument of Grades.sections: two aliases with two school years are two keys, and two answers. */
    record SectionsArguments(@Nullable Integer schoolYear) {}

    record SectionsKey(UUID enrollment, SectionsArguments arguments) {}

    GradesResolver(GradeRecords records, BatchLoaderRegistry loaders) {
        this.records = records;
        loaders.<SectionsKey, List<SectionGrades>>forName("sectionGrades")
                .registerMappedBatchLoader((keys, env) -> sections(keys, UnitOfWork.in(env)));
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
            DataLoader<SectionsKey, List<SectionGrades>> sectionGrades) {
        var arguments = new SectionsArguments(schoolYear);
        return sectionGrades
                .loadMany(facet.enrollments().stream()
                        .map(enrollment -> new SectionsKey(enrollment, arguments))
                        .toList())
                .thenApply(found -> found.stream()
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .sorted(NEWEST_FIRST)
                        .limit(MOST)
                        .toList());
    }

    private Mono<Map<SectionsKey, List<SectionGrades>>> sections(Set<SectionsKey> keys, UnitOfWork work) {
        return ByArguments.load(
                keys,
                SectionsKey::arguments,
                (group, arguments) -> records.sections(
                                work,
                                group.stream().map(SectionsKey::enrollment).toList(),
                                arguments)
                        .map(found -> keyed(found, arguments)));
    }

    private static Map<SectionsKey, List<SectionGrades>> keyed(
            Map<UUID, List<SectionGrades>> found, SectionsArguments arguments) {
        return found.entrySet().stream()
                .collect(Collectors.toMap(entry -> new SectionsKey(entry.getKey(), arguments), Map.Entry::getValue));
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
