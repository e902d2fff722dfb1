package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists: what is not seen is not counted, leaves no gap, and cannot be found by asking about it. */
class ListTests {

    private static final String PAGE = """
            query Page($first: Int, $after: String) { participants(first: $first, after: $after) {
              totalCount edges { cursor node { id givenName } } pageInfo { hasNextPage endCursor } } }
            """;
    private static final String BY_ABSENCES = """
            query Page($first: Int, $after: String) { viewer { caseload(
                first: $first, after: $after, orderBy: { field: ABSENCES, direction: DESC }) {
              edges { cursor node { id givenName students { attendance { __typename } } } } pageInfo { hasNextPage } } } }
            """;

    private final DemoWorld world = Worlds.pulled();

    @AfterEach
    void putBack() {
        Worlds.change(world, "delete from document.hold where note like 'ListTests%'");
    }

    @Test
    @DisplayName("attack 35, attack 36, attack 42: hidden children are not counted, and pages between them are full")
    void hiddenChildrenAreNotCounted() {
        var before = all(5);
        remove(Child.OMAR);
        remove(Child.PRIYA);

        var after = all(5);

        assertThat(before.ids).hasSize(60);
        assertThat(after.ids).hasSize(58).isSubsetOf(before.ids);
        assertThat(before.total).isEqualTo(60);
        assertThat(after.total).isEqualTo(58);
        assertThat(after.sizes).as("every page but the last").endsWith(3).startsWith(5, 5, 5);
        assertThat(after.sizes.subList(0, 11)).containsOnly(5);
        // … and the case worker's number is of her own children, not of the organization's.
        assertThat(Ask.as(Person.MARIA)
                        .data("{ viewer { caseload(first: 1) { totalCount } } }")
                        .at("/viewer/caseload/totalCount")
                        .asInt())
                .isLessThan(58);
    }

    private record Listed(List<String> ids, List<Integer> sizes, int total) {}

    private Listed all(int size) {
        var listed = new Listed(new ArrayList<>(), new ArrayList<>(), 0);
        String cursor = null;
        while (true) {
            var variables = cursor == null
                    ? Map.<String, Object>of("first", size)
                    : Map.<String, Object>of("first", size, "after", cursor);
            var page = Ask.as(Person.DANA).data(PAGE, variables).get("participants");
            page.get("edges").forEach(edge -> listed.ids.add(edge.at("/node/id").asString()));
            listed.sizes.add(page.get("edges").size());
            cursor = page.at("/pageInfo/endCursor").asString();
            if (!page.at("/pageInfo/hasNextPage").asBoolean()) {
                return new Listed(
                        listed.ids, listed.sizes, page.get("totalCount").asInt());
            }
        }
    }

    /** As the district removes a child from every list. */
    private void remove(Child child) {
        Worlds.change(
                world,
                "insert into document.hold (kind, participant_id, organization_id, cause, begins, set_by, note) values ('REMOVE', '"
                        + world.participant(child) + "', null, 'OTHER', now() - interval '1 hour', '"
                        + Person.ALEX.membershipId() + "', 'ListTests')");
    }

    @Test
    @DisplayName("attack 37: a cursor holds the key of its entry and a seal, no value that the list is ordered by")
    void aCursorHoldsNoValue() {
        var edges = Ask.as(Person.MARIA).data(BY_ABSENCES, Map.of("first", 30)).at("/viewer/caseload/edges");

        assertThat(edges).hasSizeGreaterThan(20);
        for (var edge : edges) {
            var bytes = Base64.getUrlDecoder().decode(edge.get("cursor").asString());
            var id = Base64.getUrlDecoder().decode(edge.at("/node/id").asString());

            assertThat(bytes).hasSize(16 + 12);
            assertThat(Arrays.copyOf(bytes, 16)).isEqualTo(Arrays.copyOfRange(id, 1, 17));
        }
    }

    static Stream<String> spoiled() {
        return Stream.of(
                "flip",
                "cut",
                "longer",
                "empty",
                "text",
                "other list",
                "other person",
                "other organization",
                "null bytes");
    }

