package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.Map;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other products offer and were attacked by is not offered here, to nobody. */
class OfferedTests {

    private final DemoWorld world = Worlds.pulled();

    @ParameterizedTest(name = "attack {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "23  | { nodes(ids: [\"x\"]) { id } }                                                      | nodes",
                "24  | { _entities(representations: [{__typename: \"Student\", id: \"x\"}]) { __typename } }  | _entities",
                "25  | { _entities(representations: [{__typename: \"Student\", gpa: 4.0}]) { __typename } }   | _entities",
                "26  | { _entities(representations: [{id: \"a\"}, {id: \"b\"}]) { __typename } }              | _entities",
                "27  | { _entities(representations: [{__typename: \"Nothing\"}]) { __typename } }             | _entities",
                "28  | { _service { sdl } }                                                                  | _service",
                "45  | { participants(filter: {gradePointAverageAbove: 3.5}) { totalCount } }                 | wrong type or form",
                "47  | { participants(filter: {programs: {some: {attendanceBelow: 1}}}) { totalCount } }       | wrong type or form",
                "49  | { participants(filter: {absencesAbove: 3}) { totalCount } }                            | wrong type or form",
                "51  | { participants(filter: {students: {school: \"x\"}}) { totalCount } }                   | wrong type or form",
                "52  | { participantCount(where: {absences: {_gt: 3}}) }                                      | participantCount"
            })
    void isNoPartOfTheSchema(int attack, String question, String word) {
        for (var person : new Person[] {Person.ALEX, Person.OLLIE, Person.STEPH}) {
            var answer = Ask.as(person).answer(question, Map.of());

            assertThat(answer.at("/errors/0/message").asString()).contains(word);
            assertThat(answer.get("data") == null || answer.get("data").isNull())
                    .isTrue();
        }
    }

    /** The way an operator helps: by gates and counts (explainAccess), never by looking. */
    @Test
    @DisplayName("attack 102: there is no role that sees more in an emergency, and the operator sees no child")
    void nobodyBreaksTheGlass() {
        assertThat(Arrays.stream(Role.values()).map(Enum::name))
                .containsExactly(
                        "ADMIN",
                        "PROGRAM_MANAGER",
                        "CASE_WORKER",
                        "ANALYST",
                        "DISTRICT_STEWARD",
                        "SCHOOL_STAFF",
                        "OPERATOR");
        var ollie = Ask.as(Person.OLLIE)
                .data(
                        "{ participants { totalCount edges { node { givenName } } } viewer { caseload { totalCount } } }");

        assertThat(ollie.at("/participants/totalCount").asInt()).isZero();
        assertThat(ollie.at("/viewer/caseload/totalCount").asInt()).isZero();
        assertThat(Ask.as(Person.DANA)
                        .data("{ participants { totalCount } }")
                        .at("/participants/totalCount")
                        .asInt())
                .isPositive();
    }

    @Test
    @DisplayName(
            "attack 211: the schema is told to signed-in staff alone, and the explorer holds no token and asks nobody")
    void theSchemaIsForStaff() {
        var schema = "{ __schema { types { name } } }";
        var unsigned = Ask.with("", Place.SOUND_REACH.host()).response(schema, Map.of());
        var former = Ask.as(Person.GONE).response(schema, Map.of());
        var explorer =
                Ask.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.apiPort() + "/explorer.html"))
                        .header("Host", Place.SOUND_REACH.host())
                        .GET());

        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(former.statusCode()).isEqualTo(403);
        assertThat(unsigned.body() + former.body()).doesNotContain("types", "Participant");
        assertThat(Ask.as(Person.MARIA).data(schema).toString()).contains("Participant");
        assertThat(explorer.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'")
                .doesNotContain("connect-src");
        for (var path : new String[] {"/graphiql", "/graphql/schema", "/playground", "/voyager", "/h2-console"}) {
            var answer = Ask.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.apiPort() + path))
                    .header("Host", Place.SOUND_REACH.host())
                    .header("Accept", "application/json")
                    .GET());
            assertThat(answer.statusCode()).as(path).isIn(401, 404);
        }
    }
}
