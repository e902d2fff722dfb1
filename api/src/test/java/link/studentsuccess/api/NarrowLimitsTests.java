package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** Limits by the clock and demands of a deployment, at an instance of its own that is set narrowly. */
class NarrowLimitsTests {

    private static final String HOST = Place.SOUND_REACH.host();
    /** So few that none comes back while a test runs: one in thirty seconds, one in ten. */
    private static final int PER_PRINCIPAL = 2;

    private static final int PER_ADDRESS = 6;
    private static final String QUERY = "{\"query\":\"query Narrow {viewer{givenName}}\"}";

    private static final DemoWorld WORLD = Worlds.pulled();

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext instance;

    private static int port;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var key = Files.writeString(folder.resolve("key"), "k".repeat(32));
        var request = WORLD.database().request();
        instance = new SpringApplicationBuilder(StudentSuccessLink.class)
                .logStartupInfo(false)
                // Its own event loops: closing this application must not end those of the shared world.
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(ReactorResourceFactory.class, NarrowLimitsTests::ownResources))
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--logging.level.root=off",
                        "--spring.main.banner-mode=off",
                        "--spring.r2dbc.url=" + WORLD.database().r2dbcUrl(),
                        "--spring.r2dbc.username=" + request.username(),
                        "--spring.r2dbc.password=" + request.password(),
                        "--spring.flyway.enabled=false",
                        "--link.engine.enabled=false",
                        "--link.seal.enabled=false",
                        "--link.sign-in.issuer=" + WORLD.signIn().issuer(),
                        "--link.sign-in.multi-factor.amr=mfa,hwk",
                        "--link.rate-limits.per-principal=" + PER_PRINCIPAL,
                        "--link.rate-limits.per-address=" + PER_ADDRESS,
                        "--link.introspection.enabled=false",
                        "--link.slow-clients.pause=400ms",
                        "--link.slow-clients.whole=1500ms",
                        "--link.cursor-key=file:" + key);
        port = Integer.parseInt(String.valueOf(instance.getEnvironment().getProperty("local.server.port")));
    }

    private static ReactorResourceFactory ownResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }

    @AfterAll
    static void stop() {
        instance.close();
    }

    @Test
    @DisplayName("a deployment that demands multi-factor sign-in says so to who signed in by a password (RFC 9470)")
    void multiFactorIsDemanded() {
        var byPassword = ask("127.0.0.11", WORLD.signIn().token(Person.MARIA), QUERY);

        assertThat(byPassword)
                .startsWith("HTTP/1.1 401")
                .contains("Bearer error=\"insufficient_user_authentication\"", "second factor")
                .doesNotContain("Maria");
        assertThat(ask("127.0.0.11", token(Person.MARIA), QUERY)).contains("200 OK", "Maria");
        assertThat(ask("127.0.0.11", "eyJhbGciOiJub25lIn0.e30.AA", QUERY))
                .startsWith("HTTP/1.1 401")
                .doesNotContain("second factor");
    }

    @Test
    @DisplayName("attack 211, attack 28: a deployment may tell its schema to nobody, whatever way it is asked for")
    void theSchemaIsNotTold() {
        for (var document : List.of(
                "{ __schema { types { name } } }",
                "{ __typename viewer { role } ...f } fragment f on Query { x: __type(name: \\\"Student\\\") { fields { name } } }")) {
            assertThat(ask("127.0.0.61", token(Person.VAL), "{\"query\":\"" + document + "\"}"))
                    .contains("does not tell its schema")
                    .doesNotContain("\"data\":{", "attendance", "Participant");
        }
        // What the dashboard's own questions need is still told: of which type an answer is.
        assertThat(ask("127.0.0.61", token(Person.LEE), "{\"query\":\"{ __typename viewer { __typename } }\"}"))
                .contains("\"__typename\":\"Viewer\"");
        assertThat(get("127.0.0.62", "/explorer.html")).startsWith("HTTP/1.1 404");
        assertThat(get("127.0.0.62", "/client-config")).contains("200 OK", "\"explorer\":false");
        assertThat(Ask.as(Person.MARIA)
                        .data("{ __type(name: \"Student\") { name } }")
                        .at("/__type/name")
                        .asString())
                .as("elsewhere it is told")
                .isEqualTo("Student");
    }

    private static String get(String from, String path) {
        try (var wire = Wire.open(port, from)) {
            return wire.send("GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n")
                    .rest();
        }
    }

    @Test
    @DisplayName("attack 159: who asks too often is told when to ask again, wherever from, and it is recorded once")
    void onePrincipal() {
        var dana = token(Person.DANA);
        for (var i = 0; i < PER_PRINCIPAL; i++) {
            assertThat(ask("127.0.0.2", dana, QUERY)).contains("200 OK");
        }

        for (var i = 0; i < 5; i++) {
            assertTooMany(ask("127.0.0." + (3 + i), dana, QUERY));
        }
        // Another person from the same address is answered.
        assertThat(ask("127.0.0.2", token(Person.ALEX), QUERY)).contains("200 OK", "Alex");
        assertThat(Worlds.truth(
                        WORLD,
                        "select outcome || ' ' || refusal from ledger.request where refusal = 'TOO_MANY_REQUESTS' and staff_id = (select id from party.staff where subject = '"
                                + Person.DANA.subject() + "')"))
                .containsExactly("REFUSED TOO_MANY_REQUESTS");
    }

    @Test
    @DisplayName(
            "attack 70: the refusal is the same for an id that exists, one that does not and one of another organization")
    void sameForEveryId() {
        var pat = token(Person.PAT);
        for (var i = 0; i < PER_PRINCIPAL; i++) {
            ask("127.0.0.21", pat, QUERY);
        }

        var answers = List.of(
                        Id.PARTICIPANT.of(WORLD.participant(Child.LENA)),
                        Id.PARTICIPANT.of(UUID.randomUUID()),
                        Id.PARTICIPANT.of(WORLD.participant(Place.HARBOR_LIGHTS, Child.LENA.name())))
                .stream()
                .map(id -> ask("127.0.0.21", pat, "{\"query\":\"{ participant(id: \\\"" + id + "\\\") { id } }\"}"))
                .map(answer -> answer.replaceFirst("(?i)retry-after: \\d+\r\n", "Retry-After\r\n"))
                .toList();

        assertTooMany(ask("127.0.0.21", pat, QUERY));
        assertThat(answers).containsOnly(answers.get(0));
        assertThat(answers.get(0)).startsWith("HTTP/1.1 429");
    }

    @Test
    @DisplayName("attack 159: one address is refused before its tokens are looked at; another one is not")
    void oneAddress() {
        for (var i = 0; i < PER_ADDRESS; i++) {
            assertThat(ask("127.0.0.31", "guess" + i + ".e30.AA", QUERY)).startsWith("HTTP/1.1 401");
        }

        assertTooMany(ask("127.0.0.31", "guess.e30.AA", QUERY));
        assertTooMany(ask("127.0.0.31", token(Person.MARIA), QUERY));
        assertThat(ask("127.0.0.32", "guess.e30.AA", QUERY)).startsWith("HTTP/1.1 401");
    }

    @Test
    @DisplayName("attack 155: who sends a body drop by drop, or stops, is not waited for")
    void slowBodies() {
        var kim = token(Person.KIM);
        try (var stops = Wire.open(port, "127.0.0.41");
                var drips = Wire.open(port, "127.0.0.42")) {
            stops.send(head(kim, 500) + "{");
            drips.send(head(kim, 500) + "{");
            var end = System.nanoTime() + 4_000_000_000L;
            var dripping = new Thread(() -> {
                while (System.nanoTime() < end) {
                    drips.send(" ");
                    java.util.concurrent.locks.LockSupport.parkNanos(100_000_000L);
                }
            });
            dripping.start();

            assertThat(stops.rest()).doesNotContain("200 OK");
            assertThat(drips.rest()).doesNotContain("200 OK");
            assertThat(System.nanoTime())
                    .as("neither waits until the drip ends")
                    .isLessThan(end);
        }
        // Nothing of the database was held for them.
        assertThat(
                        Worlds.truth(
                                WORLD,
                                "select count(*) from pg_stat_activity where usename = 'link_request' and state like 'idle in transaction%'"))
                .containsExactly("0");
    }

    @Test
    @DisplayName("attack 155: who sends half a head, or nothing, is not waited for")
    void slowHeads() {
        try (var half = Wire.open(port, "127.0.0.51");
                var silent = Wire.open(port, "127.0.0.52")) {
            half.send("POST /graphql HTTP/1.1\r\nHost: " + HOST + "\r\nX-A: ");

            assertThat(half.rest()).doesNotContain("200 OK");
            assertThat(silent.rest()).isEmpty();
        }
    }

    private static void assertTooMany(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 429")
                .containsPattern("(?i)retry-after: [1-9]\\d?\r\n")
                .contains("TOO_MANY_REQUESTS")
                .doesNotContain("\"data\"");
    }

    private static String ask(String from, String token, String body) {
        try (var wire = Wire.open(port, from)) {
            return wire.send(head(token, body.length()) + body).rest();
        }
    }

    private static String head(String token, int length) {
        return "POST /graphql HTTP/1.1\r\nHost: " + HOST + "\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** Signed in with a second factor. */
    private static String token(Person person) {
        return WORLD.signIn()
                .mint(person.subject(), claims -> claims.claim("amr", List.of("pwd", "mfa")), headers -> {});
    }
}
