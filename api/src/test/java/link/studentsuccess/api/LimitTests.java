package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What asks for too much is refused before it costs much, in one sentence, and is recorded. */
class LimitTests {

    /** The least that anybody asks. */
    private static final String ORDINARY = "{ viewer { givenName role organization { name } } }";

    private final DemoWorld world = Worlds.pulled();
    private final Ask maria = Ask.as(Person.MARIA);

    @ParameterizedTest(name = "attack {0}: {1}")
    @MethodSource
    void tooMuchIsRefused(int attack, String what, String document, String sentence) {
        var answer = maria.answer(document, Map.of());

        assertThat(answer.at("/data").isNull() || answer.at("/data").isMissingNode())
                .as(answer.toString())
                .isTrue();
        assertThat(answer.at("/errors").size()).isBetween(1, 5);
        assertThat(answer.at("/errors/0/message").asString()).contains(sentence);
        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("BAD_REQUEST");
    }

    static Stream<Arguments> tooMuchIsRefused() {
        return Stream.of(
                Arguments.of(143, "thirteen levels", deep(), "more than 12 levels"),
                Arguments.of(
                        143,
                        "brackets a thousand deep",
                        "{" + "a{".repeat(900) + "b" + "}".repeat(900) + "}",
                        "longer than allowed"),
                Arguments.of(
                        144,
                        "thirty-one aliases",
                        "{ viewer { " + names("a%d: role", 31) + " } }",
                        "more than 30 aliases"),
                Arguments.of(
                        144,
                        "eleven root fields",
                        "{ " + names("a%d: viewer { role }", 11) + " }",
                        "more than 10 root fields"),
                Arguments.of(145, "fragments that double", bomb(25), "stand for more than 5000 selections"),
                Arguments.of(145, "fragments of fragments of many fields", amplified(), "more than 500 fields"),
                Arguments.of(
                        146,
                        "thirty-one directives",
                        "{ viewer { role " + "@skip(if: false) ".repeat(31) + "} }",
                        "more than 30 directives"),
                Arguments.of(
                        147,
                        "one field 1,800 times",
                        "{ viewer { " + "role ".repeat(1_800) + "} }",
                        "more than 1000 selections"),
                Arguments.of(
                        148, "six hundred inline fragments", "{ viewer { " + "... { role } ".repeat(600) + "} }", ""),
                Arguments.of(
                        149, "15,000 tokens", "{ viewer { " + "role ".repeat(15_000) + "} }", "longer than allowed"),
                Arguments.of(
                        149,
                        "a comment of 100,000 characters",
                        "{ viewer { role } } #" + "x".repeat(100_000),
                        "longer than allowed"),
                Arguments.of(
                        149, "40,000 commas", "{ viewer { role" + ",".repeat(40_000) + "} }", "longer than allowed"),
                Arguments.of(
                        149, "40,000 spaces", "{ viewer { role" + " ".repeat(40_000) + "} }", "longer than allowed"),
                Arguments.of(
                        150,
                        "introspection in circles",
                        "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }",
                        ""),
                Arguments.of(
                        150,
                        "introspection ten times",
                        "{ " + names("a%d: __schema { types { name } }", 10) + " }",
                        ""),
                Arguments.of(152, "pages within pages", pages("100"), "more than 25000 entries of lists"),
                Arguments.of(
                        152,
                        "days of a hundred children, their number left out",
                        "{ participants(first: 100) { edges { node { students { attendance { ... on Attendance { days { date } } } } } } } }",
                        "more than 25000 entries of lists"),
                Arguments.of(
                        152,
                        "pages of a size that is null",
                        "{ participants(first: 100) { edges { node { "
                                + names("a%d: disclosures(first: null) { edges { node { at } } }", 11) + " } } } }",
                        "more than 25000 entries of lists"),
                Arguments.of(
                        158,
                        "an integer too large",
                        "{ participants(first: 99999999999999999999) { totalCount } }",
                        "wrong type or form"),
                Arguments.of(
                        158,
                        "a number without end",
                        "{ participants(first: 1e999999999) { totalCount } }",
                        "wrong type or form"),
                Arguments.of(
                        158,
                        "a size below zero",
                        "{ participants(first: -2147483648) { totalCount } }",
                        "'first' must be 1 to 100"));
    }

