package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
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
import org.springframework.context.ConfigurableApplicationContext;

/** Limits by the clock and demands of a deployment, at an instance of its own that is set narrowly. */
class NarrowLimitsTests {

    private static final String HOST = Place.SOUND_REACH.host();
    /** So few that none comes back while a test runs: one in twelve seconds, one in ten. */
    private static final int PER_PRINCIPAL = 5;

    private static final int PER_ADDRESS = 6;
    private static final int AT_ONCE = 2;
    private static final int FILES_PER_HOUR = 2;
    private static final int TEN_MEBIBYTES = 10 * 1024 * 1024;
    private static final String QUERY = "{\"query\":\"query Narrow {viewer{givenName}}\"}";
    private static final String PLACE =
            "{\"query\":\"mutation { requestUpload(input: {purpose: SIGNED_AGREEMENT, name: \\\"a.pdf\\\"}) { ticket errors { code message } } }\"}";

    /** The service says so when it is about to read the body: the request is in hand. */
    private static final String CONTINUE = "Expect: 100-continue\r\n";

    private static final DemoWorld WORLD = Worlds.pulled();

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext instance;

    private static int port;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        instance = AnotherInstance.start(
                folder,
                // The sign-in server beside the tests brings Tomcat; the service has Netty alone.
                "--spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration",
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.endpoints.web.exposure.include=*",
                "--link.sign-in.multi-factor.amr=mfa,hwk",
                "--link.rate-limits.per-principal=" + PER_PRINCIPAL,
                "--link.rate-limits.at-once=" + AT_ONCE,
                "--link.rate-limits.per-address=" + PER_ADDRESS,
                "--link.rate-limits.trusted-proxies=1",
                "--link.files.per-hour=" + FILES_PER_HOUR,
                "--link.files.at-once=1",
                "--link.largest-answer=2KB",
                "--link.introspection.enabled=false",
                "--link.slow-clients.pause=1s",
                "--link.slow-clients.whole=3s");
        port = AnotherInstance.port(instance);
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
            assertThat(ask("127.0.0.65", token(Person.KIM), "{\"query\":\"" + document + "\"}"))
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

    @Test
    @DisplayName(
            "attack 141: measurements are told at the operator's port and nothing else is; at the port for people none are")
    void measurementsHaveAPortOfTheirOwn() {
        var own = Integer.parseInt(String.valueOf(instance.getEnvironment().getProperty("local.management.port")));

        assertThat(get(own, "127.0.0.63", "/actuator/metrics")).contains("200 OK", "\"jvm.memory.used\"");
        for (var path : List.of("/actuator/env", "/actuator/heapdump", "/actuator/loggers", "/graphql", "/files/x")) {
            assertThat(get(own, "127.0.0.63", path)).as(path).doesNotStartWith("HTTP/1.1 200");
        }
        for (var path : List.of("/actuator/metrics", "/actuator/metrics/jvm.memory.used", "/actuator/env")) {
            assertThat(get("127.0.0.64", path)).as(path).doesNotStartWith("HTTP/1.1 200");
        }
    }

    private static String get(String from, String path) {
        return get(port, from, path);
    }

