package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * However a guarded field is written in a document, it is withheld from who may not see it. Asked by Tom, who lacks the
 * training; the same is asked by Dana, who sees it.
 */
class GuardedShapeTests {

    private final DemoWorld world = Worlds.pulled();
    private final String participant = Ask.as(Person.TOM)
            .data("{ viewer { caseload(first: 1) { edges { node { id } } } } }")
            .at("/viewer/caseload/edges/0/node/id")
            .asString();

    @ParameterizedTest(name = "attack {0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | an alias                       | x: attendance { ...a }",
                "1 | an alias of another field      | version: attendance { ...a }",
                "2 | two aliases                    | x: attendance { ...a } y: attendance { ...a }",
                "2 | two aliases, one left out      | x: attendance { ...a } y: attendance @include(if: false) { ...a }",
                "2 | left out and taken in          | attendance @skip(if: true) { ...a } x: attendance @skip(if: false) { ...a }",
                "3 | an inline fragment             | ... on Student { x: attendance { ...a } }",
                "3 | a fragment on the interface    | ... on Node { ... on Student { x: attendance { ...a } } }",
                "3 | a fragment without a type      | ... @include(if: true) { x: attendance { ...a } }",
                "4 | a named fragment               | ...s",
                "16 | an answer in parts             | ... @defer { x: attendance { ...a } }",
                "14 | its type's name alone         | x: attendance { __typename }"
            })
    void isWithheldHoweverItIsWritten(int attack, String what, String selection) {
        var answer = ask(Person.TOM, selection);
        var student = answer.at("/data/participant/students/0");

        assertThat(student.isMissingNode()).as(answer.toString()).isFalse();
        student.properties()
                .forEach(facet -> assertThat(facet.getValue().at("/__typename").asString())
                        .isEqualTo("Withheld"));
        // The reason is told at the place in the answer, not in the schema.
        var places = student.properties().stream().map(Map.Entry::getKey).toList();
        assertThat(places).isNotEmpty();
        assertThat(answer.at("/extensions/withheld")
                        .valueStream()
                        .map(w -> w.at("/path/3").asString()))
                .containsAll(places);
        ask(Person.DANA, selection)
                .at("/data/participant/students/0")
                .properties()
                .forEach(facet -> assertThat(facet.getValue().at("/__typename").asString())
                        .isEqualTo("Attendance"));
    }

    @Test
    @DisplayName("attack 2: of a field that is left out nothing is decided, recorded or told")
    void whatIsLeftOutIsNotDecided() {
        var operation = "LeftOut" + System.nanoTime();

        var answer = Ask.as(Person.TOM)
                .answer(
                        document(
                                operation,
                                "x: attendance { ...a } y: grades @include(if: false) { __typename } ... @skip(if: true) { discipline { __typename } }"),
                        Map.of("id", participant));

        assertThat(answer.at("/data/participant/students/0").propertyNames()).containsExactly("x");
        assertThat(answer.get("extensions").toString()).contains("ATTENDANCE").doesNotContain("GRADES", "DISCIPLINE");
        assertThat(Worlds.truth(
                        world,
                        "select l.category from ledger.release l join ledger.request r on r.id = l.request_id where r.operation = '"
                                + operation + "'"))
                .containsExactly("ATTENDANCE");
    }

    @Test
    @DisplayName("attack 4: a fragment spread fifty times is decided and recorded once")
    void oneDecisionForFiftySpreads() {
        var operation = "Fifty" + System.nanoTime();

        var answer = Ask.as(Person.TOM).answer(document(operation, "...s ".repeat(50)), Map.of("id", participant));

        assertThat(answer.at("/data/participant/students/0/x/__typename").asString())
                .isEqualTo("Withheld");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from ledger.release l join ledger.request r on r.id = l.request_id where r.operation = '"
                                + operation + "'"))
                .containsExactly("1");
    }

    @ParameterizedTest(name = "attack {0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "6  | the data of a withheld facet    | attendance { ... on Withheld { summary { enrolled } } }",
                "15 | a getter of every object        | getClass",
                "15 | another                         | hashCode",
                "15 | a method of the student         | decision(category: ATTENDANCE) { granted }",
                "15 | a field of the student's class  | decisions",
                "16 | stream                          | attendance @stream { ...a }",
                "18 | a category by the client        | attendance(category: ENROLLMENT) { ...a }",
                "18 | the guard's directive           | attendance @disclose(category: ENROLLMENT) { ...a }"
            })
    void isNotInTheSchema(int attack, String what, String selection) {
        var answer = ask(Person.DANA, selection);

        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("BAD_REQUEST");
        assertThat(answer.has("data")).isFalse();
    }

    @Test
    @DisplayName("attack 17: of two operations the one that runs is decided and recorded, by its name")
    void theOperationThatRuns() {
        var harmless = "Harmless" + System.nanoTime();
        var sneaky = "Sneaky" + System.nanoTime();
        var body = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "query",
                        "query " + harmless + " { viewer { role } } query " + sneaky
                                + "($id: ID!) { participant(id: $id) { students { attendance { __typename } } } }",
                        "operationName",
                        sneaky,
                        "variables",
                        Map.of("id", participant)));

        var answer = Ask.json(Ask.as(Person.TOM).post(body, "application/json"));

        assertThat(answer.at("/data/participant/students/0/attendance/__typename")
                        .asString())
                .isEqualTo("Withheld");
        assertThat(recorded(harmless)).isEmpty();
        assertThat(recorded(sneaky)).containsExactly("ANSWERED");
    }

    @Test
    @DisplayName("attack 20: a refused input comes back in no answer")
    void noEcho() {
        var answer = Ask.as(Person.DANA)
                .answer(
                        "mutation Echo($id: ID!) { revokeConsent(input: { consentId: $id }) { errors { field code message } } }",
                        Map.of("id", Id.PARTICIPANT.of(java.util.UUID.randomUUID()) + "4411-secret"));

        assertThat(answer.toString()).doesNotContain("4411-secret");
    }

    private List<String> recorded(String operation) {
        return Worlds.truth(world, "select outcome from ledger.request where operation = '" + operation + "'");
    }

    private JsonNode ask(Person person, String selection) {
        return Ask.as(person).answer(document("Shape", selection), Map.of("id", participant));
    }

    /** Only the fragments that the selection spreads: an unused one is an error. */
    private static String document(String operation, String selection) {
        var spreads = selection.contains("...s") ? " fragment s on Student { x: attendance { ...a } }" : "";
        var all = "query " + operation + "($id: ID!) { participant(id: $id) { students { " + selection + " } } }"
                + spreads;
        return all.contains("...a")
                ? all + " fragment a on AttendanceAccess { __typename ... on Withheld { reason } }"
                : all;
    }
}
