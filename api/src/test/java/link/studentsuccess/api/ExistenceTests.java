package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may not know of a child learns nothing of it: not by an answer, not by its time, not by an id. */
class ExistenceTests {

    private static final String PARTICIPANT = "query P($id: ID!) { participant(id: $id) { givenName } }";
    private static final String STUDENT = "query S($id: ID!) { student(id: $id) { attendance { __typename } } }";
    private static final String NODE = "query N($id: ID!) { node(id: $id) { __typename id } }";

    /**
     * Asked by turns, so that what else the machine does befalls both. The list of attacks wants ten thousand: these tell apart
     * what differs by an eighth of the time that an answer takes, and no less. That the same statements are issued says the rest.
     */
    private static final int PAIRS = 150;

    /** Of so many pairs from one distribution a gap like this comes once in some millions. */
    private static final double LARGEST_GAP = 0.32;

    private final DemoWorld world = Worlds.pulled();

    @ParameterizedTest(name = "attack 21, attack 61, attack 70: {0}")
    @ValueSource(strings = {PARTICIPANT, STUDENT, NODE})
    void unknownAndUnseenAreTheSame(String question) {
        var unseen = question.equals(PARTICIPANT)
                ? Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, Child.LENA.name()))
                : Id.STUDENT.of(world.student(Place.HARBOR_LIGHTS, Child.LENA.name()));
        var maria = Ask.as(Person.MARIA);
        var unseenTimes = new long[PAIRS];
        var unknownTimes = new long[PAIRS];
        for (var i = 0; i < 20; i++) {
            maria.response(question, Map.of("id", unseen)); // warm
        }

        for (var i = 0; i < PAIRS; i++) {
            var unknown = question.equals(PARTICIPANT)
                    ? Id.PARTICIPANT.of(UUID.randomUUID())
                    : Id.STUDENT.of(UUID.randomUUID());
            var begun = System.nanoTime();
            var one = maria.response(question, Map.of("id", unseen));
            var between = System.nanoTime();
            var other = maria.response(question, Map.of("id", unknown));
            unseenTimes[i] = between - begun;
            unknownTimes[i] = System.nanoTime() - between;

            assertThat(one.body()).isEqualTo(other.body()).contains(":null}").doesNotContain("errors");
            assertThat(one.statusCode()).isEqualTo(other.statusCode()).isEqualTo(200);
            assertThat(one.headers().map()).isEqualTo(other.headers().map());
        }

        // The child is there …
        assertThat(Ask.as(Person.BEA).data(question, Map.of("id", unseen)).toString())
                .doesNotContain(":null}");
        // … and neither the middle nor the whole of the times tells.
        var difference = Math.abs(median(unseenTimes) - median(unknownTimes));
        assertThat(difference).isLessThan(Math.max(500_000, median(unknownTimes) / 8));
        assertThat(largestGap(unseenTimes, unknownTimes))
                .as("Kolmogorov-Smirnov")
                .isLessThan(LARGEST_GAP);
    }

    /** Not only the same answer: the same work. A cheaper way to "no" would be a shorter one. */
    @Test
    @DisplayName("attack 61: unknown and unseen ids issue the same statements")
    void theSameStatementsAreIssued() {
        var unseen = statements(Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, Child.LENA.name())));
        var unknown = statements(Id.PARTICIPANT.of(UUID.randomUUID()));

        assertThat(unseen).isEqualTo(unknown).hasSizeGreaterThan(1);
    }

    private static List<String> statements(String id) {
        var question = "query P($id: ID!) { participant(id: $id) { students { attendance { __typename } } } }";
        return Heard.unfiltered(() -> Ask.as(Person.MARIA).data(question, Map.of("id", id))).stream()
                .filter(line -> line.startsWith("io.r2dbc.postgresql.QUERY ") && line.contains("access."))
                .filter(line -> !line.contains("import")) // a look that comes by the clock
                .toList();
    }

    private static long median(long[] times) {
        var sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The largest distance between the two distributions. */
    private static double largestGap(long[] one, long[] other) {
        var all = new ArrayList<Long>();
        Arrays.stream(one).forEach(all::add);
        Arrays.stream(other).forEach(all::add);
        return all.stream()
                .mapToDouble(time -> Math.abs(share(one, time) - share(other, time)))
                .max()
                .orElseThrow();
    }

    private static double share(long[] times, long until) {
        return (double) Arrays.stream(times).filter(time -> time <= until).count() / times.length;
    }

    @ParameterizedTest(name = "attack 31: another spelling of an id is none: {0}")
    @ValueSource(strings = {" %s", "%s ", "0%s", "%s=", "lower", "upper", "wide", "\u200b%s", "last"})
    void anIdHasOneSpelling(String spelling) {
        var id = Id.PARTICIPANT.of(world.participant(Child.LENA));
        var other = switch (spelling) {
            case "lower" -> id.toLowerCase(Locale.ROOT);
            case "upper" -> id.toUpperCase(Locale.ROOT);
            case "wide" -> id.substring(0, 22) + (char) (id.charAt(22) - '!' + '\uff01');
            // The bits that a decoder ignores, changed.
            case "last" -> id.substring(0, 22) + (char) (id.charAt(22) + 1);
            default -> spelling.formatted(id);
        };

        var answer = Ask.as(Person.MARIA).answer(PARTICIPANT, Map.of("id", other));

        assertThat(answer.at("/data/participant/givenName").isMissingNode())
                .as(answer.toString())
                .isTrue();
        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("BAD_REQUEST");
        assertThat(answer.toString()).doesNotContain("Lena");
        assertThat(Ask.as(Person.MARIA).data(PARTICIPANT, Map.of("id", id)).toString())
                .contains("Lena");
    }

    @Test
    @DisplayName("attack 33: two organizations cannot link children by comparing ids")
    void idsOfOneChildDiffer() {
        var question = "{ participants(filter: {nameContains: \"Lena\"}) { edges { node { id students { id } } } } }";
        var here = ids(Ask.as(Person.DANA).data(question));
        var there = ids(Ask.as(Person.HAL).data(question));

        assertThat(here).hasSizeGreaterThan(1).doesNotContainAnyElementsOf(there);
        assertThat(there).hasSizeGreaterThan(1);
        for (var id : here) {
            assertThat(Ask.as(Person.HAL)
                            .data(NODE, Map.of("id", id))
                            .get("node")
                            .isNull())
                    .isTrue();
        }
    }

    private static List<String> ids(JsonNode answer) {
        return answer.findValuesAsString("id");
    }

    @Test
    @DisplayName("attack 34: a number of another district's student and a number of nobody find the same: nothing")
    void aNumberTellsNothing() {
        var question =
                "query N($n: String!) { sharedParticipation(districtStudentId: $n) { edges { node { program { programName } } } }"
                        + " signers(districtStudentId: $n) { id } }";
        var omars = Child.OMAR.districtStudentId();

        var elsewhere = Ask.as(Person.ROSA).answer(question, Map.of("n", omars));
        var nobodys = Ask.as(Person.ROSA).answer(question, Map.of("n", "0000000"));

        assertThat(elsewhere).isEqualTo(nobodys);
        assertThat(Ask.as(Person.STEPH).data(question, Map.of("n", omars)).at("/sharedParticipation/edges"))
                .isNotEmpty();
    }

    @Test
    @DisplayName("attack 34, attack 64: a key that another organization uses is free here")
    void anotherOrganizationsKeyIsFree() {
        var external = "EX-" + UUID.randomUUID();

        var first = add(Person.JUNE, "Homework Club", external);
        var second = add(Person.ALEX, "Summer Bridge", external);
        var third = add(Person.ALEX, "Summer Bridge", external);

        assertThat(first.get("errors")).isEmpty();
        assertThat(second.get("errors")).isEmpty();
        assertThat(third.at("/errors/0/field").asString()).isEqualTo("input.externalId");
        TakenAway.participants(world, "external_id = '" + external + "'");
    }

    private JsonNode add(Person by, String program, String external) {
        var child = new LinkedHashMap<String, Object>(Map.of(
                "idempotencyKey",
                UUID.randomUUID().toString(),
                "givenName",
                "Existence",
                "familyName",
                "Test",
                "externalId",
                external,
                "birthDate",
                world.district().today().minusYears(12).toString(),
                "programId",
                Id.PROGRAM.of(world.program(program)),
                "begins",
                world.district().today().toString(),
                "districts",
                List.of(),
                "notADuplicate",
                true));
        return Ask.as(by)
                .data(
                        "mutation Add($input: AddParticipantInput!) { addParticipant(input: $input) { errors { field code } } }",
                        Map.of("input", child))
                .get("addParticipant");
    }

    @Test
    @DisplayName("attack 64: writing about a child one does not know answers as writing about nobody")
    void writingTellsNothing() {
        var mutation = "mutation R($input: RecordProgramAttendanceInput!) { recordProgramAttendance(input: $input)"
                + " { errors { field code message } } }";
        var answers = new ArrayList<JsonNode>();
        for (var participant : List.of(world.participant(Place.HARBOR_LIGHTS, Child.LENA.name()), UUID.randomUUID())) {
            answers.add(Ask.as(Person.MARIA)
                    .answer(
                            mutation,
                            Map.of(
                                    "input",
                                    Map.of(
                                            "participantId",
                                            Id.PARTICIPANT.of(participant),
                                            "programId",
                                            Id.PROGRAM.of(world.program("Homework Club")),
                                            "date",
                                            world.district().today().toString(),
                                            "minutes",
                                            60))));
        }

        assertThat(answers.get(0)).isEqualTo(answers.get(1));
        assertThat(answers.get(0).toString()).contains("errors").doesNotContain("constraint", "SQL", "Lena");
    }

    @Test
    @DisplayName("attack 65: who knows nothing of a child is given no reason, and staff-side reasons hide consent")
    void noReasonWithoutKnowing() {
        var question = "query S($id: ID!) { student(id: $id) { attendance { ... on Withheld { reason } } } }";
        var devon = Map.<String, Object>of("id", Id.STUDENT.of(world.student(Child.DEVON)));

        var untrained = Ask.as(Person.TOM).answer(question, devon);
        var stranger = Ask.as(Person.BEA).answer(question, devon);
        var worker = Ask.as(Person.DANA).answer(question, devon);

        assertThat(worker.toString()).contains("CONSENT_REVOKED");
        assertThat(stranger.at("/data/student").isNull()).isTrue();
        assertThat(untrained.toString()).doesNotContain("CONSENT");
        assertThat(stranger.toString()).doesNotContain("CONSENT", "reason", "withheld");
    }

    @Test
    @DisplayName("attack 67, attack 68: answers are not packed, and say nothing of how they were made")
    void answersAreNeitherPackedNorTraced() {
        var answer = Ask.send(Ask.as(Person.DANA)
                .request()
                .header("Accept-Encoding", "gzip, deflate, br")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"query\":\"{ participants(first: 100) { edges { node { givenName } } } }\"}")));

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(Ask.json(answer).propertyNames()).containsExactly("data");
        assertThat(answer.body()).hasSizeGreaterThan(1_000);
    }

    @Test
    @DisplayName("attack 71: no name is suggested to who guesses")
    void noNameIsSuggested() {
        var guesses = Map.of(
                "{ viewer { rolle } }", "role",
                "{ participants(frst: 1) { totalCount } }", "'first'",
                "{ participants(orderBy: {field: ABSENCE}) { totalCount } }", "ABSENCES",
                "{ viewer { ... on Vewer { role } } }", "Viewer'");

        guesses.forEach((guess, name) -> {
            var answer = Ask.as(Person.DANA).answer(guess, Map.of());

            assertThat(answer.at("/errors/0/message").asString())
                    .as(guess)
                    .isNotBlank()
                    .doesNotContainIgnoringCase("did you mean")
                    .doesNotContain(name.equals("role") ? "'role'" : name);
        });
    }
}
