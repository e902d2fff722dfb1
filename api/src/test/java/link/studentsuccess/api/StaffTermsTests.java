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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The confidentiality statement, trainings, and what the district asks of staff. */
class StaffTermsTests {

    private static final String PUBLISH = """
            mutation Publish($input: PublishConfidentialityStatementInput!) {
              publishConfidentialityStatement(input: $input) { statement { id version acceptedAt } errors { field code } }
            }
            """;

    private static final String ACCEPT = """
            mutation Accept($input: AcceptConfidentialityStatementInput!) {
              acceptConfidentialityStatement(input: $input) { statement { acceptedAt } errors { field code } }
            }
            """;

    private static final String TERMS =
            "{ confidentialityStatement { current { id acceptedAt } upcoming { id acceptedAt } } }";

    private static final String RECORD = """
            mutation Train($input: RecordTrainingInput!) {
              recordTraining(input: $input) { training { id title validUntil version } errors { field code } }
            }
            """;

    private static final String WITHDRAW = """
            mutation Untrain($input: WithdrawTrainingInput!) {
              withdrawTraining(input: $input) { training { withdrawnAt version } errors { field code } }
            }
            """;

    private static final String ATTENDANCE =
            "query A($id: ID!) { student(id: $id) { attendance { __typename ... on Withheld { reason } } } }";

    private final DemoWorld world = Worlds.pulled();
    private final LocalDate today = world.district().today();

    @AfterEach
    void putBack() {
        Worlds.change(world, """
                delete from party.statement_acceptance a
                using party.confidentiality_statement c
                where c.id = a.statement_id and c.version like 'test %%';
                delete from party.confidentiality_statement where version like 'test %%';
                delete from party.statement_acceptance where staff_id = '%1$s';
                delete from party.training_record where title like 'Test %%';
                update party.membership set kind = 'EMPLOYEE' where id = '%2$s';
                update document.district_agreement set staff_kinds = null where organization_id = '%3$s';
                """.formatted(Person.VAL.staffId(), Person.MARIA.membershipId(), Place.SOUND_REACH.id()));
    }

    @Test
    void whoAcceptsTheStatementSeesInTheSameSecondAndAgainChangesNothing() {
        assertThat(attendance(Person.VAL, Child.LENA)).isEqualTo("STAFF_TERMS_MISSING");
        var current = Ask.as(Person.VAL).data(TERMS).at("/confidentialityStatement/current");
        assertThat(current.get("acceptedAt").isNull()).isTrue();
        var input = Map.<String, Object>of(
                "input", Map.of("statementId", current.get("id").asString()));

        var first = Ask.as(Person.VAL).data(ACCEPT, input).get("acceptConfidentialityStatement");
        var again = Ask.as(Person.VAL).data(ACCEPT, input).get("acceptConfidentialityStatement");

        assertThat(first.get("errors")).isEmpty();
        assertThat(first.at("/statement/acceptedAt").isNull()).isFalse();
        assertThat(again.at("/statement/acceptedAt")).isEqualTo(first.at("/statement/acceptedAt"));
        assertThat(attendance(Person.VAL, Child.LENA)).isEqualTo("Attendance");
    }

    @Test
    void theOperatorPublishesForALaterDayAndEachPersonAcceptsBeforehand() {
        var input = statement("test next", today.plusDays(400));
        var published = Ask.as(Person.OLLIE).data(PUBLISH, input).get("publishConfidentialityStatement");
        var again = Ask.as(Person.OLLIE).data(PUBLISH, input).get("publishConfidentialityStatement");
        assertThat(published.get("errors")).isEmpty();
        assertThat(again.at("/statement/id")).isEqualTo(published.at("/statement/id"));

        var id = published.at("/statement/id").asString();
        Ask.as(Person.MARIA).data(ACCEPT, Map.of("input", Map.of("statementId", id)));

        assertThat(Ask.as(Person.MARIA)
                        .data(TERMS)
                        .at("/confidentialityStatement/upcoming/0/acceptedAt")
                        .isNull())
                .isFalse();
        assertThat(Ask.as(Person.DANA)
                        .data(TERMS)
                        .at("/confidentialityStatement/upcoming/0/acceptedAt")
                        .isNull())
                .isTrue();
        assertThat(attendance(Person.MARIA, Child.JADE)).isEqualTo("Attendance");
    }

