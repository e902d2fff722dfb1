package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.RainierChild;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The rosters of school officials: the steward of Rainier Valley fills Bridgeway's; at Puget Ridge this test has an agreement
 * of its own, for which the principal Cora puts students of her school on the roster.
 */
class DesignationTests {

    private static final String DESIGNATE = """
            mutation Designate($input: DesignateStudentsInput!) { designateStudents(input: $input) {
              results { districtStudentId refusal published designation { id version begins ends agreementId } }
              errors { field code } } }
            """;

    private static final String END = """
            mutation End($input: EndDesignationsInput!) { endDesignations(input: $input) {
              designations { begins ends version } errors { field code } } }
            """;

    private static final String NAME = """
            mutation Name($input: NamePrincipalInput!) { namePrincipal(input: $input) {
              principal { id version schoolCode } errors { field code } } }
            """;

    private static final String END_PRINCIPAL = """
            mutation EndPrincipal($input: EndPrincipalInput!) { endPrincipal(input: $input) {
              principal { endedAt } errors { code } } }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final LocalDate today = world.district().today();
    private final UUID pugetRidges = UUID.randomUUID();
    private final UUID bridgeways = UUID.fromString(Worlds.truth(
                    world,
                    "select id from document.district_agreement where organization_id = '" + Place.BRIDGEWAY.id()
                            + "' and district_id = '" + Place.RAINIER_VALLEY.id() + "'")
            .get(0));
    private final List<String> before = Worlds.truth(world, "select id from document.designation");

    /** With an organization that serves nobody at the district: the roster opens nothing for anybody. */
    @BeforeEach
    void agree() {
        Worlds.change(world, """
                insert into document.district_agreement (id, organization_id, district_id, in_force, categories, basis,
                  designated_categories, purpose)
                values ('%s', '%s', '%s', daterange(current_date - 900, current_date + 800), '{GRADES}', 'SCHOOL_OFFICIAL',
                  '{GRADES}', 'Mentoring')
                """.formatted(pugetRidges, Place.CEDAR_PATH.id(), Place.PUGET_RIDGE.id()));
    }

    @AfterEach
    void putBack() {
        Worlds.change(
                world,
                "delete from document.designation where id not in ('" + String.join("','", before) + "');"
                        + "delete from document.district_agreement where id = '" + pugetRidges + "';"
                        + "update document.principal set ended_at = null, ended_by = null where membership_id = '"
                        + Person.CORA.membershipId() + "'");
    }

    @Test
    @DisplayName("case 3: only the district's roster opens, and taken off it closes in the same second")
    void onlyTheRosterOpens() {
        // Kofi is served and typed with his number; without the roster nothing of it opens anything.
        assertThat(reason(RainierChild.KOFI)).isEqualTo("NOT_ON_DISTRICT_ROSTER");
        assertThat(kept(RainierChild.KOFI)).isEqualTo("0");

        var payload = designate(Person.ROSA, bridgeways, RainierChild.KOFI.districtStudentId());

        assertThat(payload.get("errors")).isEmpty();
        assertThat(payload.at("/results/0/refusal").isNull()).isTrue();
        assertThat(reason(RainierChild.KOFI)).isNotEqualTo("NOT_ON_DISTRICT_ROSTER");

        var entry = payload.at("/results/0/designation");
        var ended = Ask.as(Person.ROSA).data(END, ending(entry)).get("endDesignations");

        assertThat(ended.at("/designations/0/ends").asString()).isEqualTo(today.toString());
        assertThat(reason(RainierChild.KOFI)).isEqualTo("NOT_ON_DISTRICT_ROSTER");
        assertThat(Ask.as(Person.ROSA)
                        .data(END, ending(entry))
                        .at("/endDesignations/errors/0/code")
                        .asString())
                .isEqualTo("CHANGED_MEANWHILE");
    }

    @Test
    @DisplayName("case 4: without any consent the pull keeps whom the roster names")
    void thePullKeepsTheRostered() {
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from document.consent where participant_id = '"
                                + world.participant(Place.BRIDGEWAY, RainierChild.KOFI.name()) + "'"))
                .containsExactly("0");
        assertThat(kept(RainierChild.KOFI)).isEqualTo("0");

        designate(Person.ROSA, bridgeways, RainierChild.KOFI.districtStudentId());

        assertThat(kept(RainierChild.KOFI)).isEqualTo("1");
        // Ingrid is on the roster since the demo began: the pull has brought her data.
        assertThat(reason(RainierChild.INGRID)).isEmpty();
    }

    @Test
    void eachNumberIsAcceptedOrRefusedByItself() {
        var kofi = RainierChild.KOFI.districtStudentId();

        var results = designate(
                        Person.ROSA,
                        bridgeways,
                        kofi,
                        " ",
                        kofi,
                        RainierChild.INGRID.districtStudentId(),
                        "9".repeat(51))
                .get("results");

        assertThat(results.findValuesAsString("refusal"))
                .containsExactly("", "MALFORMED", "REPEATED", "ALREADY_ON_THE_ROSTER", "MALFORMED");
        assertThat(results.get(3).get("published").asBoolean()).isTrue();
    }

    @Test
    void aThousandNumbersAreEnteredInOneRequest() {
        var numbers = IntStream.range(0, 1000).mapToObj(n -> "T" + n).toArray(String[]::new);

        assertThat(designate(Person.ROSA, bridgeways, numbers).get("results").valueStream())
                .hasSize(1000)
                .allMatch(r -> r.get("refusal").isNull() && !r.get("published").asBoolean());
        assertThat(designate(Person.CORA, pugetRidges, numbers).get("results").valueStream())
                .hasSize(1000)
                .allMatch(r -> r.get("refusal").asString().equals("NOT_AT_YOUR_SCHOOLS"));
    }

    @Test
    void aTokenForNoStudentDataEntersNoNumber() {
        var input = input(bridgeways, List.of(RainierChild.KOFI.districtStudentId()), today.plusDays(9));

        assertThat(Ask.as(Person.ROSA, "openid")
                        .data(DESIGNATE, input)
                        .at("/designateStudents/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
    }

    /** The seeded agreement began 400 days ago, and ends in two years. */
    @Test
    void nobodyIsOnTheRosterOnOtherDaysThanTheAgreements() {
        var late = Ask.as(Person.ROSA)
                .data(
                        DESIGNATE,
                        input(bridgeways, List.of("T1"), today.plusYears(2).plusDays(1)))
                .get("designateStudents");
        var input = new HashMap<>(days(bridgeways, List.of("T1"), today.minusDays(401), today.plusDays(9)));
        var early = Ask.as(Person.ROSA).data(DESIGNATE, Map.of("input", input)).get("designateStudents");
        input.put("idempotencyKey", UUID.randomUUID().toString());
        input.put("begins", today.minusDays(400).toString());
        input.put("ends", today.plusYears(2).toString());
        var whole = Ask.as(Person.ROSA).data(DESIGNATE, Map.of("input", input)).get("designateStudents");

        assertThat(late.get("errors").toString()).contains("input.ends", "OUT_OF_RANGE");
        assertThat(early.get("errors").toString()).contains("input.begins", "OUT_OF_RANGE");
        assertThat(whole.get("errors")).isEmpty();
    }

    @Test
    void sentTwiceItIsEnteredOnce() {
        var input = input(bridgeways, List.of(RainierChild.KOFI.districtStudentId()), today.plusDays(30));

        var first = Ask.as(Person.ROSA).data(DESIGNATE, input);
        var second = Ask.as(Person.ROSA).data(DESIGNATE, input);

        assertThat(second).isEqualTo(first);
        assertThat(Worlds.truth(world, "select count(*) from document.designation"))
                .containsExactly(String.valueOf(before.size() + 1));
    }

    @Test
    void aListThatCannotBeIsRefusedWhole() {
        var numbers = Collections.nCopies(1001, "1");

        var errors = Ask.as(Person.STEPH)
                .data(DESIGNATE, input(bridgeways, numbers, today.minusDays(3)))
                .at("/designateStudents/errors");

        assertThat(errors.toString()).contains("input.districtStudentIds", "input.ends", "input.agreementId");
    }

    @Test
    void aPrincipalDesignatesStudentsOfTheOwnSchoolsOnly() {
        var here = Child.LENA.districtStudentId(); // Rainier Ridge
        var elsewhere = Child.JADE.districtStudentId(); // Tidewater

        var results =
                designate(Person.CORA, pugetRidges, here, elsewhere, "no-such").get("results");

        assertThat(results.findValuesAsString("refusal"))
                .containsExactly("", "NOT_AT_YOUR_SCHOOLS", "NOT_AT_YOUR_SCHOOLS");
        assertThat(results.findValues("published")).allMatch(JsonNode::isNull);
        assertThat(Ask.as(Person.CORA)
                        .data("{ designations { edges { node { districtStudentId } } } }")
                        .toString())
                .contains(here)
                .doesNotContain(elsewhere);
        // Each school's students exist; the steward may enter them.
        assertThat(designate(Person.STEPH, pugetRidges, elsewhere)
                        .at("/results/0/refusal")
                        .isNull())
                .isTrue();
        // What the steward entered is not the principal's to see or end.
        assertThat(Ask.as(Person.CORA)
                        .data("{ designations { edges { node { districtStudentId } } } }")
                        .toString())
                .doesNotContain(elsewhere);
    }

    @Test
    void whoIsNoLongerNamedDesignatesNobody() {
        var named = Ask.as(Person.STEPH)
                .data("{ principals { id version staffId } }")
                .at("/principals/0");
        assertThat(named.get("staffId").asString()).isEqualTo(Id.STAFF.of(Person.CORA.membershipId()));

        var ended = Ask.as(Person.STEPH)
                .data(
                        END_PRINCIPAL,
                        Map.of(
                                "input",
                                Map.of(
                                        "principalId", named.get("id").asString(),
                                        "version", named.get("version").asInt())));

        assertThat(ended.at("/endPrincipal/principal/endedAt").isNull()).isFalse();
        assertThat(designate(Person.CORA, pugetRidges, Child.LENA.districtStudentId())
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void aStewardNamesSchoolStaffOfTheOwnDistrictForTheirSchools() {
        assertThat(name(Person.ROSA, Person.CORA, "3101")).contains("NOT_FOUND", "input.staffId");
        assertThat(name(Person.STEPH, Person.CORA, "no-such-school")).contains("NOT_FOUND", "input.schoolCode");
        assertThat(name(Person.STEPH, Person.MARIA, "3101")).contains("NOT_FOUND", "input.staffId");
        assertThat(name(Person.STEPH, Person.CORA, "3101")).contains("CONFLICT");
    }

    @Test
    void noOtherDistrictAndNoOrganizationFillsTheRoster() {
        assertThat(designate(Person.STEPH, bridgeways, RainierChild.KOFI.districtStudentId())
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        var answer = Ask.as(Person.ALEX)
                .answer(
                        DESIGNATE,
                        input(bridgeways, List.of(RainierChild.KOFI.districtStudentId()), today.plusDays(9)));
        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("FORBIDDEN");
        assertThat(reason(RainierChild.KOFI)).isEqualTo("NOT_ON_DISTRICT_ROSTER");
        assertThat(Ask.as(Person.STEPH)
                        .data("{ designations(first: 100) { edges { node { districtStudentId } } } }")
                        .toString())
                .doesNotContain(RainierChild.INGRID.districtStudentId());
    }

    private JsonNode designate(Person by, UUID agreement, String... numbers) {
        return Ask.as(by)
                .data(DESIGNATE, input(agreement, List.of(numbers), today.plusDays(60)))
                .get("designateStudents");
    }

    private Map<String, Object> input(UUID agreement, List<String> numbers, LocalDate ends) {
        return Map.of("input", days(agreement, numbers, today.minusDays(5), ends));
    }

    private static Map<String, Object> days(UUID agreement, List<String> numbers, LocalDate begins, LocalDate ends) {
        return Map.of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "agreementId", Id.DISTRICT_AGREEMENT.of(agreement),
                "districtStudentIds", numbers,
                "begins", begins.toString(),
                "ends", ends.toString());
    }

    private static Map<String, Object> ending(JsonNode entry) {
        return Map.of(
                "input",
                Map.of(
                        "designations",
                        List.of(Map.of(
                                "id", entry.get("id").asString(),
                                "version", entry.get("version").asInt()))));
    }

    private static String name(Person by, Person whom, String school) {
        var input = Map.of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "staffId", Id.STAFF.of(whom.membershipId()),
                "schoolCode", school);
        return Ask.as(by)
                .data(NAME, Map.of("input", input))
                .at("/namePrincipal/errors")
                .toString();
    }

    /** Why Bridgeway's case worker does not see the child's enrollment; empty when it is open. */
    private String reason(RainierChild child) {
        return Ask.as(Person.WES)
                .data(
                        "query R($id: ID!) { participant(id: $id) { students { enrollment { ... on Withheld { reason } } } } }",
                        Map.of("id", Id.PARTICIPANT.of(world.participant(Place.BRIDGEWAY, child.name()))))
                .at("/participant/students/0/enrollment/reason")
                .asString("");
    }

    private String kept(RainierChild child) {
        return Worlds.truth(
                        world,
                        "select count(*) from access.kept_as_of('" + Place.RAINIER_VALLEY.id()
                                + "', now()) k where k.student_id = '"
                                + world.student(Place.BRIDGEWAY, child.name()) + "'")
                .get(0);
    }
}