    @ParameterizedTest(name = "attack 38: a cursor that is spoiled: {0}")
    @MethodSource("spoiled")
    void aSpoiledCursorIsRefused(String how) {
        var good = cursor(Person.DANA, PAGE, "/participants/edges/3/cursor");
        var bad = switch (how) {
            case "flip" -> (good.charAt(0) == 'A' ? "B" : "A") + good.substring(1);
            case "cut" -> good.substring(0, 37);
            case "longer" -> good + "A";
            case "empty" -> "";
            case "text" -> Base64.getUrlEncoder().encodeToString("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
            case "other list" -> cursor(Person.MARIA, BY_ABSENCES, "/viewer/caseload/edges/3/cursor");
            case "other person" -> cursor(Person.ALEX, PAGE, "/participants/edges/3/cursor");
            case "other organization" -> cursor(Person.HAL, PAGE, "/participants/edges/1/cursor");
            default -> "A".repeat(38);
        };

        var answer = Ask.as(Person.DANA).response(PAGE, Map.of("first", 5, "after", bad));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Ask.json(answer).get("data").isNull()).isTrue();
        assertThat(Ask.json(answer).at("/errors/0/extensions/classification").asString())
                .isEqualTo("BAD_REQUEST");
        assertThat(Ask.as(Person.DANA)
                        .data(PAGE, Map.of("first", 5, "after", good))
                        .toString())
                .contains("givenName");
    }

    private static String cursor(Person person, String list, String path) {
        return Ask.as(person).data(list, Map.of("first", 5)).at(path).asString();
    }

    @Test
    @DisplayName("attack 39, attack 44, attack 87: the next page is decided now; who is gone is gone without a word")
    void theNextPageIsDecidedNow() {
        var first = Ask.as(Person.MARIA).data(BY_ABSENCES, Map.of("first", 2)).at("/viewer/caseload/edges");
        var cursor = first.at("/0/cursor").asString();
        var second = Ask.as(Person.MARIA)
                .data(BY_ABSENCES, Map.of("first", 1, "after", cursor))
                .at("/viewer/caseload/edges/0");
        var student = Id.PARTICIPANT.key(second.at("/node/id").asString());
        assertThat(second.at("/node/students/0/attendance/__typename").asString())
                .isEqualTo("Attendance");

        Worlds.change(
                world,
                "insert into document.hold (kind, participant_id, cause, begins, set_by, note) values ('REMOVE', '"
                        + student + "', 'OTHER', now() - interval '1 hour', '" + Person.ALEX.membershipId()
                        + "', 'ListTests')");
        var replayed = Ask.as(Person.MARIA).answer(BY_ABSENCES, Map.of("first", 1, "after", cursor));

        assertThat(replayed.get("errors")).isNull();
        assertThat(replayed.at("/data/viewer/caseload/edges/0/node/id")).isNotEqualTo(second.at("/node/id"));
        assertThat(replayed.toString())
                .doesNotContain("ON_HOLD", second.at("/node/id").asString());
    }