    private static String names(String field, int count) {
        return IntStream.range(0, count).mapToObj(i -> field.formatted(i)).collect(Collectors.joining(" "));
    }

    /** Beside a field of data, the schema's own fields are counted like any other. */
    private static String deep() {
        return "{ viewer { role } __type(name: \"Query\") { " + "ofType { ".repeat(12) + "name " + "} ".repeat(12)
                + "} }";
    }

    private static String bomb(int doublings) {
        var bomb = new StringBuilder("{ ...a0 ...a0 }");
        for (var i = 0; i < doublings; i++) {
            bomb.append(" fragment a%d on Query { ...a%d ...a%d }".formatted(i, i + 1, i + 1));
        }
        return bomb + " fragment a%d on Query { viewer { role } }".formatted(doublings);
    }

    private static String amplified() {
        var facets = Stream.of(
                        "enrollment",
                        "contact",
                        "demographics",
                        "schedule",
                        "attendance",
                        "grades",
                        "assignments",
                        "assessments",
                        "attendanceReason",
                        "discipline",
                        "specialEducation",
                        "section504",
                        "multilingual",
                        "housingFoster",
                        "mealStatus",
                        "participation")
                .map(facet -> facet + " { __typename }")
                .collect(Collectors.joining(" "));
        return "{ viewer { caseload(first: 1) { edges { node { " + names("p%d: students { ...s }", 20)
                + " } } } } } fragment s on Student { id version district { id name } " + facets + " }";
    }

    private static String pages(String size) {
        return "{ participants(first: %1$s) { edges { node { a: disclosures(first: %1$s) { edges { node { at } } } b: disclosures(first: %1$s) { edges { node { at } } } c: disclosures(first: %1$s) { edges { node { at } } } } } } }"
                .formatted(size);
    }

    @Test
    @DisplayName("attack 152: sizes in variables count as in the document")
    void sizesInVariables() {
        var query = "query Pages($n: Int = 100) " + pages("$n");

        for (var variables : List.of(Map.<String, Object>of("n", 100), Map.<String, Object>of())) {
            assertThat(maria.answer(query, variables).at("/errors/0/message").asString())
                    .contains("more than 25000 entries of lists");
        }
        assertThat(maria.answer(query, Map.of("n", 10)).has("errors")).isFalse();
    }

    @Test
    @DisplayName("attack 153: a document that is known already is measured again, with its variables of now")
    void knownDocumentIsMeasuredAgain() {
        var query = "query Known($n: Int!) " + pages("$n");

        assertThat(maria.answer(query, Map.of("n", 5)).has("errors")).isFalse();
        for (var i = 0; i < 3; i++) {
            assertThat(maria.answer(query, Map.of("n", 100))
                            .at("/errors/0/message")
                            .asString())
                    .contains("more than 25000 entries");
            assertThat(maria.answer(bomb(24), Map.of()).at("/errors/0/message").asString())
                    .contains("stand for");
        }
        assertThat(maria.answer(query, Map.of("n", 5)).has("errors")).isFalse();
    }

    @Test
    @DisplayName("attack 154: a known document carries nothing of who asked it first")
    void knownDocumentIsNobodys() {
        var query = "query Whose { viewer { givenName role } }";

        for (var i = 0; i < 2; i++) {
            assertThat(maria.data(query).at("/viewer/givenName").asString()).isEqualTo("Maria");
            assertThat(Ask.as(Person.DANA).data(query).at("/viewer/givenName").asString())
                    .isEqualTo("Dana");
            assertThat(Ask.as(Person.BEA).data(query).at("/viewer/givenName").asString())
                    .isEqualTo("Bea");
        }
    }

