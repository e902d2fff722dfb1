package link.studentsuccess.api.districtprogram;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.access.FacetRows;
import link.studentsuccess.api.access.FacetRows.EnrollmentKey;
import link.studentsuccess.api.access.Student;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.districtprogram.DistrictProgram.HousingFoster;
import link.studentsuccess.api.districtprogram.DistrictProgram.MealStatus;
import link.studentsuccess.api.districtprogram.DistrictProgram.Multilingual;
import link.studentsuccess.api.districtprogram.DistrictProgram.Section504;
import link.studentsuccess.api.districtprogram.DistrictProgram.SpecialEducation;
import link.studentsuccess.api.reveal.RevealedValue;
import link.studentsuccess.api.reveal.RevealedValues;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** The facets of a district's programs: the guard lets a student through to each only when its own category is open. */
@Controller
class DistrictProgramResolver {

    private static final int MOST = 50;
    private static final Comparator<ProgramPeriod> NEWEST_FIRST =
            Comparator.comparing(ProgramPeriod::begins).reversed();

    DistrictProgramResolver(ProgramPeriods periods, BatchLoaderRegistry loaders) {
        loaders.<EnrollmentKey<DataCategory>, List<ProgramPeriod>>forName("programPeriods")
                .registerMappedBatchLoader((keys, env) -> FacetRows.load(
                        keys,
                        (enrollments, program) -> periods.byEnrollment(UnitOfWork.in(env), program, enrollments)));
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
            SpecialEducation facet, DataLoader<EnrollmentKey<DataCategory>, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<ProgramPeriod>> periods(
            Section504 facet, DataLoader<EnrollmentKey<DataCategory>, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<ProgramPeriod>> periods(
            Multilingual facet, DataLoader<EnrollmentKey<DataCategory>, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<ProgramPeriod>> periods(
            HousingFoster facet, DataLoader<EnrollmentKey<DataCategory>, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<ProgramPeriod>> periods(
            MealStatus facet, DataLoader<EnrollmentKey<DataCategory>, List<ProgramPeriod>> programPeriods) {
        return of(facet, programPeriods);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            SpecialEducation facet, DataLoader<EnrollmentKey<DataCategory>, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet, revealedValues);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            Section504 facet, DataLoader<EnrollmentKey<DataCategory>, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet, revealedValues);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            Multilingual facet, DataLoader<EnrollmentKey<DataCategory>, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet, revealedValues);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            HousingFoster facet, DataLoader<EnrollmentKey<DataCategory>, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet, revealedValues);
    }

    @SchemaMapping
    CompletableFuture<List<RevealedValue>> revealed(
            MealStatus facet, DataLoader<EnrollmentKey<DataCategory>, List<RevealedValue>> revealedValues) {
        return RevealedValues.of(facet, revealedValues);
    }

    private static CompletableFuture<List<ProgramPeriod>> of(
            DistrictProgram facet, DataLoader<EnrollmentKey<DataCategory>, List<ProgramPeriod>> programPeriods) {
        return FacetRows.of(facet, facet.category(), programPeriods).thenApply(FacetRows.first(MOST, NEWEST_FIRST));
    }
}