    @Test
    void aStatementOfThePastOrTwiceIsRefused() {
        Ask.as(Person.OLLIE).data(PUBLISH, statement("test one", today.plusDays(401)));

        var twice = Ask.as(Person.OLLIE).data(PUBLISH, statement("test one", today.plusDays(401)));
        var past = Ask.as(Person.OLLIE).data(PUBLISH, statement("test two", today.minusDays(3)));
        var empty = Ask.as(Person.OLLIE).data(PUBLISH, statement(" ", today.plusDays(402)));

        assertThat(codes(twice.get("publishConfidentialityStatement"))).containsExactly("CONFLICT", "CONFLICT");
        assertThat(codes(past.get("publishConfidentialityStatement"))).containsExactly("OUT_OF_RANGE");
        assertThat(codes(empty.get("publishConfidentialityStatement"))).containsExactly("MALFORMED");
    }

    @Test
    void aRecordedTrainingOpensInTheSameSecondAndAWithdrawnOneCloses() {
        var child = tomsChild();
        assertThat(answer(Person.TOM, child)).isEqualTo("TRAINING_REQUIRED");

        var made = Ask.as(Person.ALEX)
                .data(RECORD, training(Person.TOM, today.minusDays(2), today.plusDays(300)))
                .get("recordTraining");

        assertThat(made.get("errors")).isEmpty();
        assertThat(answer(Person.TOM, child)).isNotEqualTo("TRAINING_REQUIRED");
        assertThat(Ask.as(Person.ALEX)
                        .data(
                                "query T($id: ID!) { trainings(staffId: $id) { title } }",
                                Map.of("id", staff(Person.TOM)))
                        .at("/trainings/0/title")
                        .asString())
                .isEqualTo("Test FERPA");

        var withdrawal = Map.<String, Object>of(
                "input", Map.of("trainingId", made.at("/training/id").asString(), "version", 1));
        var withdrawn = Ask.as(Person.ALEX).data(WITHDRAW, withdrawal).get("withdrawTraining");

        assertThat(withdrawn.at("/training/withdrawnAt").isNull()).isFalse();
        assertThat(answer(Person.TOM, child)).isEqualTo("TRAINING_REQUIRED");
        assertThat(codes(Ask.as(Person.ALEX).data(WITHDRAW, withdrawal).get("withdrawTraining")))
                .containsExactly("CHANGED_MEANWHILE");
    }

    @Test
    void nobodyRecordsTheirOwnOrAStrangersTraining() {
        assertThat(Ask.as(Person.TOM)
                        .data(
                                "query T($id: ID) { trainings(staffId: $id) { title } }",
                                Map.of("id", staff(Person.ALEX)))
                        .get("trainings"))
                .isEmpty();
        assertThat(Ask.as(Person.ALEX).data("{ trainings { title } }").get("trainings"))
                .isNotEmpty();

        var own = Ask.as(Person.ALEX).data(RECORD, training(Person.ALEX, today, today.plusDays(300)));
        var strangers = Ask.as(Person.JUNE).data(RECORD, training(Person.TOM, today, today.plusDays(300)));
        var elsewhere = Ask.as(Person.STEPH).data(RECORD, training(Person.ROSA, today, today.plusDays(300)));
        var tooLong = Ask.as(Person.STEPH).data(RECORD, training(Person.CORA, today, today.plusDays(367)));
        var right = Ask.as(Person.STEPH).data(RECORD, training(Person.CORA, today, today.plusDays(366)));

        assertThat(codes(own.get("recordTraining"))).containsExactly("NOT_ALLOWED");
        assertThat(codes(strangers.get("recordTraining"))).containsExactly("NOT_FOUND");
        assertThat(codes(elsewhere.get("recordTraining"))).containsExactly("NOT_FOUND");
        assertThat(codes(tooLong.get("recordTraining"))).containsExactly("OUT_OF_RANGE");
        assertThat(right.at("/recordTraining/errors")).isEmpty();
    }

