package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What each person gets to see of the same children, through every layer, from data that was really pulled. */
class ThreadTests {

    private static final String ONE_PARTICIPANT = """
            query OneParticipant($id: ID!) {
              participant(id: $id) {
                givenName
                students {
                  enrollment { __typename ... on Enrollments { current { gradeLevel } all { schoolYear } } ... on Withheld { reason message nextStep } }
                  attendance { __typename ... on Attendance { summary { enrolled } days { date } } ... on Withheld { reason message nextStep since until } }
                }
              }
            }
            """;

    private final DemoWorld world = Worlds.pulled();

    @Test
    void caseWorkerSeesTheCaseloadByAbsencesWithheldLast() {
        var caseload = Ask.as(Person.MARIA).data("""
                        query Caseload {
                          viewer {
                            givenName
                            role
                            organization { name }
                            caseload(first: 100, orderBy: { field: ABSENCES, direction: DESC }) {
                              totalCount
                              edges { node { givenName students { attendance { ... on Attendance { summary { excused unexcused } } } } } }
                            }
                          }
                        }
                        """).at("/viewer/caseload");

        assertThat(caseload.get("totalCount").asInt()).isEqualTo(30);
        var absences = new ArrayList<Integer>();
        for (var edge : caseload.get("edges")) {
            var summary = edge.at("/node/students/0/attendance/summary");
            absences.add(
                    summary.isMissingNode() || summary.isNull()
                            ? -1
                            : summary.get("excused").asInt()
                                    + summary.get("unexcused").asInt());
        }
        assertThat(absences).hasSize(30).contains(-1).isSortedAccordingTo((a, b) -> b - a);
        assertThat(absences.get(0)).isGreaterThan(absences.get(5));
        assertThat(caseload.at("/edges/0/node/givenName").asString()).isEqualTo("Lena");
    }

    @Test
    @DisplayName("attack 96: a manager of some programs sees their participants, one of all sees all")
    void managerSeesAllParticipantsOfTheOrganizationAndALimitedOneThoseOfThePrograms() {
        assertThat(total(Person.DANA)).isEqualTo(60);
        assertThat(total(Person.ALEX)).isEqualTo(60);
        assertThat(total(Person.PAT)).isBetween(5, 30);
        assertThat(total(Person.KIM)).isEqualTo(total(Person.PAT));
    }

    @Test
    void analystSeesNoChildAtAll() {
        var answer = Ask.as(Person.INES)
                .data(ONE_PARTICIPANT, Map.of("id", Id.PARTICIPANT.of(world.participant(Child.LENA))));

        assertThat(answer.get("participant").isNull()).isTrue();
        assertThat(total(Person.INES)).isZero();
        // … who is there for others:
        assertThat(total(Person.DANA)).isPositive();
    }

    @Test
    void personWithoutTrainingSeesTheirParticipantsButNoStudentData() {
        var edges = Ask.as(Person.TOM).data("""
                        { viewer { trainingUntil caseload(first: 100) { edges { node { id givenName students {
                          attendance { __typename ... on Withheld { reason nextStep } } } } } } } }
                        """).at("/viewer/caseload/edges");

        assertThat(edges).hasSize(8).allSatisfy(edge -> {
            assertThat(edge.at("/node/givenName").asString()).isNotBlank();
            assertThat(edge.at("/node/students/0/attendance/reason").asString()).isEqualTo("TRAINING_REQUIRED");
        });
        // … which is there for a trained colleague:
        var trained = Ask.as(Person.DANA)
                .data(ONE_PARTICIPANT, Map.of("id", edges.at("/0/node/id").asString()));
        assertThat(trained.at("/participant/students/0/attendance/__typename").asString())
                .isEqualTo("Attendance");
    }

    @ParameterizedTest
    @CsvSource({
        "NOOR,   CONSENT_MISSING,                CONSENT_MISSING",
        "ELIAS,  CONSENT_EXPIRED,                CONSENT_EXPIRED",
        "SOFIA,  CONSENT_NOT_YET_IN_FORCE,       CONSENT_NOT_YET_IN_FORCE",
        "DEVON,  CONSENT_REVOKED,                CONSENT_REVOKED",
        "GRACE,  CONSENT_INCOMPLETE,             CONSENT_INCOMPLETE",
        "HUGO,   AWAITING_DISTRICT_VERIFICATION, AWAITING_DISTRICT_VERIFICATION",
        "AMARA,  ,                               NOT_IN_CONSENT",
        "KENJI,  NOT_IN_CONSENT,                 ",
        "ISLA,   ELIGIBLE_STUDENT_MUST_CONSENT,  ELIGIBLE_STUDENT_MUST_CONSENT",
        "RUBEN,  NOT_SERVED_TODAY,               NOT_SERVED_TODAY",
        "ANA,    NOT_MATCHED,                    NOT_MATCHED",
        "EVA,    ,                               ",
        "WREN,   NOT_IN_DISTRICT_AGREEMENT,      NOT_IN_DISTRICT_AGREEMENT",
        "LENA,   ,                               ",
        "ZOE,    ,                               "
    })
    void everyCaseOfTheDemoIsDecidedAsItsNameSays(Child child, String enrollment, String attendance) {
        var student = Ask.as(Person.MARIA)
                .data(ONE_PARTICIPANT, Map.of("id", Id.PARTICIPANT.of(world.participant(child))))
                .at("/participant/students/0");

        assertFacet(student.get("enrollment"), enrollment, "Enrollments");
        assertFacet(student.get("attendance"), attendance, "Attendance");
        // Withheld, not absent: the district has the child, with attendance of its own.
        assertThat(world.district().child(child).enrollments()).isNotEmpty();
    }

