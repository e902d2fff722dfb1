package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Nothing that one request has read or decided is there for the next. */
class CachesTests {

    private static final String QUERY =
            "query Own($id: ID!) { participant(id: $id) { givenName students { id attendance { __typename ... on Withheld { reason } } } } }";

    private final DemoWorld world = Worlds.pulled();

    @Test
    @DisplayName("attacks 172, 174: two people who ask the same at the same time get each their own answer")
    void sameDocumentSameTime() {
        var lena = Map.<String, Object>of("id", Id.PARTICIPANT.of(world.participant(Child.LENA)));

        Ask.as(Person.MARIA).data(QUERY, lena); // warm: none waits for the first
        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> Ask.as(i % 2 == 0 ? Person.MARIA : Person.INES).data(QUERY, lena)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        for (var i = 0; i < answers.size(); i++) {
            var participant = answers.get(i).get("participant");
            if (i % 2 == 0) {
                assertThat(participant.at("/students/0/attendance/__typename").asString())
                        .isEqualTo("Attendance");
            } else {
                assertThat(participant.isNull()).as("an analyst sees no child").isTrue();
            }
        }
    }

    @Test
    @DisplayName(
            "attack 173: a loader's key is the student of one organization: another one's answer is not found by it")
    void loaderKeysAreOnesOwn() {
        var here = students(Person.MARIA, Place.SOUND_REACH);
        var there = students(Person.BEA, Place.HARBOR_LIGHTS);

        assertThat(here).isNotEmpty().doesNotContainAnyElementsOf(there);
        assertThat(there).isNotEmpty();
    }

    @Test
    @DisplayName("attack 173: a child at two districts: each record is answered as if it had been asked for alone")
    void loaderKeysAreOfOneDistrict() {
        var facets =
                "id district { name } attendance { ... on Attendance { summary { enrolled } days { date status } } }"
                        + " grades { ... on Grades { summary { sections } } } enrollment { ... on Enrollments { all { schoolYear school { name } } } }";
        var students = Ask.as(Person.MARIA)
                .data(
                        "query Both($id: ID!) { participant(id: $id) { students { " + facets + " } } }",
                        Map.of("id", Id.PARTICIPANT.of(world.participant(Child.SAOIRSE))))
                .at("/participant/students");

        assertThat(students).hasSize(2);
        assertThat(students.get(0).get("enrollment"))
                .isNotEqualTo(students.get(1).get("enrollment"));
        for (var student : students) {
            assertThat(Ask.as(Person.MARIA)
                            .data(
                                    "query Alone($id: ID!) { student(id: $id) { " + facets + " } }",
                                    Map.of("id", student.get("id").asString()))
                            .get("student"))
                    .isEqualTo(student);
        }
    }

    private List<String> students(Person person, Place place) {
        var lena = Id.PARTICIPANT.of(world.participant(place, Child.LENA.name()));
        var ids = new java.util.ArrayList<String>();
        Ask.as(person)
                .data(QUERY, Map.of("id", lena))
                .at("/participant/students")
                .forEach(s -> ids.add(s.get("id").asString()));
        return ids;
    }

    @Test
    @DisplayName("attack 175: no answer may be kept by anybody on the way, or be asked for again by a mark")
    void answersAreNotKept() {
        var answer = Ask.as(Person.MARIA).response("{ viewer { givenName } }", Map.of());
        var refused = Ask.with("", Place.SOUND_REACH.host()).response("{ viewer { givenName } }", Map.of());

        for (var each : List.of(answer, refused)) {
            assertThat(each.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(each.headers().map().keySet())
                    .noneMatch(name -> List.of("etag", "last-modified", "expires", "age")
                                    .contains(name.toLowerCase(java.util.Locale.ROOT))
                            && !name.equalsIgnoreCase("expires"));
        }
        assertThat(Ask.send(Ask.as(Person.MARIA)
                                .request()
                                .header("Content-Type", "application/json")
                                .header("If-None-Match", "*")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                        "{\"query\":\"{viewer{givenName}}\"}")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("attack 181: nothing of a record is read before it is decided, and what is closed is not read at all")
    void decidedBeforeRead() {
        var question =
                "query Order($id: ID!) { student(id: $id) { attendance { ... on Attendance { summary { enrolled } days { date } } } grades { ... on Grades { summary { sections } } } } }";
        var open = statements(question, Child.LENA);
        var closed = statements(question, Child.NOOR);

        var decided = open.indexOf("access.open");
        assertThat(decided).isNotNegative();
        assertThat(open.indexOf("record")).isGreaterThan(decided);
        assertThat(open.subList(decided, open.size())).contains("record");
        assertThat(closed).contains("access.open").doesNotContain("record");
    }

    /** What the statements of a question are about, in their order. */
    private List<String> statements(String question, Child child) {
        return Heard.unfiltered(() ->
                        Ask.as(Person.MARIA).data(question, Map.of("id", Id.STUDENT.of(world.student(child)))))
                .stream()
                .filter(line -> line.startsWith("io.r2dbc.postgresql.QUERY "))
                .map(line ->
                        line.contains("access.open(") ? "access.open" : line.contains("record.") ? "record" : "other")
                .toList();
    }

    @Test
    @DisplayName("attacks 178, 181: rows come to the student that they are of, whichever order they are loaded in")
    void rowsComeToTheirStudent() {
        var caseload = Ask.as(Person.MARIA)
                .data(
                        "{ viewer { caseload(first: 30) { edges { node { id students { id attendance { ... on Attendance { summary { enrolled excused unexcused } } } grades { __typename } enrollment { __typename } } } } } } }");

        for (var edge : caseload.at("/viewer/caseload/edges")) {
            var alone = Ask.as(Person.MARIA)
                    .data(
                            "query Alone($id: ID!) { participant(id: $id) { id students { id enrollment { __typename } grades { __typename } attendance { ... on Attendance { summary { enrolled excused unexcused } } } } } }",
                            Map.of("id", edge.at("/node/id").asString()))
                    .get("participant");
            assertThat(alone).isEqualTo(edge.get("node"));
        }
    }
}