    @ParameterizedTest(name = "attack 151: {0} → {1}")
    @CsvSource({
        "variables of 300 KB, 413",
        "a text of 10 MB, 413",
        "variables 2000 deep, 400",
        "a number of 2000 digits, 400",
        "an exponent of a thousand million, 400"
    })
    void largeBodies(String what, int status) {
        var value = switch (what) {
            case "variables of 300 KB" -> '"' + "x".repeat(300_000) + '"';
            case "a text of 10 MB" -> '"' + "x".repeat(10_000_000) + '"';
            case "variables 2000 deep" -> "[".repeat(2_000) + "]".repeat(2_000);
            case "a number of 2000 digits" -> "1".repeat(2_000);
            default -> "1e1000000000";
        };
        var body = "{\"query\":\"query V($id: ID!) { node(id: $id) { id } }\",\"variables\":{\"id\":" + value + "}}";

        var response = maria.post(body, "application/json");

        // Answered as GraphQL, 400 is a word in the answer.
        var isAnswer = response.statusCode() == 200;
        assertThat(isAnswer ? 400 : response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(Ask.json(response).at("/errors/0/extensions/classification").asString())
                .matches(status == 413 ? "[A-Z]+_TOO_LARGE" : "BAD_REQUEST");
        assertThat(response.body()).contains("\"errors\"").doesNotContain("xxxx", "1111", "xception");
    }

    @Test
    @DisplayName("attack 160: a packed body is not unpacked")
    void packedBody() {
        for (var encoding : List.of("gzip", "deflate", "br", "x-gzip", "identity, gzip")) {
            var request = maria.request()
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", encoding)
                    .POST(BodyPublishers.ofString("{\"query\":\"{viewer{role}}\"}"));

            assertThat(Ask.send(request).statusCode()).as(encoding).isEqualTo(415);
        }
    }

    @Test
    @DisplayName("attack 148: fields that overlap are compared in no time")
    void overlappingFields() {
        var overlapping = "{ viewer { "
                + IntStream.range(0, 300)
                        .mapToObj(i -> "... on Viewer { organization { name id } }")
                        .collect(Collectors.joining(" "))
                + " } }";
        maria.answer(overlapping.replace("300", "299"), Map.of());

        var median = median(overlapping, 5);
        var ordinary = median(ORDINARY, 5);

        assertThat(median).as("against %d of an ordinary query", ordinary).isLessThan(ordinary * 10);
    }

    /** Every refusal is timed beside an ordinary query, in turns: what the machine does meanwhile slows both. */
    @Test
    @DisplayName("attacks 143-152: a refusal costs about what the smallest answer does")
    void refusalsAreCheap() {
        var refused = new LinkedHashMap<String, String>();
        tooMuchIsRefused()
                .map(Arguments::get)
                .forEach(row -> refused.put(row[0] + " " + row[1], String.valueOf(row[2])));
        var times = new LinkedHashMap<String, List<Long>>();
        var ordinaries = new ArrayList<Long>();
        for (var round = 0; round < 5; round++) {
            for (var entry : refused.entrySet()) {
                ordinaries.add(time(ORDINARY));
                times.computeIfAbsent(entry.getKey(), k -> new ArrayList<>()).add(time(entry.getValue()));
            }
        }
        var ordinary = median(ordinaries);

        times.forEach((what, measured) -> System.out.printf(
                "cost of a refusal: %.2f of the smallest query: %s%n", (double) median(measured) / ordinary, what));
        assertThat(times)
                .allSatisfy((what, measured) ->
                        assertThat(median(measured)).as(what).isLessThan(ordinary * 3));
    }

    @Test
    @DisplayName("attacks 143-152: a refusal is recorded, without what was asked")
    void refusalsAreRecorded() {
        var name = "TooMuch" + System.nanoTime();

        maria.answer("query " + name + " " + bomb(24), Map.of());
        maria.answer("query " + name + " " + pages("100"), Map.of());

        assertThat(Worlds.truth(
                        world,
                        "select outcome || ' ' || (select count(*) from ledger.release l where l.request_id = r.id) from ledger.request r where operation = '"
                                + name + "'"))
                .containsExactly("INVALID 0", "INVALID 0");
    }

    private long median(String document, int rounds) {
        return median(IntStream.range(0, rounds).mapToObj(i -> time(document)).toList());
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    private long time(String document) {
        var body = JsonMapper.shared().writeValueAsString(Map.of("query", document));
        var before = System.nanoTime();
        maria.post(body, "application/json");
        return System.nanoTime() - before;
    }
}
