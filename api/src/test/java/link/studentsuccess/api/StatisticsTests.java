package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Figures without names, for one's own staff and for others. */
class StatisticsTests {

    private static final int SMALLEST = 10;
    private static final String TABLE = """
            query Table($audience: StatisticsAudience!, $measure: StatisticsMeasure!, $by: [StatisticsDimension!]!) {
              statistics(audience: $audience, measure: $measure, by: $by) {
                asOf
                by
                cells {
                  labels
                  value {
                    __typename
                    ... on StatisticsCount { students }
                    ... on StatisticsRate { percent bound }
                    ... on Suppressed { message }
                  }
                }
              }
            }
            """;

    private final DemoWorld world = Worlds.pulled();

    @Test
    @DisplayName(
            "case 39, attacks 54 and 59: over a manager's own named participants nothing is suppressed; for a funder it is")
    void namedForOnesOwnStaffAndSuppressedForOthers() {
        var own = cells(table(Person.PAT, "OWN_STAFF", "STUDENTS", "GRADE_LEVEL"));
        assertThat(own).isNotEmpty().allMatch(cell -> type(cell).equals("StatisticsCount"));
        assertThat(own).anyMatch(cell -> students(cell) < SMALLEST);
        // By 34 CFR 99.32 they are disclosed by name, each of them.
        var last = "select r.%s from ledger.statistic_reading x join ledger.request q on q.id = x.request_id"
                + " left join ledger.release r on r.request_id = q.id and r.category = 'ENROLLMENT'"
                + " where q.membership_id = '" + Person.PAT.membershipId() + "' order by q.at desc limit 1";
        assertThat(Worlds.truth(world, "select cardinality((" + last.formatted("released") + "))"))
                .containsExactly(String.valueOf(students(total(own))));

        var external = cells(table(Person.DANA, "EXTERNAL", "STUDENTS", "GRADE_LEVEL"));
        var all = cells(table(Person.DANA, "OWN_STAFF", "STUDENTS", "GRADE_LEVEL"));
        assertThat(students(total(external))).isEqualTo(students(total(all)));
        assertThat(external).anyMatch(cell -> type(cell).equals("Suppressed"));
        assertThat(external)
                .filteredOn(cell -> type(cell).equals("StatisticsCount"))
                .hasSizeGreaterThan(1)
                .allMatch(cell -> students(cell) >= SMALLEST);
        // … and the small cells are there, for her own eyes.
        assertThat(all).anyMatch(cell -> students(cell) < SMALLEST);
        // Also the levels at which nobody is: an empty cell tells as little as a small one.
        assertThat(external.stream().map(cell -> cell.at("/labels/0").asString("")))
                .contains("KG", "12");
    }

    @Test
    @DisplayName(
            "attack 207: an analyst reads figures of no child; the reading is on record with the hash of who was counted")
    void anAnalystReadsTheSameAndSeesNoChild() {
        var dana = table(Person.DANA, "EXTERNAL", "STUDENTS", "SCHOOL", "GRADE_LEVEL");
        assertThat(dana.get("by").toString()).isEqualTo("[\"SCHOOL\",\"GRADE_LEVEL\"]");

        assertThat(table(Person.INES, "EXTERNAL", "STUDENTS", "GRADE_LEVEL", "SCHOOL"))
                .isEqualTo(dana);
        assertThat(cells(table(Person.INES, "OWN_STAFF", "STUDENTS"))).isEmpty();
        // Who knows only some of the children would see how many the others are.
        for (var nobody : List.of(Person.PAT, Person.MARIA, Person.STEPH, Person.CORA, Person.OLLIE)) {
            assertThat(table(nobody, "EXTERNAL", "STUDENTS").isNull())
                    .as(nobody.name())
                    .isTrue();
        }
        var limited =
                Ask.as(Person.DANA, "student-data:attendance").data(TABLE, variables("EXTERNAL", "FAILING_GRADES"));
        assertThat(limited.get("statistics").isNull()).isTrue();
        // Asking is on record, with the hash of the students counted.
        assertThat(Worlds.truth(world, """
                        select count(*) > 0 and bool_and(x.query_set = s.query_set and length(s.query_set) = 64)
                        from ledger.statistic_reading x
                        join ledger.statistic s on s.id = x.statistic_id
                        join ledger.request q on q.id = x.request_id
                        where q.membership_id = '%s' and x.audience = 'EXTERNAL'
                        """.formatted(Person.INES.membershipId())))
                .containsExactly("t");
    }

    @Test
    @DisplayName("attack 56: nothing shows who came or left within the month")
    void nothingShowsWhoCameOrLeftWithinTheMonth() {
        var external = table(Person.DANA, "EXTERNAL", "STUDENTS");
        var own = students(total(cells(table(Person.DANA, "OWN_STAFF", "STUDENTS"))));
        var hold = "note = 'statistics'";
        try {
            Worlds.change(world, """
                    insert into document.hold (kind, district_id, district_student_id, cause, note, begins, set_by)
                    values ('CLOSE', '%s', '%s', 'OTHER', 'statistics', transaction_timestamp() - interval '1 day', '%s')
                    """.formatted(
                            Place.PUGET_RIDGE.id(), Child.LENA.districtStudentId(), Person.STEPH.membershipId()));

            assertThat(students(total(cells(table(Person.DANA, "OWN_STAFF", "STUDENTS")))))
                    .isEqualTo(own - 1);
            assertThat(table(Person.DANA, "EXTERNAL", "STUDENTS")).isEqualTo(external);
            // Nor would she be in the next month's.
            assertThat(counted()).isEqualTo(own - 1);
        } finally {
            Worlds.change(world, "delete from document.hold where " + hold);
        }
        assertThat(counted()).isEqualTo(own);
    }