    @ParameterizedTest(name = "attack 40, attack 41: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "first: -1                   | 'first' must be 1 to 100",
                "first: 0                    | 'first' must be 1 to 100",
                "first: 2147483647           | more than 25000 entries",
                "first: 2147483648           | wrong type or form",
                "first: 1e3                  | wrong type or form",
                "first: 5, last: 5           | last",
                "last: 5                     | last",
                "before: \"AAAA\"            | before",
                "offset: 50                  | offset"
            })
    void aPageIsAskedForwardsAndNoLargerThanAllowed(String arguments, String message) {
        var answer = Ask.as(Person.DANA).answer("{ participants(" + arguments + ") { totalCount } }", Map.of());

        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("BAD_REQUEST");
        assertThat(answer.at("/errors/0/message").asString()).contains(message);
        assertThat(answer.at("/data").isNull() || answer.at("/data").isMissingNode())
                .isTrue();
        assertThat(Ask.as(Person.DANA)
                        .data("{ participants { edges { cursor } } }")
                        .at("/participants/edges"))
                .as("none asked for")
                .hasSize(25);
    }

    @Test
    @DisplayName("attack 43: nothing there, nobody there and not shown are three answers")
    void nothingNobodyAndNotShownAreThreeAnswers() {
        var nothing = Ask.as(Person.DANA)
                .data("{ participants(filter: {nameContains: \"Zzzz\"}) { totalCount edges { cursor } } }");
        var nobody = Ask.as(Person.DANA)
                .data(
                        "query P($id: ID!) { participant(id: $id) { id } }",
                        Map.of("id", Id.PARTICIPANT.of(new UUID(0, 1))));
        var withheld = Ask.as(Person.DANA)
                .data(
                        "query S($id: ID!) { student(id: $id) { attendance { __typename } } }",
                        Map.of("id", Id.STUDENT.of(world.student(Child.DEVON))));

        assertThat(nothing.at("/participants/totalCount").asInt()).isZero();
        assertThat(nothing.at("/participants/edges").isArray()).isTrue();
        assertThat(nobody.get("participant").isNull()).isTrue();
        assertThat(withheld.at("/student/attendance/__typename").asString()).isEqualTo("Withheld");
    }

    /** Were a withheld value there when sorting, its place would tell it. */
    @Test
    @DisplayName(
            "attack 45, attack 46: a withheld value sorts as none, at the end, in an order that tells nothing of it")
    void aWithheldValueSortsAsNone() {
        var lena = Id.PARTICIPANT.of(world.participant(Child.LENA));
        assertThat(first("DESC")).as("while it is shown").isEqualTo(lena);
        Worlds.change(world, """
                insert into document.hold (kind, district_id, district_student_id, cause, note, begins, set_by)
                values ('CLOSE', '%s', '%s', 'OTHER', 'ListTests', now() - interval '1 hour', '%s')
                """.formatted(
                        Place.PUGET_RIDGE.id(), Child.LENA.districtStudentId(), Person.STEPH.membershipId()));

        var hidden = hiddenByOrder("DESC");

        assertThat(hidden).hasSizeGreaterThan(1).contains(lena);
        assertThat(hiddenByOrder("ASC")).isEqualTo(hidden);
        // Her days are there all the same.
        assertThat(Worlds.truth(
                        world,
                        "select excused + unexcused >= 10 from record.attendance_summary s join record.student_match m on true"
                                + " join record.enrollment e on e.id = s.enrollment_id and e.student_id = m.record_id"
                                + " where m.student_id = '" + world.student(Child.LENA) + "'"))
                .containsExactly("t");
    }

    private static String first(String direction) {
        return Ask.as(Person.MARIA)
                .data("{ viewer { caseload(first: 1, orderBy: { field: ABSENCES, direction: " + direction
                        + " }) { edges { node { id } } } } }")
                .at("/viewer/caseload/edges/0/node/id")
                .asString();
    }

    private static List<String> hiddenByOrder(String direction) {
        var edges = Ask.as(Person.MARIA)
                .data("{ viewer { caseload(first: 100, orderBy: { field: ABSENCES, direction: " + direction
                        + " }) { edges { node { id students { attendance { __typename } } } } } } }")
                .at("/viewer/caseload/edges");
        var ids = new ArrayList<String>();
        for (var edge : edges) {
            var shown = edge.at("/node/students")
                    .valueStream()
                    .anyMatch(student ->
                            student.at("/attendance/__typename").asString().equals("Attendance"));
            if (shown) {
                assertThat(ids)
                        .as("nobody who is shown comes after one who is not")
                        .isEmpty();
            } else {
                ids.add(edge.at("/node/id").asString());
            }
        }
        return ids;
    }

    @ParameterizedTest(name = "attack 48: a search for {0} finds nobody by it")
    @ValueSource(strings = {"ABSENT", "Rainier", "Algebra", "2011", "Tidewater", "GRADES", "PARENT"})
    void searchLooksAtNamesAlone(String words) {
        assertThat(total(words)).isZero();
        assertThat(total("Len")).isPositive();
    }

    @ParameterizedTest(name = "attack 50, attack 182: {0} is searched for as it stands")
    @ValueSource(
            strings = {
                "%",
                "_",
                "L%a",
                "L_na",
                "^L",
                "L.na",
                "(a+)+$",
                "\\\\",
                "' or 1=1 --",
                "'; select pg_sleep(2); --",
                "$1",
                "||",
                "\u0000x"
            })
    void aPatternIsText(String words) {
        var begun = System.nanoTime();
        var answer = Ask.as(Person.DANA)
                .answer(
                        "query F($words: String) { participants(filter: {nameContains: $words}) { totalCount } }",
                        Map.of("words", words));

        assertThat(answer.at("/data/participants/totalCount").asInt(0)).isZero();
        assertThat(answer.toString()).doesNotContain("SQL", "syntax", "Exception");
        assertThat(System.nanoTime() - begun).isLessThan(1_500_000_000L);
        assertThat(total("Lena")).isPositive();
    }

    @Test
    @DisplayName("attack 182: an order, a filter and an id take words of the schema and nothing else")
    void namesOfColumnsAreNotTaken() {
        for (var question : List.of(
                "{ participants(orderBy: {field: \"id; drop table x\", direction: ASC}) { totalCount } }",
                "{ participants(orderBy: {field: birth_date, direction: ASC}) { totalCount } }",
                "{ participants(filter: {programId: \"' or '1'='1\"}) { totalCount } }",
                "{ participants(after: \"' or '1'='1\") { totalCount } }",
                "{ participant(id: \"' or '1'='1\") { id } }")) {
            var answer = Ask.as(Person.DANA).answer(question, Map.of());

            assertThat(answer.at("/errors/0/extensions/classification").asString())
                    .as(question)
                    .isIn("BAD_REQUEST", "ValidationError", "INVALID");
            assertThat(answer.toString()).doesNotContain("SQL", "syntax error");
        }
    }

    private static int total(String words) {
        return Ask.as(Person.DANA)
                .data(
                        "query F($words: String) { participants(filter: {nameContains: $words}) { totalCount } }",
                        Map.of("words", words))
                .at("/participants/totalCount")
                .asInt();
    }
}
