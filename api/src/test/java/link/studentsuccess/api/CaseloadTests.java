package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Assigning by name, program and site, covering a colleague, and what opens and closes in the same second. */
class CaseloadTests {

    private static final String ASSIGN = """
            mutation Assign($input: AssignCaseloadInput!) {
              assignCaseload(input: $input) {
                assignment { id staffId participantId programId site begins ends version }
                errors { field code }
              }
            }
            """;

    private static final String COVER = """
            mutation Cover($input: CoverCaseloadInput!) {
              coverCaseload(input: $input) { assignment { id coverForStaffId ends version } errors { field code } }
            }
            """;

    private static final String END = """
            mutation End($input: EndCaseloadAssignmentInput!) {
              endCaseloadAssignment(input: $input) { assignment { ends version } errors { field code } }
            }
            """;

    private static final String KNOWN = "query K($id: ID!) { participant(id: $id) { id } }";

    private final DemoWorld world = Worlds.pulled();
    private final LocalDate today = world.district().today();

    @AfterEach
    void putBack() {
        Worlds.change(world, """
                delete from roster.caseload_assignment
                where id in (select subject_id from audit.change
                  where subject = 'roster.caseload_assignment' and action = 'CREATED' and membership_id is not null);
                update party.program set site = null where site = 'North Hall';
                """);
    }

    @Test
    void whoIsAssignedByNameKnowsTheParticipantInTheSameSecond() {
        assertThat(knows(Person.TOM, Child.JADE)).isFalse();
        var input = wanted(Person.TOM, Map.of("participantId", participant(Child.JADE)));

        var made = Ask.as(Person.DANA).data(ASSIGN, input).get("assignCaseload");
        var again = Ask.as(Person.DANA).data(ASSIGN, input).get("assignCaseload");

        assertThat(made.get("errors")).isEmpty();
        assertThat(again.at("/assignment/id")).isEqualTo(made.at("/assignment/id"));
        assertThat(knows(Person.TOM, Child.JADE)).isTrue();
        assertThat(Worlds.truth(
                        world,
                        "select action || ' ' || membership_id from audit.change where subject_id = '"
                                + Id.keyOf(made.at("/assignment/id").asString()) + "'"))
                .containsExactly("CREATED " + Person.DANA.membershipId());

        var ended = Ask.as(Person.ALEX).data(END, end(made)).get("endCaseloadAssignment");

        assertThat(ended.get("errors")).isEmpty();
        assertThat(ended.at("/assignment/version").asInt()).isEqualTo(2);
        assertThat(knows(Person.TOM, Child.JADE)).isFalse();
        assertThat(codes(Ask.as(Person.ALEX).data(END, end(made)).get("endCaseloadAssignment")))
                .containsExactly("CHANGED_MEANWHILE");
    }

    /** Of two, ending one would leave open what was meant to be closed. */
    @Test
    void theSameIsAssignedOnceForADay() {
        var what = Map.<String, Object>of("participantId", participant(Child.JADE));
        var made = Ask.as(Person.DANA).data(ASSIGN, wanted(Person.TOM, what)).get("assignCaseload");

        var twice = Ask.as(Person.ALEX).data(ASSIGN, wanted(Person.TOM, what)).get("assignCaseload");
        var ended = Ask.as(Person.ALEX).data(END, end(made)).get("endCaseloadAssignment");
        var anew = Ask.as(Person.ALEX).data(ASSIGN, wanted(Person.TOM, what)).get("assignCaseload");

        assertThat(made.get("errors")).isEmpty();
        assertThat(codes(twice)).containsExactly("CONFLICT");
        assertThat(twice.at("/errors/0/field").asString()).isEqualTo("input.participantId");
        assertThat(ended.get("errors")).isEmpty();
        assertThat(anew.get("errors")).as("after the end").isEmpty();
    }

    @Test
    void aSiteIsAllWhomItsProgramsServeToday() {
        Worlds.change(
                world,
                "update party.program set site = 'North Hall' where id in (select program_id from roster.program_enrollment"
                        + " where participant_id = '" + world.participant(Child.JADE)
                        + "' and served @> current_date)");
        assertThat(knows(Person.TOM, Child.JADE)).isFalse();

        var made = Ask.as(Person.ALEX)
                .data(ASSIGN, wanted(Person.TOM, Map.of("site", "North Hall")))
                .get("assignCaseload");

        assertThat(made.get("errors")).isEmpty();
        assertThat(made.at("/assignment/site").asString()).isEqualTo("North Hall");
        assertThat(knows(Person.TOM, Child.JADE)).isTrue();
        assertThat(codes(Ask.as(Person.ALEX)
                        .data(ASSIGN, wanted(Person.TOM, Map.of("site", "Nowhere")))
                        .get("assignCaseload")))
                .containsExactly("NOT_FOUND");
    }

