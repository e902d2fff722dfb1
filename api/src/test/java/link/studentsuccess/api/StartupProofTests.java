package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import graphql.scalars.ExtendedScalars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import link.studentsuccess.api.access.NotProved;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.SharedWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.http.client.ReactorResourceFactory;

/** What must not start does not start, and says why. */
class StartupProofTests {

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
                drop function if exists access.planted();
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
    @DisplayName("attacks 5, 7, 9, 11, 13, 19: planted mistakes in the schema stop the start by name")
    void plantedMistakesInTheSchemaStopTheStartByName() throws IOException {
        var fault = catchThrowable(() -> start("classpath*:graphql/,classpath:planted/"));

        assertThat(fault)
                .isInstanceOf(NotProved.class)
                .hasMessageContaining("Student.absencesThisYear has neither @disclose nor a reason")
                .hasMessageContaining(
                        "District.lastSummary leads to AttendanceSummary without @disclose(category: ATTENDANCE)")
                .hasMessageContaining("School leads back to a child")
                .hasMessageContaining("ParticipantOrderField.TARDINESS orders a list without naming its category")
                .hasMessageContaining("Subscription.attendanceChanges tells of a child by Attendance")
                .hasMessageContaining("Attendance.outlook has no resolver")
                .hasMessageContaining("Student.gradesOf is guarded and takes arguments")
                .hasMessageContaining("Student.lastGrades is guarded but cannot answer Withheld")
                .hasMessageContaining("Graded.grades is a guard on an interface")
                .hasMessageContaining("The guard stands before")
                .hasMessageContaining("The scalar JSON hides what it carries")
                .hasMessageContaining("SHOE_SIZE] but the application knows")
                .hasMessageContaining("Query.everything is not in role-matrix.csv");
    }

    @Test
    @DisplayName("attack 187: a table, a role or a function that is open by mistake stops the start, by name")
    void plantedMistakesInTheDatabaseStopTheStartByName() {
        each("""
                alter table record.enrollment no force row level security;
                create policy planted on roster.participant for select to link_request using (true);
                create policy planted on record.grade for select to link_request using (true);
                create function access.planted() returns integer language sql security definer as 'select 1';
                grant execute on function access.planted() to link_request;
                alter role link_request bypassrls;
                do $$ begin execute format('grant temporary on database %I to link_request', current_database()) ; end $$
                """);

        var fault = catchThrowable(() -> start("classpath*:graphql/"));

        assertThat(fault)
                .isInstanceOf(NotProved.class)
                .hasMessageContaining("The request role link_request is a superuser or bypasses row-level security")
                .hasMessageContaining("The table record.enrollment is not under forced row-level security")
                .hasMessageContaining("The table roster.participant shows rows to a request that has entered nobody")
                .hasMessageContaining("The policy planted on record.grade does not read access.opened")
                .hasMessageContaining("The function access.planted() trusts its caller's search path")
                .hasMessageContaining("The request role link_request may create temporary objects");
    }

    /** The same start without the mistakes succeeds: it is they that stop it. */
    @Test
    void withoutThemItStarts() throws IOException {
        try (var context = start("classpath*:graphql/")) {
            assertThat(context.isRunning()).isTrue();
        }
    }

    private ConfigurableApplicationContext start(String schema) throws IOException {
        var key = Files.writeString(folder.resolve("key"), "k".repeat(32));
        var request = world.database().request();
        return new SpringApplicationBuilder(StudentSuccessLink.class)
                .logStartupInfo(false)
                // Its own event loops: closing this application must not end those of the shared world.
                .initializers(context -> {
                    var beans = (GenericApplicationContext) context;
                    beans.registerBean(ReactorResourceFactory.class, StartupProofTests::ownResources);
                    beans.registerBean(
                            "json", RuntimeWiringConfigurer.class, () -> wiring -> wiring.scalar(ExtendedScalars.Json));
                })
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--server.shutdown=immediate",
                        "--logging.level.root=off",
                        "--spring.main.banner-mode=off",
                        "--spring.graphql.schema.locations=" + schema,
                        "--spring.r2dbc.url=" + world.database().r2dbcUrl(),
                        "--spring.r2dbc.username=" + request.username(),
                        "--spring.r2dbc.password=" + request.password(),
                        "--spring.flyway.enabled=false",
                        "--link.engine.enabled=false",
                        "--link.seal.enabled=false",
                        "--link.sign-in.issuer=" + world.signIn().issuer(),
                        "--link.cursor-key=file:" + key);
    }

    private static ReactorResourceFactory ownResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }
}
