package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import graphql.scalars.ExtendedScalars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import link.studentsuccess.api.access.CarelessGuard;
import link.studentsuccess.api.access.NotProved;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.SharedWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/**
 * "Start-up refuses to boot": what must not start does not start, and says why. The complete list: every refusal of
 * SchemaProof, RoleMatrix, StartupProof and DatabaseProof is met here by a planted fault, and a further one without a
 * fault fails. What may not stand in role-matrix.csv itself is in RoleMatrixFileTests; the settings are refused by the
 * types that hold them.
 */
class StartupProofTests {

    private static final List<String> PROOFS = List.of("SchemaProof", "RoleMatrix", "StartupProof", "DatabaseProof");

    /** What ends a sentence in them, in Java or in SQL. */
    private static final Pattern LAST_WORDS = Pattern.compile("\"([^\"\n]*\\.)\"|'((?:[^'\n]|'')*\\.)'");

    private final DemoWorld world = SharedWorld.get();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void repair() {
        each("""
                alter table record.enrollment force row level security;
                drop policy if exists planted on roster.participant;
                drop policy if exists planted on record.grade;
                drop policy if exists released_contact on record.assignment;
                drop materialized view if exists party.planted;
                drop table if exists roster.planted;
                drop function if exists access.planted();
                revoke link_sealer from link_request;
                alter role link_request nobypassrls;
                do $$ begin execute format('revoke temporary on database %I from link_request', current_database()) ; end $$
                """);
    }

    /** One by one: in one transaction they would wait for each other's tables with whoever else asks. */
    private void each(String statements) {
        for (var statement : statements.split(";\n", -1)) {
            Worlds.change(world, statement);
        }
    }

    @Test
    @DisplayName("attacks 5, 7, 9, 11, 13, 19, 187 and 188: each planted fault stops the start, by name")
    void eachPlantedFaultStopsTheStartByName() throws IOException {
        each("""
                alter table record.enrollment no force row level security;
                create policy planted on roster.participant for select to link_request using (true);
                create policy planted on record.grade for select to link_request using (true);
                create policy released_contact on record.assignment for select to link_request
                  using (enrollment_id = any((select access.opened('GRADES'))::uuid[]));
                create materialized view party.planted as select id, birth_date from roster.participant;
                create table roster.planted (participant_id uuid);
                alter table roster.planted owner to link_request;
                create function access.planted() returns integer language sql security definer as 'select 1';
                grant execute on function access.planted() to link_request;
                grant link_sealer to link_request;
                alter role link_request bypassrls;
                do $$ begin execute format('grant temporary on database %I to link_request', current_database()) ; end $$
                """);

        var fault = catchThrowable(() -> start(withAnotherName() + ",classpath:planted/", CarelessGuard::plant));

        assertThat(fault)
                .isInstanceOf(NotProved.class)
                .hasMessageContaining("Student.absencesThisYear has neither @disclose nor a reason")
                .hasMessageContaining("Student.unguardedGrades has neither @disclose nor a reason")
                .hasMessageContaining(
                        "District.lastSummary leads to AttendanceSummary without @disclose(category: ATTENDANCE)")
                .hasMessageContaining("District.lastRevealed leads to RevealedValue from outside of a facet")
                .hasMessageContaining("School leads back to a child")
                .hasMessageContaining("ParticipantOrderField.TARDINESS orders a list without naming its category")
                .hasMessageContaining("ParticipantFilter.absentMoreThan filters a list without naming its category")
                .hasMessageContaining("Subscription.attendanceChanges tells of a child by Attendance")
                .hasMessageContaining("Attendance.outlook has no resolver")
                .hasMessageContaining("Student.gradesOf is guarded and takes arguments")
                .hasMessageContaining("Student.lastGrades is guarded but cannot answer Withheld")
                .hasMessageContaining("Graded.grades is a guard on an interface")
                .hasMessageContaining("The guard stands before")
                .hasMessageContaining("Student.attendance shows data of a student for whom nothing was decided")
                .hasMessageContaining("The scalar JSON hides what it carries")
                .hasMessageContaining("SHOE_SIZE] but the application knows")
                .hasMessageContaining("Query.everything is not in role-matrix.csv")
                .hasMessageContaining("role-matrix.csv speaks of Query.possibleDuplicates, which does not exist");
        assertThat(fault)
                .hasMessageContaining("The request role link_request is a superuser or bypasses row-level security")
                .hasMessageContaining("The request role link_request can become link_sealer")
                .hasMessageContaining("The request role link_request owns roster.planted")
                .hasMessageContaining("The table roster.planted is not under forced row-level security")
                .hasMessageContaining("The table record.enrollment is not under forced row-level security")
                .hasMessageContaining("The table roster.participant shows rows to a request that has entered nobody")
                .hasMessageContaining("The view or copy party.planted shows rows past their policies")
                .hasMessageContaining("The policy planted on record.grade does not read access.opened")
                .hasMessageContaining("The policy released_contact on record.assignment does not read access.opened")
                .hasMessageContaining("The function access.planted() trusts its caller's search path")
                .hasMessageContaining("The request role link_request may create temporary objects");
        assertThat(refusals())
                .hasSizeGreaterThan(20)
                .allSatisfy(refusal -> assertThat(fault).hasMessageContaining(refusal));
    }

    /** The rest of a sentence after what it names; every one must have been said. */
    private static List<String> refusals() throws IOException {
        var refusals = new ArrayList<String>();
        for (var proof : PROOFS) {
            var source = Files.readString(AttackListTests.repository()
                    .resolve("api/src/main/java/link/studentsuccess/api/access/" + proof + ".java"));
            LAST_WORDS
                    .matcher(source)
                    .results()
                    .map(words -> words.group(1) == null ? words.group(2).replace("''", "'") : words.group(1))
                    .filter(words -> words.length() > 2)
                    .forEach(refusals::add);
        }
        return refusals;
    }

    /** The schema, but one operation by another name: its line in role-matrix.csv is left alone. */
    private String withAnotherName() throws IOException {
        var copy = Files.createDirectory(folder.resolve("graphql"));
        for (var file : new PathMatchingResourcePatternResolver().getResources("classpath*:graphql/*.graphqls")) {
            Files.writeString(
                    copy.resolve(Objects.requireNonNull(file.getFilename())),
                    file.getContentAsString(StandardCharsets.UTF_8).replace("possibleDuplicates", "likelyDuplicates"));
        }
        return "file:" + copy + "/";
    }

    @Test
    @DisplayName("attack 8: the guard's directive under another name is no schema")
    void aDirectiveUnderAnotherNameIsNoSchema() {
        var fault = catchThrowable(() -> start("classpath*:graphql/,classpath:renamed/", beans -> {}));

        assertThat(fault).hasStackTraceContaining("undeclared directive 'd'");
    }

    /** The same start without the mistakes succeeds: it is they that stop it. */
    @Test
    void withoutThemItStarts() throws IOException {
        try (var context = start("classpath*:graphql/", beans -> {})) {
            assertThat(context.isRunning()).isTrue();
        }
    }

    private ConfigurableApplicationContext start(String schema, Consumer<GenericApplicationContext> plant)
            throws IOException {
        return AnotherInstance.start(
                folder,
                beans -> {
                    plant.accept(beans);
                    beans.registerBean(
                            "json", RuntimeWiringConfigurer.class, () -> wiring -> wiring.scalar(ExtendedScalars.Json));
                },
                "--server.shutdown=immediate",
                "--spring.graphql.schema.locations=" + schema);
    }
}
