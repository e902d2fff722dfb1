package link.studentsuccess.api.districtprogram;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.districtprogram.DistrictProgram.HousingFoster;
import link.studentsuccess.api.districtprogram.DistrictProgram.MealStatus;
import link.studentsuccess.api.districtprogram.DistrictProgram.Multilingual;
import link.studentsuccess.api.districtprogram.DistrictProgram.Section504;
import link.studentsuccess.api.districtprogram.DistrictProgram.SpecialEducation;
import link.studentsuccess.api.graphql.ByArguments;
import link.studentsuccess.api.reveal.RevealedValue;
import link.studentsuccess.api.reveal.RevealedValues;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The facets of a district's programs: the guard lets a student through to each only when its own category is open. */
@Controller
class DistrictProgramResolver {

    private static final int MOST = 50;
    private static final Comparator<ProgramPeriod> NEWEST_FIRST =
            Comparator.comparing(ProgramPeriod::begins).reversed();

    private final ProgramPeriods periods;

    record PeriodsKey(UUID enrollment, DataCategory program) {}

    DistrictProgramResolver(ProgramPeriods periods, BatchLoaderRegistry loaders) {
        this.periods = periods;
        loaders.<PeriodsKey, List<ProgramPeriod>>forName("programPeriods")
                .registerMappedBatchLoader((keys, env) -> load(keys, UnitOfWork.in(env)));
    }

    @SchemaMapping
    SpecialEducation specialEducation(Student student) {
        return new SpecialEducation(student);
    }

    @SchemaMapping
    Section504 section504(Student student) {
        return new Section504(student);
    }

    @SchemaMapping
    Multilingual multilingual(Student student) {
        return new Multilingual(student);
    }

    @SchemaMapping
    HousingFoster housingFoster(Student student) {
        return new HousingFoster(student);
    }

    @SchemaMapping
    MealStatus mealStatus(Student student) {
        return new MealStatus(student);
    }

    @SchemaMapping
    CompletableFuture<List<ProgramPeriod>> periods(
            SpecialEducation facet, DataLoader<PeriodsKey, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<ProgramPeriod>> periods(
            Section504 facet, DataLoader<PeriodsKey, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<ProgramPeriod>> periods(
            Multilingual facet, DataLoader<PeriodsKey, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<ProgramPeriod>> periods(
            HousingFoster facet, DataLoader<PeriodsKey, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<ProgramPeriod>> periods(
            MealStatus facet, DataLoader<PeriodsKey, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            SpecialEducation facet, DataLoader<RevealedValues.Key, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet.enrollments(), facet.category(), revealedValues);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            Section504 facet, DataLoader<RevealedValues.Key, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet.enrollments(), facet.category(), revealedValues);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            Multilingual facet, DataLoader<RevealedValues.Key, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet.enrollments(), facet.category(), revealedValues);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            HousingFoster facet, DataLoader<RevealedValues.Key, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet.enrollments(), facet.category(), revealedValues);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            MealStatus facet, DataLoader<RevealedValues.Key, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet.enrollments(), facet.category(), revealedValues);
    }

    private static CompletableFuture<List<ProgramPeriod>> of(
            DistrictProgram facet, DataLoader<PeriodsKey, List<ProgramPeriod>> programPeriods) {
        return programPeriods
                .loadMany(facet.enrollments().stream()
                        .map(enrollment -> new PeriodsKey(enrollment, facet.category()))
                        .toList())
                .thenApply(found -> found.stream()
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .sorted(NEWEST_FIRST)
                        .limit(MOST)
                        .toList());
    }

    private Mono<Map<PeriodsKey, List<ProgramPeriod>>> load(Set<PeriodsKey> keys, UnitOfWork work) {
        return ByArguments.load(
                keys,
                PeriodsKey::program,
                (group, program) -> periods.byEnrollment(
                                work,
                                program,
                                group.stream().map(PeriodsKey::enrollment).toList())
                        .map(found -> keyed(found, program)));
    }

    private static Map<PeriodsKey, List<ProgramPeriod>> keyed(
            Map<UUID, List<ProgramPeriod>> found, DataCategory program) {
        return found.entrySet().stream()
                .collect(Collectors.toMap(entry -> new PeriodsKey(entry.getKey(), program), Map.Entry::getValue));
    }
}
