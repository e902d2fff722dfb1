package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Canaries in names, arguments, answers, headers and faults: none is found in a log, a measurement or an error. */
class LogCanaryTests {

    /** In whatever is sent; no line may hold it. */
    private static final String CANARY = "Zyxwoll7731";

    private final DemoWorld world = Worlds.pulled();

    @Test
    @DisplayName("attack 208: no value of a child and no token is in the log, whatever level is set for whom")
    void noLevelBringsAChildIntoTheLog() {
        var lines = Heard.atTrace(() -> {
            LoggerFactory.getLogger("link.studentsuccess.heard").trace("heard");
            askEverything();
        });

        assertThat(lines).as("the log is listened to").anyMatch(line -> line.contains("heard"));
        assertThat(lines).as("faults are logged").anyMatch(line -> line.contains("code=SQLSTATE 22012"));
        for (var canary : canaries()) {
            assertThat(lines).noneMatch(line -> line.contains(canary));
        }
    }

    /** Just to check that the test is valid: without the filter the same question writes all of it. */
    @Test
    void librariesWouldTell() {
        var lines = Heard.unfiltered(this::askByName);

        assertThat(lines).anyMatch(line -> line.contains(CANARY));
        assertThat(lines).anyMatch(line -> line.contains(Child.LENA.familyName()));
    }

    @Test
    @DisplayName("attack 209: no measurement is named after anybody, and no dump can be fetched")
    void noMeasurementNamesAnybody() {
        askEverything();

        var meters = world.bean(MeterRegistry.class).getMeters();
        assertThat(meters).isNotEmpty();
        for (var canary : canaries()) {
            assertThat(meters).noneMatch(meter -> meter.getId().toString().contains(canary));
        }
        for (var endpoint :
                List.of("heapdump", "threaddump", "metrics", "prometheus", "loggers", "env", "httpexchanges")) {
            for (var answer : List.of(
                    Ask.send(plain("/actuator/" + endpoint)),
                    Ask.send(Ask.as(Person.OLLIE)
                            .request()
                            .uri(address("/actuator/" + endpoint))
                            .GET()))) {
                assertThat(answer.statusCode()).as(endpoint).isIn(401, 404);
                assertThat(answer.body()).contains("errors").doesNotContain(endpoint);
            }
        }
    }

    @Test
    @DisplayName("attack 212: whether it is well is one word")
    void healthIsOneWord() {
        for (var path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            var answer = Ask.send(plain(path));

            assertThat(answer.statusCode()).isIn(200, 404);
            assertThat(answer.body())
                    .doesNotContain("database", "PostgreSQL", "link_request", "Sound Reach", "details");
        }
        assertThat(Ask.send(plain("/actuator/health")).body())
                .contains("\"UP\"")
                .hasSizeLessThan(60);
        assertThat(Ask.send(plain("/actuator/health/r2dbc")).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("attack 213: an error page repeats nothing and tells nothing of our insides")
    void anErrorTellsNothing() {
        for (var path : List.of(
                "/" + CANARY + ".json",
                "/actuator/" + CANARY,
                "/files/" + CANARY,
                "/graphql/" + CANARY,
                "/%00" + CANARY)) {
            var answer = Ask.send(plain(path));

            assertThat(answer.statusCode()).as(path).isBetween(400, 405);
            assertThat(answer.body())
                    .as(path)
                    .doesNotContain(
                            CANARY, "requestId", "timestamp", "trace", "Whitelabel", "Exception", "springframework");
        }
    }

    private List<String> canaries() {
        return List.of(
                CANARY,
                Child.LENA.familyName(),
                Person.MARIA.familyName(),
                Person.MARIA.subject(),
                world.participant(Child.LENA).toString(),
                "eyJ"); // how every token begins
    }

    private void askEverything() {
        askByName();
        var maria = Ask.as(Person.MARIA);
        maria.response("query V($id: ID!) { participant(id: $id) { id } }", Map.of("id", Map.of("x", CANARY)));
        maria.response("{ participant(id: \"" + CANARY + "\") { id } }", Map.of());
        maria.response("{ " + CANARY + " }", Map.of());
        maria.post("{\"query\": \"" + CANARY, "application/json");
        maria.post(CANARY, CANARY + "/x");
        Ask.with("eyJ" + CANARY + ".e30.e30", Place.SOUND_REACH.host()).response("{ viewer { role } }", Map.of());
        Ask.send(maria.request().uri(address("/graphql?token=" + CANARY)).GET());
        Uploads.list(world, Ask.as(Person.ALEX), "given_name,family_name\n" + CANARY + "," + CANARY + "\n");
        add();
        fail();
    }

    /** In an argument, a header and the name of the operation; and the answer is full of children. */
    private void askByName() {
        var body =
                "{\"query\":\"query %s($name: String) { none: participants(first: 1, filter: {nameContains: $name}) { totalCount }"
                                .formatted(CANARY)
                        + " participants(first: 100) { edges { node { givenName familyName birthDate students {"
                        + " attendance { ... on Attendance { summary { rate } } } } } } } }\",\"variables\":{\"name\":\""
                        + CANARY
                        + "\"}}";
        var answer = Ask.send(Ask.as(Person.DANA)
                .request()
                .header("GraphQL-Client-Name", CANARY)
                .header("User-Agent", CANARY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.body()).contains(Child.LENA.familyName()).doesNotContain("errors");
    }

    private void add() {
        var child = new LinkedHashMap<String, Object>(Map.of(
                "idempotencyKey",
                UUID.randomUUID().toString(),
                "givenName",
                CANARY,
                "familyName",
                CANARY,
                "birthDate",
                world.district().today().minusYears(12).toString(),
                "programId",
                Id.PROGRAM.of(world.program("Homework Club")),
                "begins",
                world.district().today().toString(),
                "districts",
                List.of()));
        var added = Ask.as(Person.JUNE)
                .data(
                        "mutation Add($input: AddParticipantInput!) { addParticipant(input: $input) { participant { id } errors { field } } }",
                        Map.of("input", child));
        assertThat(added.at("/addParticipant/participant/id").asString(""))
                .as(added.toString())
                .isNotEmpty();
        TakenAway.participants(world, "given_name = '" + CANARY + "'");
    }

    /** The database fails with a value of a child in its message. */
    private void fail() {
        Worlds.change(
                world,
                "create function party.planted() returns trigger language plpgsql security definer as $$ begin raise exception '"
                        + CANARY + "' using errcode = '22012', detail = '" + CANARY + "'; end $$;"
                        + " create trigger planted before insert on ledger.release for each row execute function party.planted()");
        try {
            var answer = Ask.as(Person.MARIA)
                    .answer(
                            "{ viewer { caseload(first: 1) { edges { node { students { attendance { __typename } } } } } } }",
                            Map.of());
            assertThat(answer.at("/errors/0/extensions/classification").asString())
                    .isEqualTo("UNAVAILABLE");
            assertThat(answer.toString()).doesNotContain(CANARY);
        } finally {
            Worlds.change(world, "drop trigger planted on ledger.release; drop function party.planted()");
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + world.apiPort() + path);
    }

    private HttpRequest.Builder plain(String path) {
        return HttpRequest.newBuilder(address(path))
                .header("Host", Place.SOUND_REACH.host())
                .header("Accept", "application/json")
                .GET();
    }
}