    private static String get(int port, String from, String path) {
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
    @DisplayName(
            "attack 159: whoever floods the pages of an address keeps nobody there from the data, nor the other way")
    void pagesAndDataApart() {
        for (var i = 0; i < PER_ADDRESS; i++) {
            assertThat(get("127.0.0.33", "/client-config")).startsWith("HTTP/1.1 200");
        }

        assertTooMany(get("127.0.0.33", "/client-config"));
        for (var i = 0; i < PER_ADDRESS; i++) {
            assertThat(ask("127.0.0.33", "guess" + i + ".e30.AA", QUERY)).startsWith("HTTP/1.1 401");
        }
        assertTooMany(ask("127.0.0.33", "guess.e30.AA", QUERY));
    }

    @Test
    @DisplayName("attack 99: behind a proxy the address counts that it has added, and none that the client has written")
    void behindAProxy() {
        for (var i = 0; i < PER_ADDRESS; i++) {
            assertThat(forwarded("198.51.100." + i + ", 203.0.113.7")).startsWith("HTTP/1.1 401");
        }

        assertTooMany(forwarded("198.51.100.99, 203.0.113.7"));
        assertTooMany(forwarded("203.0.113.7:40123"));
        assertTooMany(forwarded("::ffff:203.0.113.7"));
        assertTooMany(forwarded("198.51.100.99\r\nX-Forwarded-For: 203.0.113.7"));
        assertThat(forwarded("203.0.113.7, 203.0.113.8")).startsWith("HTTP/1.1 401");
        assertThat(forwarded("a.name.that.nobody.looks.up"))
                .as("its own address")
                .startsWith("HTTP/1.1 401");
    }

    private static String forwarded(String addresses) {
        try (var wire = Wire.open(port, "127.0.0.34")) {
            return wire.send(head("guess.e30.AA", QUERY.length(), "X-Forwarded-For: " + addresses + "\r\n") + QUERY)
                    .rest();
        }
    }

    @Test
    @DisplayName("attack 156: nobody has more requests in hand at once than allowed, and others are answered meanwhile")
    void atOnce() {
        var lee = token(Person.LEE);
        try (var one = Wire.open(port, "127.0.0.71");
                var two = Wire.open(port, "127.0.0.72")) {
            one.send(head(lee, 500, CONTINUE)).await("100 Continue");
            two.send(head(lee, 500, CONTINUE)).await("100 Continue");

            assertTooMany(ask("127.0.0.73", lee, QUERY));
            assertThat(ask("127.0.0.73", token(Person.TOM), QUERY)).contains("200 OK", "Tom");

            assertThat(one.rest()).doesNotContain("200 OK");
            assertThat(two.rest()).doesNotContain("200 OK");
        }
        assertThat(ask("127.0.0.73", lee, QUERY)).contains("200 OK", "Lee");
        assertThat(Worlds.truth(
                        WORLD,
                        "select outcome from ledger.request where refusal = 'TOO_MANY_AT_ONCE' and staff_id = (select id from party.staff where subject = '"
                                + Person.LEE.subject() + "')"))
                .containsExactly("REFUSED");
    }

    @Test
    @DisplayName("attacks 156 and 199: who asks and goes away has it in hand until the database has done with it")
    void goneAndStillInHand() {
        var alex = token(Person.ALEX);
        var body = "{\"query\":\"query Gone { student(id: \\\"" + Id.STUDENT.of(WORLD.student(Child.LENA))
                + "\\\") { attendance { __typename } } }\"}";
        Worlds.change(
                WORLD,
                "create function party.planted() returns trigger language plpgsql as $$ begin perform pg_sleep(2); return new; end $$;"
                        + " create trigger planted before insert on ledger.release for each row execute function party.planted()");
        try {
            for (var n = 1; n <= AT_ONCE; n++) {
                try (var wire = Wire.open(port, "127.0.0.75")) {
                    wire.send(head(alex, body.length()) + body);
                    awaitSleeping(n);
                }
            }

            assertTooMany(ask("127.0.0.76", alex, QUERY));
        } finally {
            // Waits for both.
            Worlds.change(WORLD, "drop trigger planted on ledger.release; drop function party.planted()");
        }
        assertThat(ask("127.0.0.76", alex, QUERY)).contains("200 OK", "Alex");
    }

    private static void awaitSleeping(int statements) {
        var end = System.nanoTime() + 10_000_000_000L;
        while (Worlds.truth(WORLD, "select 1 from pg_stat_activity where wait_event = 'PgSleep'")
                        .size()
                < statements) {
            assertThat(System.nanoTime()).as("nothing sleeps").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("attack 152: an answer that is larger than allowed releases nothing, and says what to do")
    void largeAnswer() {
        var query =
                "query Large { viewer { caseload(first: 30) { edges { node { givenName students { id attendance { ... on Attendance { summary { rate } } } } } } } } }";
        assertThat(Ask.as(Person.MARIA).data(query).toString())
                .as("where it is allowed")
                .contains("Lena", "rate")
                .hasSizeGreaterThan(2_048);

        var answer = ask("127.0.0.61", token(Person.MARIA), "{\"query\":\"" + query + "\"}");

        assertThat(answer)
                .contains("200 OK", "The answer is larger than 2 KiB: ask for fewer fields", "BAD_REQUEST")
                .doesNotContain("Lena", "rate");
        assertThat(
                        Worlds.truth(
                                WORLD,
                                "select outcome || ' ' || ((select count(*) from ledger.release l where l.request_id = r.id) > 0) from ledger.request r where operation = 'Large' order by r.at"))
                .containsExactly("ANSWERED true", "INVALID false");
    }

    @Test
    @DisplayName("attack 206: nobody fills the disk, or the memory, with files")
    void filesAreTakenInSparingly() {
        var val = token(Person.VAL);
        var tom = token(Person.TOM);
        var ofVal = ticket(ask("127.0.0.62", val, PLACE));
        ticket(ask("127.0.0.62", val, PLACE));
        var ofTom = ticket(ask("127.0.0.62", tom, PLACE));

        assertThat(ask("127.0.0.62", val, PLACE))
                .contains("200 OK", "NOT_ALLOWED", "go on in an hour", "\"ticket\":null");
        try (var first = Wire.open(port, "127.0.0.63")) {
            first.send(upload(val, ofVal, 500, CONTINUE)).await("100 Continue");
            assertThat(uploaded(tom, ofTom))
                    .startsWith("HTTP/1.1 429")
                    .contains("again in a minute, with the same ticket");
            assertThat(first.rest()).doesNotContain("HTTP/1.1 201");
        }
        assertThat(uploaded(tom, ofTom)).startsWith("HTTP/1.1 201");
        Worlds.change(
                WORLD,
                "delete from document.file where membership_id in ('" + Person.VAL.membershipId() + "', '"
                        + Person.TOM.membershipId() + "')");
    }

    private static String uploaded(String token, String ticket) {
        var content = "%PDF-1.7 signed";
        try (var wire = Wire.open(port, "127.0.0.64")) {
            return wire.send(upload(token, ticket, content.length(), "") + content)
                    .rest();
        }
    }

    private static String upload(String token, String ticket, int length, String more) {
        return head(token, length, "Upload-Ticket: " + ticket + "\r\n" + more).replace("/graphql", "/files");
    }

    private static String ticket(String answer) {
        var found = Pattern.compile("\"ticket\":\"([^\"]+)\"").matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return found.group(1);
    }

    @Test
    @DisplayName("attack 155: who sends a body drop by drop, or stops, is not waited for")
    void slowBodies() {
        var kim = token(Person.KIM);
        try (var stops = Wire.open(port, "127.0.0.41");
                var drips = Wire.open(port, "127.0.0.42")) {
            stops.send(head(kim, 500) + "{");
            drips.send(head(kim, 500) + "{");
            var end = System.nanoTime() + 6_000_000_000L;
            var dripping = new Thread(() -> {
                while (System.nanoTime() < end) {
                    drips.send(" ");
                    java.util.concurrent.locks.LockSupport.parkNanos(100_000_000L);
                }
            });
            dripping.start();

            assertThat(stops.rest()).startsWith("HTTP/1.1 408");
            assertThat(drips.rest()).startsWith("HTTP/1.1 408");
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

    @Test
    @DisplayName("attack 155: who does not read the answer is not waited for, and it is not kept")
    void slowReaders() {
        var file = UUID.randomUUID();
        Worlds.change(WORLD, """
                insert into document.file
                  (id, membership_id, organization_id, purpose, name, ticket_hash, media_type, size, sha256, content, uploaded_at)
                select '%1$s', m.id, m.organization_id, 'SIGNED_AGREEMENT', 'large.pdf', '\\x01', 'application/pdf', %3$d, '',
                  decode(repeat('25', %3$d), 'hex'), now()
                from party.membership m
                where m.id = '%2$s'
                """.formatted(file, Person.INES.membershipId(), TEN_MEBIBYTES));
        var read = head(token(Person.INES), 0, "").replace("POST /graphql", "GET /files/" + Id.FILE.of(file));

        try (var reads = Wire.open(port, "127.0.0.81");
                var waits = Wire.open(port, "127.0.0.82", 4_096)) {
            assertThat(reads.send(read).rest()).startsWith("HTTP/1.1 200").hasSizeGreaterThan(TEN_MEBIBYTES);

            assertThat(waits.send(read).awaitClosed().rest()).hasSizeLessThan(TEN_MEBIBYTES);
        } finally {
            Worlds.change(WORLD, "delete from document.file where id = '" + file + "'");
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
        return head(token, length, "");
    }

    private static String head(String token, int length, String more) {
        return "POST /graphql HTTP/1.1\r\nHost: " + HOST + "\r\nAuthorization: Bearer " + token + "\r\n" + more
                + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** Signed in with a second factor. */
    private static String token(Person person) {
        return WORLD.signIn()
                .mint(person.subject(), claims -> claims.claim("amr", List.of("pwd", "mfa")), headers -> {});
    }
}