    @Test
    void childOfADistrictWhoseAgreementHasEndedSaysSo() {
        var imani = Map.<String, Object>of("id", Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, "IMANI")));
        var student = Ask.as(Person.BEA).data(ONE_PARTICIPANT, imani).at("/participant/students/0");

        assertFacet(student.get("attendance"), "DISTRICT_AGREEMENT_NOT_IN_FORCE", "Attendance");
    }

    @Test
    void whatADistrictHasNotSentYetAndWhatItNeverSendsAreToldApart() {
        var imani = Ask.as(Person.MARIA)
                .data("""
                        query Imani($id: ID!) { participant(id: $id) { students {
                          enrollment { __typename ... on Enrollments { current { school { name } } } }
                          attendance { ... on Withheld { reason } } grades { ... on Withheld { reason } } } } }
                        """, Map.of("id", Id.PARTICIPANT.of(world.participant(Place.SOUND_REACH, "IMANI"))))
                .at("/participant/students/0");

        assertThat(imani.at("/enrollment/current/school/name").asString()).isEqualTo("Salt Creek School");
        assertThat(imani.at("/attendance/reason").asString()).isEqualTo("AWAITING_FIRST_PULL");
        assertThat(imani.at("/grades/reason").asString()).isEqualTo("NOT_SUPPLIED");
    }

    @Test
    void organizationWhoseAgreementWithTheOperatorEndedSeesNothingAndSharesNoId() {
        var lena = world.participant(Place.CEDAR_PATH, Child.LENA.name());
        var answer = Ask.as(Person.NILS).data(ONE_PARTICIPANT, Map.of("id", Id.PARTICIPANT.of(lena)));

        assertThat(answer.at("/participant/givenName").asString()).isEqualTo("Lena");
        assertFacet(answer.at("/participant/students/0/attendance"), "OPERATOR_AGREEMENT_NOT_IN_FORCE", "Attendance");
        assertThat(lena).isNotEqualTo(world.participant(Child.LENA));
        // The other organization's Lena does not exist here.
        var other = Id.PARTICIPANT.of(world.participant(Child.LENA));
        assertThat(Ask.as(Person.NILS)
                        .data(ONE_PARTICIPANT, Map.of("id", other))
                        .get("participant")
                        .isNull())
                .isTrue();
    }

    @Test
    void twoAliasesWithTwoDateRangesAreTwoAnswers() throws SQLException {
        var today = world.district().today();
        var middle = today.minusDays(30);
        var answer = Ask.as(Person.MARIA)
                .data(
                        """
                        query Two($id: ID!, $from: Date!, $middle: Date!, $next: Date!, $to: Date!) {
                          student(id: $id) {
                            attendance {
                              ... on Attendance {
                                all: days { date }
                                first: days(from: $from, to: $middle) { date }
                                second: days(from: $next, to: $to) { date }
                                newest: days(last: 2) { date }
                              }
                            }
                          }
                        }
                        """,
                        Map.of(
                                "id", Id.STUDENT.of(world.student(Child.LENA)),
                                "from", world.district().firstDay().toString(),
                                "middle", middle.toString(),
                                "next", middle.plusDays(1).toString(),
                                "to", today.toString()))
                .at("/student/attendance");

        var all = dates(answer.get("all"));
        var first = dates(answer.get("first"));
        var second = dates(answer.get("second"));
        assertThat(first).isNotEmpty().allMatch(day -> !day.isAfter(middle));
        assertThat(second).isNotEmpty().allMatch(day -> day.isAfter(middle));
        assertThat(all).containsExactlyInAnyOrderElementsOf(union(first, second));
        assertThat(dates(answer.get("newest"))).isEqualTo(all.subList(0, 2));
        // Exactly what the district dropped.
        assertThat(all)
                .hasSize(world.district()
                        .attendance(world.district().child(Child.LENA).sourcedId())
                        .size());
    }

    @Test
    void oneCategoryWithheldOfOneStudentBesideAnotherOfAnotherGivesExactlyTheRowsGranted() {
        var both = Ask.as(Person.MARIA)
                .data(
                        """
                        query Both($amara: ID!, $kenji: ID!) {
                          amara: student(id: $amara) { ...facets }
                          kenji: student(id: $kenji) { ...facets }
                        }
                        fragment facets on Student {
                          enrollment { __typename ... on Enrollments { all { schoolYear } } ... on Withheld { reason } }
                          attendance { __typename ... on Attendance { summary { enrolled } } ... on Withheld { reason } }
                        }
                        """,
                        Map.of(
                                "amara", Id.STUDENT.of(world.student(Child.AMARA)),
                                "kenji", Id.STUDENT.of(world.student(Child.KENJI))));

        assertThat(both.at("/amara/enrollment/all").size()).isPositive();
        assertThat(both.at("/amara/attendance/reason").asString()).isEqualTo("NOT_IN_CONSENT");
        assertThat(both.at("/kenji/enrollment/reason").asString()).isEqualTo("NOT_IN_CONSENT");
        assertThat(both.at("/kenji/attendance/summary/enrolled").asInt()).isPositive();
    }

    @Test
    void narrowTokenOpensOnlyItsCategory() {
        var id = Map.<String, Object>of("id", Id.PARTICIPANT.of(world.participant(Child.LENA)));

        var narrow = Ask.as(Person.MARIA, "student-data:enrollment")
                .data(ONE_PARTICIPANT, id)
                .at("/participant/students/0");
        var none = Ask.as(Person.MARIA, "openid").data(ONE_PARTICIPANT, id).at("/participant/students/0");

        assertFacet(narrow.get("enrollment"), null, "Enrollments");
        assertFacet(narrow.get("attendance"), "NOT_IN_TOKEN_SCOPE", "Attendance");
        assertFacet(none.get("enrollment"), "NOT_IN_TOKEN_SCOPE", "Enrollments");
    }

    @Test
    void reasonsStandInTheExtensionsToo() {
        var answer = Ask.as(Person.MARIA)
                .answer(
                        "query Q($id: ID!) { it: student(id: $id) { days: attendance { __typename } } }",
                        Map.of("id", Id.STUDENT.of(world.student(Child.NOOR))));

        assertThat(answer.at("/data/it/days/__typename").asString()).isEqualTo("Withheld");
        assertThat(answer.at("/extensions/withheld/0/path").toString()).isEqualTo("[\"it\",\"days\"]");
        assertThat(answer.at("/extensions/withheld/0/reason").asString()).isEqualTo("CONSENT_MISSING");
    }

    @Test
    @DisplayName(
            "attack 22: a key under another kind's id finds nothing; node finds what one may know of and nothing else")
    void nodeFindsWhatOneMayKnowOfAndNothingElse() {
        var query =
                "query N($id: ID!) { node(id: $id) { __typename id ... on Student { attendance { __typename } } } }";
        var ids = List.of(
                Id.STUDENT.of(world.student(Child.LENA)),
                Id.PARTICIPANT.of(world.participant(Child.LENA)),
                Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                Id.ORGANIZATION.of(Place.SOUND_REACH.id()),
                Id.CONSENT.of(world.consent(Child.LENA)),
                Id.FEED.of(world.oneRosterFeed()),
                // a participant's key under a student's kind
                Id.STUDENT.of(world.participant(Child.LENA)));

        var forMaria = types(Person.MARIA, query, ids);
        var forInes = types(Person.INES, query, ids);
        var forSteph = types(Person.STEPH, query, ids);

        assertThat(forMaria)
                .containsExactly("Student Attendance", "Participant", "District", "Organization", "Consent", "", "");
        assertThat(forInes).containsExactly("", "", "District", "Organization", "", "", "");
        // The organization with which the steward's district has an agreement.
        assertThat(forSteph).containsExactly("", "", "District", "Organization", "", "Feed", "");
    }

    @Test
    void stewardAndOperatorSeeFeedsAndPullsAndNoChild() {
        var query = """
                { districts { name } feeds { name connector nextPullAt district { name }
                  pulls(first: 3) { edges { node { mode state problem streams { stream read kept dropped created } } } pageInfo { hasNextPage } } }
                  participants { totalCount } }
                """;

        for (var person : List.of(Person.STEPH, Person.OLLIE)) {
            var seen = Ask.as(person).data(query);
            assertThat(seen.get("feeds")).hasSize(person == Person.STEPH ? 2 : 5);
            var weekly =
                    named(seen.get("feeds"), person == Person.STEPH ? "Student information system" : "Weekly files");
            assertThat(weekly.at("/pulls/edges").size()).isPositive();
            assertThat(weekly.at("/nextPullAt").isNull()).isFalse();
            assertThat(seen.at("/participants/totalCount").asInt()).isZero();
        }
        assertThat(Ask.as(Person.DANA).data(query).get("feeds")).isEmpty();
    }

    private static JsonNode named(JsonNode feeds, String name) {
        return feeds.valueStream()
                .filter(feed -> feed.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void agreementsAreForThoseWhoManageThem() {
        var query = """
                { viewer { organization { operatorAgreements { begins ends } programs { name }
                  districtAgreements { district { name } categories verification basis schoolCodes } } } }
                """;

        var managed = Ask.as(Person.DANA).data(query).at("/viewer/organization");
        var worked = Ask.as(Person.MARIA).data(query).at("/viewer/organization");

        assertThat(managed.get("operatorAgreements").size()).isPositive();
        assertThat(managed.get("districtAgreements")
                        .valueStream()
                        .map(a -> a.get("verification").asString()))
                .as("the draft of a renewal too")
                .containsExactlyInAnyOrder("EACH", "EACH", "NONE", "NONE");
        assertThat(worked.get("operatorAgreements")).isEmpty();
        assertThat(worked.get("districtAgreements")).isEmpty();
        assertThat(worked.get("programs")).hasSize(2);
    }

    @Test
    void pagesFollowEachOtherWithoutGapAndACursorIsGoodForItsListAndViewerOnly() {
        var query = """
                query Page($after: String, $first: Int!) {
                  participants(first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } totalCount }
                }
                """;
        var dana = Ask.as(Person.DANA);
        var seen = new ArrayList<String>();
        var cursor = "";
        var more = true;
        while (more) {
            var variables = cursor.isEmpty()
                    ? Map.<String, Object>of("first", 25)
                    : Map.<String, Object>of("first", 25, "after", cursor);
            var page = dana.data(query, variables).get("participants");
            page.get("edges").forEach(edge -> seen.add(edge.at("/node/id").asString()));
            cursor = page.at("/pageInfo/endCursor").asString();
            more = page.at("/pageInfo/hasNextPage").asBoolean();
        }
        assertThat(seen).hasSize(60).doesNotHaveDuplicates();

        var foreign = Ask.as(Person.ALEX).answer(query, Map.of("first", 5, "after", cursor));
        assertThat(foreign.at("/errors/0/message").asString()).contains("'after' is not a cursor of this list");
        assertThat(foreign.get("data").isNull()).isTrue();
    }

    @Test
    void participantsAreFoundByNameAndProgram() {
        var found = Ask.as(Person.DANA)
                .data("{ participants(filter: { nameContains: \"len\" }) { edges { node { givenName familyName } } } }")
                .at("/participants/edges");
        var inProgram = Ask.as(Person.DANA)
                .data(
                        "query P($program: ID) { participants(filter: { programId: $program }) { totalCount } }",
                        Map.of("program", Id.PROGRAM.of(world.program("Summer Bridge"))))
                .at("/participants/totalCount");

        assertThat(found.size()).isPositive();
        assertThat(found)
                .allSatisfy(edge -> assertThat((edge.at("/node/givenName").asString() + " "
                                        + edge.at("/node/familyName").asString())
                                .toLowerCase(java.util.Locale.ROOT))
                        .contains("len"));
        assertThat(inProgram.asInt()).isEqualTo(total(Person.KIM));
    }

    private static void assertFacet(JsonNode facet, @org.jspecify.annotations.Nullable String reason, String type) {
        if (reason == null) {
            assertThat(facet.get("__typename").asString()).isEqualTo(type);
            return;
        }
        assertThat(facet.get("reason").asString()).isEqualTo(reason);
        assertThat(facet.get("message").asString()).endsWith(".");
        assertThat(facet.get("nextStep").asString()).endsWith(".");
    }

    private static int total(Person person) {
        return Ask.as(person)
                .data("{ participants { totalCount } }")
                .at("/participants/totalCount")
                .asInt();
    }

    private static List<String> types(Person person, String query, List<String> ids) {
        var ask = Ask.as(person);
        return ids.stream()
                .map(id -> ask.data(query, Map.of("id", id)).get("node"))
                .map(node -> node.isNull()
                        ? ""
                        : (node.get("__typename").asString() + " "
                                        + node.at("/attendance/__typename").asString(""))
                                .strip())
                .toList();
    }

    private static List<LocalDate> dates(JsonNode days) {
        return StreamSupport.stream(days.spliterator(), false)
                .map(day -> LocalDate.parse(day.get("date").asString()))
                .toList();
    }

    private static List<LocalDate> union(List<LocalDate> one, List<LocalDate> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