    @Test
    void aCoverShowsTheColleaguesCaseloadAndNotWhatTheColleagueCovers() {
        assertThat(knows(Person.MARIA, Child.JADE)).isTrue();
        assertThat(knows(Person.TOM, Child.JADE)).isFalse();

        var kim =
                Ask.as(Person.DANA).data(COVER, cover(Person.KIM, Person.MARIA)).get("coverCaseload");
        assertThat(kim.get("errors")).isEmpty();
        assertThat(knows(Person.KIM, Child.JADE)).isTrue();

        // Tom covers Kim: he sees what Kim is assigned, not what she covers.
        assertThat(Ask.as(Person.DANA)
                        .data(COVER, cover(Person.TOM, Person.KIM))
                        .at("/coverCaseload/errors"))
                .isEmpty();
        assertThat(knows(Person.TOM, Child.JADE)).isFalse();
        var listed = Ask.as(Person.ALEX)
                .data(
                        "query L($id: ID!) { caseloadAssignments(staffId: $id) { coverForStaffId programId } }",
                        Map.of("id", staff(Person.KIM)))
                .get("caseloadAssignments");
        assertThat(listed.findValuesAsString("coverForStaffId")).contains(staff(Person.MARIA));
    }

    @Test
    void nobodyAssignsToThemselvesOrToWhoIsNoActiveCaseWorkerOfTheOrganization() {
        var what = Map.<String, Object>of("participantId", participant(Child.JADE));
        var self = Ask.as(Person.DANA).data(ASSIGN, wanted(Person.DANA, what)).get("assignCaseload");
        var analyst =
                Ask.as(Person.DANA).data(ASSIGN, wanted(Person.INES, what)).get("assignCaseload");
        var gone = Ask.as(Person.DANA).data(ASSIGN, wanted(Person.GONE, what)).get("assignCaseload");
        var elsewhere =
                Ask.as(Person.DANA).data(ASSIGN, wanted(Person.BEA, what)).get("assignCaseload");
        var strangersChild =
                Ask.as(Person.JUNE).data(ASSIGN, wanted(Person.BEA, what)).get("assignCaseload");

        assertThat(codes(self)).containsExactly("NOT_ALLOWED");
        assertThat(codes(analyst)).containsExactly("CONFLICT");
        assertThat(codes(gone)).containsExactly("CONFLICT");
        assertThat(codes(elsewhere)).containsExactly("NOT_FOUND");
        assertThat(codes(strangersChild)).containsExactly("NOT_FOUND");
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from party.membership where id in ('" + Person.INES.membershipId() + "', '"
                                + Person.GONE.membershipId() + "', '" + Person.BEA.membershipId() + "')"))
                .containsExactly("3");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        var input = new HashMap<String, Object>();
        input.put("idempotencyKey", "mistakes-1");
        input.put("staffId", Id.STAFF.of(new UUID(1, 1)));
        input.put("begins", today.minusDays(1).toString());
        input.put("ends", today.minusDays(3).toString());

        var payload = Ask.as(Person.ALEX).data(ASSIGN, Map.of("input", input)).get("assignCaseload");

        assertThat(payload.at("/errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("input", "input.staffId", "input.begins", "input.ends");
    }

    @Test
    void aManagerOfProgramsAssignsTheseOnlyAndCoversNobody() {
        var programs = Worlds.truth(
                world, "select unnest(programs) from party.membership where id = '" + Person.PAT.membershipId() + "'");
        assertThat(programs).isNotEmpty();
        var other = Worlds.truth(
                        world,
                        "select id from party.program where organization_id = '" + Place.SOUND_REACH.id()
                                + "' and id <> '" + programs.get(0) + "' limit 1")
                .get(0);

        var own = Ask.as(Person.PAT)
                .data(ASSIGN, wanted(Person.TOM, Map.of("programId", program(programs.get(0)))))
                .get("assignCaseload");
        var others = Ask.as(Person.PAT)
                .data(ASSIGN, wanted(Person.TOM, Map.of("programId", program(other))))
                .get("assignCaseload");
        var covering =
                Ask.as(Person.PAT).data(COVER, cover(Person.TOM, Person.MARIA)).get("coverCaseload");

        assertThat(own.get("errors")).isEmpty();
        assertThat(codes(others)).containsExactly("NOT_FOUND");
        assertThat(codes(covering)).containsExactly("NOT_ALLOWED");
    }

    private boolean knows(Person person, Child child) {
        return !Ask.as(person)
                .data(KNOWN, Map.of("id", participant(child)))
                .get("participant")
                .isNull();
    }

    private Map<String, Object> wanted(Person person, Map<String, Object> what) {
        var input = new HashMap<>(what);
        input.put("idempotencyKey", UUID.randomUUID().toString());
        input.put("staffId", staff(person));
        input.put("begins", today.toString());
        return Map.of("input", input);
    }

    private Map<String, Object> cover(Person person, Person colleague) {
        return Map.of(
                "input",
                Map.of(
                        "idempotencyKey", UUID.randomUUID().toString(),
                        "staffId", staff(person),
                        "forStaffId", staff(colleague),
                        "begins", today.toString(),
                        "ends", today.plusDays(7).toString()));
    }

    private static Map<String, Object> end(JsonNode made) {
        return Map.of("input", Map.of("assignmentId", made.at("/assignment/id").asString(), "version", 1));
    }

    private static List<String> codes(JsonNode payload) {
        return payload.at("/errors").findValuesAsString("code");
    }

    private String participant(Child child) {
        return Id.PARTICIPANT.of(world.participant(child));
    }

    private static String program(String key) {
        return Id.PROGRAM.of(UUID.fromString(key));
    }

    private static String staff(Person person) {
        return Id.STAFF.of(person.membershipId());
    }
}
