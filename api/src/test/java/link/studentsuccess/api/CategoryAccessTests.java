package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.access.DataCategory;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Student.access: the whole matrix of what is open to the viewer, and why the rest is not. */
class CategoryAccessTests {

    private static final String MATRIX = """
            query Matrix($id: ID!) { participant(id: $id) { students {
              access { category open reason message nextStep since until recordsFrom }
              enrollment { __typename ... on Withheld { reason } } attendance { __typename ... on Withheld { reason } }
              grades { __typename ... on Withheld { reason } } participation { __typename ... on Withheld { reason } } } } }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final String lena = Id.PARTICIPANT.of(world.participant(Child.LENA));

    @Test
    void everyCategoryIsToldInItsOrderAndAsTheFacetsTellIt() {
        for (var person : List.of(Person.MARIA, Person.DANA, Person.LEE)) {
            var students = Ask.as(person).data(MATRIX, Map.of("id", lena)).at("/participant/students");
            for (var student : students) {
                var matrix = student.get("access");
                assertThat(matrix.valueStream().map(a -> a.get("category").asString()))
                        .containsExactlyElementsOf(Arrays.stream(DataCategory.values())
                                .map(Enum::name)
                                .toList());
                for (var facet : List.of("enrollment", "attendance", "grades", "participation")) {
                    assertThat(of(matrix, facet).get("reason"))
                            .isEqualTo(
                                    student.at("/" + facet + "/reason").isMissingNode()
                                            ? of(matrix, facet).get("reason")
                                            : student.at("/" + facet + "/reason"));
                    assertThat(of(matrix, facet).get("open").asBoolean())
                            .isEqualTo(!student.at("/" + facet + "/__typename")
                                    .asString()
                                    .equals("Withheld"));
                }
                assertThat(matrix.valueStream().filter(a -> !a.get("open").asBoolean()))
                        .isNotEmpty()
                        .allSatisfy(closed -> {
                            assertThat(closed.get("message").asString()).endsWith(".");
                            assertThat(closed.get("nextStep").asString()).endsWith(".");
                        });
            }
        }
    }

    @Test
    void askingWhetherDisclosesNothing() {
        var purpose = "Matrix" + UUID.randomUUID().toString().substring(0, 8);
        var alone =
                "query " + purpose + "($id: ID!) { participant(id: $id) { students { access { category open } } } }";

        assertThat(Ask.as(Person.MARIA).data(alone, Map.of("id", lena)).at("/participant/students/0/access"))
                .hasSize(DataCategory.values().length);

        var request = "from ledger.request r where r.operation = '" + purpose + "'";
        assertThat(Worlds.truth(world, "select count(*) " + request)).containsExactly("1");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from ledger.release l where l.request_id in (select r.id " + request + ")"))
                .containsExactly("0");
    }

    @Test
    void aChildOneDoesNotKnowHasNoMatrix() {
        assertThat(Ask.as(Person.HAL)
                        .data(MATRIX, Map.of("id", lena))
                        .get("participant")
                        .isNull())
                .isTrue();
        assertThat(Ask.as(Person.MARIA).data(MATRIX, Map.of("id", lena)).at("/participant/students"))
                .isNotEmpty();
    }

    @Test
    void reasonsAreToldInTheLanguageOfTheRequest() {
        var body = """
                {"query": "{ viewer { caseload(first: 1) { edges { node { students { attendance { ... on Withheld { reason message nextStep } } } } } } } }"}
                """;
        var spanish = said(body, "es-MX, es;q=0.9");
        assertThat(spanish.get("reason").asString()).isEqualTo("TRAINING_REQUIRED");
        assertThat(spanish.get("message").asString()).startsWith("Necesita una capacitación");
        assertThat(spanish.get("nextStep").asString()).startsWith("Complete la capacitación");
        assertThat(said(body, "fr").get("message").asString()).startsWith("You need");
    }

    /** What somebody without training reads of the first child in the caseload. */
    private static JsonNode said(String body, String language) {
        var answer = Ask.json(Ask.send(Ask.as(Person.TOM)
                .request()
                .header("Content-Type", "application/json")
                .header("Accept-Language", language)
                .POST(BodyPublishers.ofString(body))));
        return answer.at("/data/viewer/caseload/edges/0/node/students/0/attendance");
    }

    private static JsonNode of(JsonNode matrix, String facet) {
        return matrix.valueStream()
                .filter(a -> a.get("category").asString().equalsIgnoreCase(facet))
                .findFirst()
                .orElseThrow();
    }
}
