package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.RoleMatrix;
import link.studentsuccess.api.changes.Streams;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every query, mutation and subscription with every role, as role-matrix.csv says. */
class RoleMatrixTests {

    private static final Map<Role, Person> PEOPLE = new EnumMap<>(Map.of(
            Role.ADMIN, Person.ALEX,
            Role.PROGRAM_MANAGER, Person.DANA,
            Role.CASE_WORKER, Person.MARIA,
            Role.ANALYST, Person.INES,
            Role.DISTRICT_STEWARD, Person.STEPH,
            Role.SCHOOL_STAFF, Person.CORA,
            Role.OPERATOR, Person.OLLIE));

    private final DemoWorld world = Worlds.pulled();
    private final RoleMatrix matrix = world.bean(RoleMatrix.class);

    @TestFactory
    Stream<DynamicTest> everyMutation() {
        return matrix.operations().stream()
                .filter(operation -> operation.startsWith("Mutation."))
                .sorted()
                .flatMap(operation -> PEOPLE.entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                operation + " as " + entry.getKey(),
                                () -> assertMutation(operation, entry.getKey(), entry.getValue()))));
    }

    /** The input need not be right: who may is told what is wrong with it, who may not is refused before. */
    private void assertMutation(String operation, Role role, Person person) {
        var name = operation.substring("Mutation.".length());
        var answer = Ask.as(person).answer(RoleQuestions.mutation(world, name), Map.of());

        var refused =
                answer.at("/errors/0/extensions/classification").asString("").equals("FORBIDDEN");
        assertThat(refused).as(answer.toString()).isEqualTo(!matrix.allows(role, operation));
        if (!refused) {
            assertThat(answer.hasNonNull("errors")).as(answer.toString()).isFalse();
            assertThat(answer.at("/data/" + name + "/errors")).isNotEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyQuery() {
        return matrix.operations().stream()
                .filter(operation -> operation.startsWith("Query."))
                .sorted()
                .flatMap(operation -> PEOPLE.entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                operation + " as " + entry.getKey(),
                                () -> assertQuery(operation, entry.getKey(), entry.getValue()))));
    }

    private void assertQuery(String operation, Role role, Person person) {
        var name = operation.substring("Query.".length());
        var found = Ask.as(person).data(RoleQuestions.query(world, name)).get(name);

        assertThat(isSomething(found)).as(String.valueOf(found)).isEqualTo(matrix.allows(role, operation));
    }

    @TestFactory
    Stream<DynamicTest> everySubscription() {
        return matrix.operations().stream()
                .filter(operation -> operation.startsWith("Subscription."))
                .sorted()
                .flatMap(operation -> PEOPLE.entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                operation + " as " + entry.getKey(),
                                () -> assertSubscription(operation, entry.getKey(), entry.getValue()))));
    }

    /** Who may gets a stream, at whose first line it is closed again; who may not is told so, and none is opened. */
    private void assertSubscription(String operation, Role role, Person person) throws IOException {
        var name = operation.substring("Subscription.".length());
        var streams = world.bean(Streams.class);
        var open = streams.open();

        var response = Ask.as(person).stream("subscription { " + name + " { __typename } }");

        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            var first = String.valueOf(lines.readLine());
            var type = response.headers().firstValue("Content-Type").orElse("");
            if (matrix.allows(role, operation)) {
                assertThat(type).as(first).startsWith("text/event-stream");
            } else {
                assertThat(type).as(first).startsWith("application/json");
                assertThat(JsonMapper.shared()
                                .readTree(first)
                                .at("/errors/0/extensions/classification")
                                .asString())
                        .isEqualTo("FORBIDDEN");
                assertThat(streams.open()).isLessThanOrEqualTo(open);
            }
        }
        awaitClosed(streams, open);
    }

    private static void awaitClosed(Streams streams, int open) {
        Await.until("closed", () -> streams.open() <= open);
    }

    private static boolean isSomething(JsonNode found) {
        if (found.has("totalCount")) {
            return found.get("totalCount").asInt() > 0;
        }
        return !found.isNull() && !(found.isArray() && found.isEmpty());
    }

    @Test
    void aRefusedMutationChangesNothingAndIsRecorded() {
        var consent = Id.CONSENT.of(world.consent(Child.LENA));

        var answer = Ask.as(Person.INES)
                .answer(
                        "mutation Refused" + UUID.randomUUID().toString().replace("-", "")
                                + " { revokeConsent(input: { consentId: \"" + consent
                                + "\" }) { consent { id } errors { code } } }",
                        Map.of());

        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("FORBIDDEN");
        assertThat(Worlds.truth(
                        world,
                        "select revoked_at is null from document.consent where id = '" + world.consent(Child.LENA)
                                + "'"))
                .containsExactly("t");
        assertThat(Worlds.truth(world, "select outcome || ' ' || refusal from ledger.request order by at desc limit 1"))
                .containsExactly("REFUSED NOT_FOR_ROLE");
    }
}
