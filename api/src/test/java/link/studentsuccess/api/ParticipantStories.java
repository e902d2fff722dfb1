package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** Participants of Harbor Lights, as June and others there enter them. */
abstract class ParticipantStories {

    private static final String CHILD = """
            participant {
              id version givenName familyName externalId enteredCollegeOn
              programEnrollments { id version begins ends program { name } }
              programAttendance(first: 100) { date }
              consents { id }
              students { id version districtStudentId district { id }
                attendance { __typename ... on Withheld { reason } } enrollment { __typename ... on Withheld { reason } } }
            }
            errors { field code message }
            """;
    static final String STUDENT = """
            query Student($id: ID!) {
              student(id: $id) { version attendance { __typename ... on Withheld { reason } } }
            }
            """;

    final DemoWorld world = Worlds.pulled();
    final LocalDate today = world.district().today();
    final Ask june = Ask.as(Person.JUNE);
    private final List<String> before = Worlds.truth(world, "select id from roster.participant");

    /** Others look at everybody's consents and duplicates. */
    @AfterEach
    void takeAway() {
        TakenAway.participants(world, "not id = any('{" + String.join(",", before) + "}')");
    }

    void consent(UUID participant) {
        Worlds.change(world, """
                with signer as (
                  insert into document.signer (organization_id, participant_id, name, capacity)
                  values ('%1$s', '%2$s', 'Mira Test', 'PARENT') returning id
                )
                insert into document.consent
                  (organization_id, participant_id, district_id, signer_id, signed_on, in_force, categories, parties, purpose)
                select '%1$s', '%2$s', '%3$s', id, current_date, daterange(current_date, null), '{ATTENDANCE}',
                  '{ORGANIZATION,OPERATOR}', 'Tutoring'
                from signer
                """.formatted(Place.HARBOR_LIGHTS.id(), participant, Place.PUGET_RIDGE.id()));
    }

    JsonNode number(Ask ask, String student, String number) {
        var version =
                ask.data(STUDENT, Map.of("id", student)).at("/student/version").asInt();
        return change(
                ask,
                "correctDistrictStudentId",
                Map.of("studentId", student, "version", version, "districtStudentId", number));
    }

    String reason(Ask ask, String student) {
        return ask.data(STUDENT, Map.of("id", student))
                .at("/student/attendance/reason")
                .asString("");
    }

    static UUID key(JsonNode payload) {
        return Id.keyOf(payload.at("/participant/id").asString());
    }

    Map<String, Object> child(String given, String family) {
        return new LinkedHashMap<>(Map.of(
                "idempotencyKey", UUID.randomUUID().toString(),
                "givenName", given,
                "familyName", family,
                "birthDate", today.minusYears(12).toString(),
                "districts",
                        List.of(Map.of(
                                "districtId",
                                Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                                "districtStudentId",
                                " 0990001 ")),
                "programId", Id.PROGRAM.of(world.program("Homework Club")),
                "begins", today.minusDays(100).toString(),
                "notADuplicate", true));
    }

    static JsonNode change(Ask ask, String name, Map<String, Object> input) {
        return change(ask, name, input, CHILD);
    }

    static JsonNode change(Ask ask, String name, Map<String, Object> input, String answer) {
        var type = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Input";
        return ask.data(
                        "mutation Change($input: " + type + "!) { " + name + "(input: $input) { " + answer + " } }",
                        Map.of("input", input))
                .get(name);
    }

    void destroy(Ask ask, JsonNode added) {
        assertThat(change(
                                ask,
                                "destroyParticipant",
                                Map.of(
                                        "participantId",
                                                added.at("/participant/id").asString(),
                                        "version",
                                                added.at("/participant/version").asInt(),
                                        "reason", "Test"),
                                "errors { code }")
                        .get("errors"))
                .isEmpty();
    }

    static List<String> refusals(JsonNode payload) {
        return payload.get("errors")
                .valueStream()
                .map(error ->
                        error.get("code").asString() + " " + error.get("field").asString())
                .toList();
    }
}