    @ParameterizedTest(name = "attack 58: {0} is coded at both ends, without the number it is of")
    @CsvSource({"ATTENDANCE_RATE, 50, 100", "CHRONIC_ABSENCE, 1, 60", "FAILING_GRADES, 1, 60"})
    void ratesAreForOwnStaffAsTheyAreAndForOthersWithoutWhomTheyCount(String measure, int least, int most) {
        var own = cells(table(Person.DANA, "OWN_STAFF", measure, "GRADE_LEVEL"));
        assertThat(own).isNotEmpty().allMatch(cell -> type(cell).equals("StatisticsRate"));
        assertThat(total(own).at("/value/percent").asInt()).isBetween(least, most);

        var external = cells(table(Person.DANA, "EXTERNAL", measure, "SCHOOL", "GRADE_LEVEL"));
        assertThat(external).noneMatch(cell -> type(cell).equals("StatisticsCount"));
        assertThat(external).anyMatch(cell -> type(cell).equals("Suppressed"));
        assertThat(external)
                .filteredOn(cell -> type(cell).equals("StatisticsRate"))
                .isNotEmpty()
                .allMatch(cell -> cell.at("/value/percent").asInt() >= 5
                        && cell.at("/value/percent").asInt() <= 95);
    }

    /** A tutor who may see grades only counts by them alone where enrollment is open too: here by nothing. */
    @Test
    @DisplayName("attack 53: what one may not see one does not count")
    void whatOneMayNotSeeOneDoesNotCount() {
        assertThat(cells(table(Person.LEE, "OWN_STAFF", "ATTENDANCE_RATE"))).isEmpty();
        assertThat(cells(table(Person.MARIA, "OWN_STAFF", "ATTENDANCE_RATE"))).hasSize(1);
    }

    @Test
    @DisplayName("attacks 57 and 60: by two of a few dimensions at most, and never by a reason")
    void atMostTwoDifferentDimensions() {
        for (var by : List.of(List.of("SCHOOL", "GRADE_LEVEL", "PROGRAM"), List.of("SCHOOL", "SCHOOL"))) {
            var answer =
                    Ask.as(Person.DANA).answer(TABLE, Map.of("audience", "EXTERNAL", "measure", "STUDENTS", "by", by));
            assertThat(answer.at("/errors/0/extensions/classification").asString())
                    .isEqualTo("BAD_REQUEST");
        }
        for (var other : List.of(
                "REASON",
                "WITHHELD_REASON",
                "CONSENT",
                "ETHNICITY",
                "RACE",
                "GENDER",
                "BIRTH_DATE",
                "MEAL_STATUS",
                "HOLD")) {
            for (var audience : List.of("OWN_STAFF", "EXTERNAL")) {
                var answer = Ask.as(Person.DANA)
                        .answer(TABLE, Map.of("audience", audience, "measure", "STUDENTS", "by", List.of(other)));
                assertThat(answer.at("/errors/0/message").asString()).as(other).contains("StatisticsDimension");
                assertThat(answer.at("/data/statistics").isContainer()).isFalse();
            }
        }
        assertThat(Ask.as(Person.DANA)
                        .data("{ __type(name: \"StatisticsDimension\") { enumValues { name } } }")
                        .findValuesAsString("name"))
                .as("no other way to divide")
                .containsExactly("SCHOOL", "GRADE_LEVEL", "PROGRAM");
    }

    private int counted() {
        return Integer.parseInt(Worlds.truth(
                        world,
                        "select count(*) from access.open_to_organization('" + Place.SOUND_REACH.id()
                                + "', '{ENROLLMENT}', transaction_timestamp())")
                .get(0));
    }

    private static JsonNode table(Person person, String audience, String measure, String... by) {
        return Ask.as(person).data(TABLE, variables(audience, measure, by)).get("statistics");
    }

    private static Map<String, Object> variables(String audience, String measure, String... by) {
        return Map.of("audience", audience, "measure", measure, "by", List.of(by));
    }

    private static List<JsonNode> cells(JsonNode table) {
        return table.get("cells").valueStream().toList();
    }

    private static JsonNode total(List<JsonNode> cells) {
        return cells.stream()
                .filter(cell -> cell.get("labels").valueStream().allMatch(JsonNode::isNull))
                .findFirst()
                .orElseThrow();
    }

    private static String type(JsonNode cell) {
        return cell.at("/value/__typename").asString();
    }

    private static int students(JsonNode cell) {
        return cell.at("/value/students").asInt();
    }
}