    @Test
    @DisplayName(
            "case 23: a volunteer where the district asks for employees sees nothing of it, and still records presence")
    void aVolunteerWhereEmployeesAreAskedForSeesNothingAndStillRecordsPresence() {
        assertThat(attendance(Person.MARIA, Child.JADE)).isEqualTo("Attendance");
        Worlds.change(world, """
                update party.membership set kind = 'VOLUNTEER' where id = '%s';
                update document.district_agreement set staff_kinds = '{EMPLOYEE}' where organization_id = '%s';
                """.formatted(Person.MARIA.membershipId(), Place.SOUND_REACH.id()));

        assertThat(attendance(Person.MARIA, Child.JADE)).isEqualTo("STAFF_TERMS_MISSING");
        assertThat(attendance(Person.DANA, Child.JADE)).isEqualTo("Attendance");

        var program = Worlds.truth(
                        world,
                        "select program_id from roster.program_enrollment where participant_id = '"
                                + world.participant(Child.JADE) + "' limit 1")
                .get(0);
        var recorded = Ask.as(Person.MARIA)
                .data(
                        "mutation R($input: RecordProgramAttendanceInput!) { recordProgramAttendance(input: $input)"
                                + " { programAttendance { minutes } errors { code } } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "participantId", Id.PARTICIPANT.of(world.participant(Child.JADE)),
                                        "programId", Id.PROGRAM.of(UUID.fromString(program)),
                                        "date", today.toString(),
                                        "minutes", 35)));
        assertThat(recorded.at("/recordProgramAttendance/errors")).isEmpty();
        assertThat(recorded.at("/recordProgramAttendance/programAttendance/minutes")
                        .asInt())
                .isEqualTo(35);
    }

    private String attendance(Person person, Child child) {
        return answer(person, world.student(child));
    }

    /** The type, or why it is withheld. */
    private static String answer(Person person, UUID student) {
        var facet = Ask.as(person)
                .data(ATTENDANCE, Map.of("id", Id.STUDENT.of(student)))
                .at("/student/attendance");
        return facet.hasNonNull("reason")
                ? facet.get("reason").asString()
                : facet.get("__typename").asString();
    }

    private UUID tomsChild() {
        return UUID.fromString(Worlds.truth(
                        world,
                        "select s.id from roster.student s join roster.caseload_assignment c using (participant_id)"
                                + " where c.membership_id = '" + Person.TOM.membershipId() + "' order by s.id limit 1")
                .get(0));
    }

    private static Map<String, Object> statement(String version, LocalDate effectiveOn) {
        return Map.of(
                "input",
                Map.of(
                        "idempotencyKey",
                        UUID.randomUUID().toString(),
                        "version",
                        version,
                        "text",
                        "Keep what you learn to yourself.",
                        "effectiveOn",
                        effectiveOn.toString()));
    }

    private static Map<String, Object> training(Person person, LocalDate on, LocalDate until) {
        var input = new HashMap<String, Object>();
        input.put("idempotencyKey", UUID.randomUUID().toString());
        input.put("staffId", staff(person));
        input.put("title", "Test FERPA");
        input.put("completedOn", on.toString());
        input.put("validUntil", until.toString());
        return Map.of("input", input);
    }

    private static List<String> codes(JsonNode payload) {
        return payload.at("/errors").findValuesAsString("code");
    }

    private static String staff(Person person) {
        return Id.STAFF.of(person.membershipId());
    }
}
