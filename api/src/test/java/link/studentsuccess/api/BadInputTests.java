package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is malformed, foreign or too much gets one clear sentence and nothing else. */
class BadInputTests {

    private static final String HOST = Place.SOUND_REACH.host();

    private final DemoWorld world = Worlds.pulled();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"query\"",
                "{\"query\":",
                "{\"variables\":{}}",
                "[{\"query\":\"{viewer{role}}\"}]",
                "{\"query\":{\"a\":1}}",
                "{\"query\":\"{viewer{role}}\",\"variables\":[]}"
            })
    void malformedBodyIsABadRequest(String body) {
        var response = Ask.as(Person.MARIA).post(body, "application/json");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(Ask.json(response).at("/errors/0/message").asString()).isNotBlank();
    }

    @ParameterizedTest(name = "attack 63: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ viewer { shoeSize } }                           | shoeSize",
                "{ viewer { role                                   | cannot be read as GraphQL",
                "{ participant { givenName } }                     | Missing field argument",
                "{ participant(id: {a: \"secret-4411\"}) { id } }  | wrong type or form",
                "{ participants(first: 0) { totalCount } }         | 'first' must be 1 to 100",
                "{ participants(first: 101) { totalCount } }       | 'first' must be 1 to 100",
                "{ participants(filter: {nameContains: \"\\u0000\"}) { totalCount } } | a character that no text has",
                "{ participants(first: 2147483648) { totalCount } }| wrong type or form",
                "{ participants(after: \"AAAA\") { totalCount } }  | not a cursor of this list",
                "{ participant(id: \" x1\") { id } }               | 'id' is not an id of the right form or kind",
                "{ node(id: \"４４１１\") { id } }                  | 'id' is not an id of the right form or kind",
                "subscription { viewer { role } }                  | "
            })
    void badDocumentIsNamedWithoutRepeatingValues(String query, String message) {
        var answer = Ask.as(Person.MARIA).answer(query, Map.of());

        assertThat(answer.at("/data").isNull() || answer.at("/data").isMissingNode())
                .isTrue();
        assertThat(answer.at("/errors/0/message").asString()).contains(message == null ? "" : message);
        assertThat(answer.toString()).doesNotContain("secret-4411", "Exception", "graphql.", "java.");
    }

    /** What PostgreSQL would refuse, or nobody means, is named before it is asked; in a variable as in the document. */
    @ParameterizedTest(name = "attack 91: {0}")
    @ValueSource(strings = {"+999999999-01-01", "0001-01-01", "1899-12-31", "2201-01-01"})
    void aDayOfAnImpossibleYearIsNamed(String day) {
        var assign = """
                mutation Assign($begins: Date!) {
                  assignCaseload(input: { idempotencyKey: "impossible-day", staffId: "%s", site: "Nowhere", begins: $begins }) {
                    errors { code }
                  }
                }
                """.formatted(Id.STAFF.of(Person.MARIA.membershipId()));
        var record = """
                mutation Record($input: RecordConsentsInput!) { recordConsents(input: $input) { errors { code } } }
                """;
        var consent = Map.of(
                "participantId",
                Id.PARTICIPANT.of(world.participant(Place.SOUND_REACH, Child.LENA.name())),
                "districtId",
                Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                "ends",
                day);
        var consents = Map.of(
                "idempotencyKey",
                "impossible-day",
                "document",
                Map.of("evidence", "PAPER"),
                "consents",
                List.of(consent));
        var classes = """
                { participants(first: 1) { edges { node { students {
                  schedule { ... on Schedule { classes(on: "%s") { __typename } } }
                } } } } }
                """.formatted(day);

        assertImpossibleDay(Person.DANA, assign, Map.of("begins", day), "input.begins");
        assertImpossibleDay(Person.DANA, record, Map.of("input", consents), "input.consents.0.ends");
        assertImpossibleDay(Person.DANA, classes, Map.of(), "on");
    }

    /** Ids of Harbor Lights, whose admin asks. A control character is written as its escape. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "addParticipant(input: { idempotencyKey: \"bad-input\", givenName: \"A\", familyName: \"B\", externalId: \"a~\", programId: \"PROGRAM\", begins: \"2026-09-01\" })",
                "addParticipant(input: { idempotencyKey: \"bad-input\", givenName: \"A~\", familyName: \"B~\", preferredGivenName: \"C~\", districts: [{ districtId: \"DISTRICT\", districtStudentId: \"1~\" }], programId: \"PROGRAM\", begins: \"2026-09-01\", ends: \"2026-08-01\" })",
                "correctParticipant(input: { participantId: \"CHILD\", version: 1, givenName: \"A~\", familyName: \"B\", externalId: \"a~\" })",
                "addParticipantDistrict(input: { participantId: \"CHILD\", districtId: \"DISTRICT\", districtStudentId: \"1~\" })",
                "destroyParticipant(input: { participantId: \"CHILD\", version: 1, reason: \"a~\" })",
                "enrollInProgram(input: { idempotencyKey: \"bad-input\", participantId: \"CHILD\", programId: \"PROGRAM\", begins: \"2027-03-10\", ends: \"2027-03-01\" })",
                "createProgram(input: { idempotencyKey: \"bad-input\", name: \"a~\", kind: OTHER, site: \"b~\" })",
                "changeProgram(input: { programId: \"PROGRAM\", version: 1, name: \"a~\", kind: OTHER, sharing: ALLOWED, site: \"b~\" })",
                "recordConsents(input: { idempotencyKey: \"bad-input\", document: { evidence: LINK, contact: \"a~\", identificationSeen: \"a~\", formKey: \"a~\", purpose: \"a~\" }, consents: [{ participantId: \"CHILD\", districtId: \"DISTRICT\", newSigner: { name: \"a~\", capacity: PARENT }, proof: \"a~\" }] })",
                "recordConsents(input: { idempotencyKey: \"bad-input\", document: { evidence: PAPER }, consents: [{ participantId: \"CHILD\", districtId: \"DISTRICT\", newSigner: { name: \"a\", capacity: PARENT }, audiences: [PARTNERS] }] })",
                "recordConsents(input: { idempotencyKey: \"bad-input\", document: { evidence: PAPER }, consents: [{ participantId: \"CHILD\", districtId: \"DISTRICT\", newSigner: { name: \"a\", capacity: PARENT }, begins: \"2027-03-10\", ends: \"2027-03-01\" }] })",
                "revokeConsent(input: { consentId: \"CONSENT\", note: \"a~\" })",
                "revokeConsent(input: { consentId: \"CONSENT\", withdrawnBy: { name: \"a~\", capacity: PARENT } })",
                "answerConsentQuestion(input: { questionId: \"QUESTION\", answer: \"a~\" })",
            })
    void noMistakeIsAnsweredAsAnOutage(String mutation) {
        for (var control : List.of("\\u0000", "\\u0001", "\\u202E")) {
            var document = "mutation { "
                    + mutation.replace("~", control)
                            .replace("PROGRAM\"", Id.PROGRAM.of(world.program("Homework Club")) + "\"")
                            .replace("DISTRICT\"", Id.DISTRICT.of(Place.PUGET_RIDGE.id()) + "\"")
                            .replace(
                                    "CHILD\"",
                                    Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, Child.LENA.name())) + "\"")
                            .replace("CONSENT\"", consentOfLena() + "\"")
                            .replace("QUESTION\"", Id.CONSENT_QUESTION.of(new UUID(1, 1)) + "\"")
                    + " { errors { code field } } }";

            var answer = Ask.as(Person.JUNE).answer(document, Map.of());

            assertThat(answer.hasNonNull("errors")).as(answer.toString()).isFalse();
            assertThat(answer.get("data").iterator().next().get("errors"))
                    .as(mutation)
                    .isNotEmpty();
        }
    }

    private String consentOfLena() {
        return Id.CONSENT.of(UUID.fromString(Worlds.truth(
                        world,
                        "select id from document.consent where kind = 'GENERAL' and participant_id = '"
                                + world.participant(Place.HARBOR_LIGHTS, Child.LENA.name()) + "' limit 1")
                .get(0)));
    }

    private static void assertImpossibleDay(
            Person person, String document, Map<String, Object> variables, String argument) {
        var error = Ask.as(person).answer(document, variables).at("/errors/0");

        assertThat(error.at("/message").asString())
                .isEqualTo("'" + argument + "' must be of a year from 1900 to 2200.");
        assertThat(error.at("/extensions/classification").asString()).isEqualTo("BAD_REQUEST");
    }

    /** Which of many ids, days or words: the place is said, and not what stands there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "staffId            | secret-4411 | 'input.staffId' is not an id of the right form or kind",
                "staffId            | %s          | 'input.staffId' is not an id of the right form or kind",
                "begins             | 30.11.2026  | 'input.begins' in the variables is missing, or no value of the type Date!",
                "begins             |             | 'input.begins' in the variables is missing, or no value of the type Date!",
                "secret-4411        | secret-4411 | 'input' in the variables has a field that the type AssignCaseloadInput does not know",
                "idempotencyKey     | 4411        | 'input.idempotencyKey' must have 8 to 100 visible characters"
            })
    void theInputThatIsNotOfTheRightFormIsNamed(String field, @Nullable String value, String message) {
        var input = new HashMap<String, Object>(Map.of(
                "idempotencyKey", "form-of-inputs",
                "staffId", Id.STAFF.of(Person.TOM.membershipId()),
                "site", "Nowhere",
                "begins", "2026-11-30"));
        input.put(field, value == null ? null : value.formatted(Id.DISTRICT.of(Place.PUGET_RIDGE.id())));

        var answer = Ask.as(Person.DANA)
                .answer(
                        "mutation A($input: AssignCaseloadInput!) { assignCaseload(input: $input) { errors { code } } }",
                        Map.of("input", input));

        assertThat(answer.at("/errors")).hasSize(1);
        assertThat(answer.at("/errors/0/message").asString()).startsWith(message);
        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("BAD_REQUEST");
        assertThat(answer.toString()).doesNotContain("4411", "30.11");
    }

    @Test
    void thePlaceInAListAndAnUnknownWordAreNamedToo() {
        var consent = Map.of("participantId", "x", "districtId", "x", "kind", "secret-4411");
        var input = Map.of(
                "idempotencyKey",
                "form-of-inputs",
                "document",
                Map.of("evidence", "PAPER"),
                "consents",
                List.of(consent));

        var answer = Ask.as(Person.DANA)
                .answer(
                        "mutation R($input: RecordConsentsInput!) { recordConsents(input: $input) { errors { code } } }",
                        Map.of("input", input));

        assertThat(answer.at("/errors/0/message").asString())
                .startsWith("'input.consents.0.kind' in the variables is missing, or no value of the type ConsentKind");
        assertThat(answer.toString()).doesNotContain("4411");
    }

    @Test
    @DisplayName("attack 32: an id given as an object, a list or a number is refused, and not repeated")
    void variableOfTheWrongTypeIsNotRepeated() {
        for (var value : List.<Object>of(Map.of("secret", "4411-secret"), List.of("4411-secret"), true, 4411, 44.5)) {
            var answer = Ask.as(Person.MARIA)
                    .answer("query V($id: ID!) { participant(id: $id) { id } }", Map.of("id", value));

            assertThat(answer.at("/errors").size()).isEqualTo(1);
            assertThat(answer.at("/errors/0/extensions/classification").asString())
                    .isEqualTo("BAD_REQUEST");
            assertThat(answer.toString()).doesNotContain("4411-secret");
        }
    }

    @Test
    void unknownIdAndAnotherOrganizationsIdAnswerTheSame() {
        var query = "query P($id: ID!) { participant(id: $id) { givenName } }";
        var foreign = Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, Child.LENA.name()));
        var unknown = Id.PARTICIPANT.of(UUID.randomUUID());

        var one = Ask.as(Person.MARIA).response(query, Map.of("id", foreign));
        var other = Ask.as(Person.MARIA).response(query, Map.of("id", unknown));

        assertThat(one.body()).isEqualTo(other.body()).isEqualTo("{\"data\":{\"participant\":null}}");
        assertThat(one.statusCode()).isEqualTo(other.statusCode());
        // … and the child is there.
        assertThat(Ask.as(Person.BEA)
                        .data(query, Map.of("id", foreign))
                        .at("/participant/givenName")
                        .asString())
                .isEqualTo("Lena");
    }

    @Test
    @DisplayName("attacks 105, 108, 109, 110, 116: a token that is expired, foreign or of another kind is refused")
    void tokenThatIsExpiredForeignOrOfAnotherKindIsRefused() {
        var maria = Person.MARIA.subject();
        var signIn = world.signIn();
        var past = Instant.now().minusSeconds(7_200);
        var tokens = Map.of(
                "expired",
                signIn.mint(maria, c -> c.issuedAt(past).notBefore(past).expiresAt(past.plusSeconds(60)), h -> {}),
                "without expiry",
                signIn.mint(maria, c -> c.claims(all -> all.remove("exp")), h -> {}),
                "another issuer",
                signIn.mint(maria, c -> c.issuer("http://localhost:1"), h -> {}),
                "another audience",
                signIn.mint(maria, c -> c.audience(List.of("somebody-else")), h -> {}),
                "ID token",
                signIn.mint(maria, c -> {}, h -> h.type("JWT")),
                "another key",
                signIn.forge(maria),
                "garbage",
                "eyJhbGciOiJub25lIn0.e30.",
                "none",
                "");

        tokens.forEach((kind, token) -> {
            var response = Ask.with(token, HOST).response("{ viewer { role } }", Map.of());

            assertThat(response.statusCode()).as(kind).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate"))
                    .as(kind)
                    .contains("Bearer");
            assertThat(response.body()).as(kind).contains("Sign in").doesNotContain("Jwt", "exp", "issuer");
        });
        assertThat(Ask.with(signIn.token(Person.MARIA), HOST)
                        .data("{ viewer { role } }")
                        .at("/viewer/role")
                        .asString())
                .isEqualTo("CASE_WORKER");
    }

    @Test
    @DisplayName("attack 98: the address of another is refused, and the attempt is on record")
    void wrongAddressIsRefusedAndRecorded() {
        for (var host : List.of("harborlights.localhost", "operator.localhost", "nowhere.localhost", "127.0.0.1")) {
            var response = Ask.as(Person.MARIA).at(host).response("{ viewer { role } }", Map.of());

            assertThat(response.statusCode()).as(host).isEqualTo(403);
            assertThat(Ask.json(response).at("/errors/0/message").asString())
                    .isEqualTo(
                            "You have no active account at this address: use the address of your own organization. If you"
                                    + " were invited here, sign in with the e-mail address that was invited, verified; an invitation"
                                    + " that has lapsed can be renewed.");
        }
        assertThat(Ask.as(Person.GONE).response("{ viewer { role } }", Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(Ask.as(Person.GONE)
                        .response("{ __schema { types { name } } }", Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(
                        Worlds.truth(
                                world,
                                "select distinct outcome || ' ' || refusal from ledger.request where host = 'nowhere.localhost'"))
                .containsExactly("REFUSED UNKNOWN_ADDRESS");
    }

    @Test
    @DisplayName("attack 99: headers that name another organization or person change nothing")
    void spoofedHeadersChangeNothing() {
        var request = Ask.as(Person.MARIA)
                .request()
                .header("X-Forwarded-Host", "harborlights.localhost")
                .header("Forwarded", "host=operator.localhost")
                .header("X-Org", "Harbor Lights")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\":\"{ viewer { organization { name } } }\"}"));

        assertThat(Ask.send(request).body())
                .isEqualTo("{\"data\":{\"viewer\":{\"organization\":{\"name\":\"Sound Reach\"}}}}");
    }

    @Test
    @DisplayName("attacks 127, 128, 134, 151: only POST of JSON within 256 KiB is taken, and a query is no stream")
    void onlyPostOfJsonIsTaken() {
        var maria = Ask.as(Person.MARIA);

        assertThat(Ask.send(maria.request().GET()).statusCode()).isEqualTo(405);
        assertThat(Ask.send(maria.request().PUT(BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(405);
        for (var type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/graphql",
                "x",
                "application/json;charset=utf-16")) {
            assertThat(maria.post("{\"query\":\"{viewer{role}}\"}", type).statusCode())
                    .as(type)
                    .isEqualTo(415);
        }
        var stream = maria.request()
                .setHeader("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\":\"{viewer{role}}\"}"));
        assertThat(Ask.send(stream).statusCode()).isEqualTo(406);
        var large = "{\"query\":\"{ viewer { role } }\",\"variables\":{\"a\":\"" + "x".repeat(300_000) + "\"}}";
        assertThat(maria.post(large, "application/json").statusCode()).isEqualTo(413);
    }

    @Test
    void nullWhereThereIsADefaultMeansTheDefault() {
        var answer = Ask.as(Person.DANA)
                .data(
                        "{ participants(first: null, orderBy: null) { totalCount edges { node { programAttendance(first: null) { id } } } } }");

        assertThat(answer.at("/participants/edges")).hasSize(25);
    }

    @Test
    @DisplayName("attack 140: another spelling of the path is the same place")
    void anotherSpellingOfThePathIsTheSamePlace() {
        var address = URI.create("http://127.0.0.1:" + world.apiPort() + "/%67raphql");
        var request = Ask.as(Person.MARIA)
                .request()
                .uri(address)
                .setHeader("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\":\"{viewer{role}}\"}"));

        assertThat(Ask.send(request).statusCode()).isEqualTo(406);
    }

    /** A fragment that doubles twenty times stands for millions of selections in two kilobytes. */
    @Test
    @DisplayName("attack 145: doubling fragments are refused before they are written out")
    void doublingFragmentsAreRefusedBeforeTheyAreWrittenOut() {
        var bomb = new StringBuilder("{ ...a0 ...a0 }");
        for (var i = 0; i < 25; i++) {
            bomb.append(" fragment a%d on Query { ...a%d ...a%d }".formatted(i, i + 1, i + 1));
        }
        bomb.append(" fragment a25 on Query { viewer { role } }");
        var maria = Ask.as(Person.MARIA);

        var before = System.nanoTime();
        for (var i = 0; i < 20; i++) {
            maria.data("{ viewer { role } }");
        }
        var twentyOrdinary = System.nanoTime() - before;
        before = System.nanoTime();
        var answer = maria.answer(bomb.toString(), Map.of());
        var refused = System.nanoTime() - before;

        assertThat(answer.at("/errors/0/message").asString()).contains("stand for more than 5000 selections");
        assertThat(refused).isLessThan(twentyOrdinary);
    }

    @Test
    void everyDisclosureOfAWholePageIsAnswered() {
        var fields = new StringBuilder();
        for (var i = 0; i < 5; i++) {
            fields.append(" d").append(i).append(": disclosures(first: 1) { edges { node { at } } }");
        }

        var answer = Ask.as(Person.DANA).data("{ participants(first: 100) { edges { node {" + fields + " } } } }");

        assertThat(answer.at("/participants/edges")).hasSize(60);
    }

    @Test
    void moreThanOneRequestMayAskForIsRefused() {
        var maria = Ask.as(Person.MARIA);
        var bomb = new StringBuilder("query B { viewer { caseload(first: 1) { edges { node { ...f0 } } } } }\n");
        for (var i = 0; i < 8; i++) {
            bomb.append(
                    "fragment f%d on Participant { students { district { a%d: name } } x%d: students { id } ...f%d }\n"
                            .formatted(i, i, i, i + 1));
        }
        bomb.append("fragment f8 on Participant { id }");
        var wide = new StringBuilder("{");
        for (var i = 0; i < 12; i++) {
            wide.append(" v").append(i).append(": viewer { role }");
        }
        wide.append("}");

        assertThat(maria.answer(bomb.toString(), Map.of()).get("errors")).isNull();
        assertThat(maria.answer(wide.toString(), Map.of())
                        .at("/errors/0/message")
                        .asString())
                .contains("more than 10 root fields");
        assertThat(maria.answer("{ viewer { role } }".repeat(2_000), Map.of())
                        .at("/errors")
                        .size())
                .isPositive();
        assertThat(maria.answer(
                                "mutation { a: revokeConsent(input: {consentId: \"x\"}) { errors { code } } b: revokeConsent(input: {consentId: \"x\"}) { errors { code } } }",
                                Map.of())
                        .at("/errors/0/message")
                        .asString())
                .contains("One mutation per request");
    }
}
