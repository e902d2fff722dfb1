package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** What stories of holds share: setting one and ending it, and the questions that show what it closes. */
abstract class HoldStories {

    static final String PLACE = """
            mutation Place($input: PlaceHoldInput!) { placeHold(input: $input) {
              hold { id version kind cause note inForce setBy
                target { districtStudentId districtId participantId staffId organizationId feedId } }
              numberPublished
              errors { field code message } } }
            """;

    static final String END = """
            mutation End($input: EndHoldInput!) { endHold(input: $input) {
              hold { inForce endedBy version } errors { field code } } }
            """;

    static final String HOLDS = "{ holds(first: 100) { edges { node { id cause note } } } }";

    static final String CHILD = """
            query Child($id: ID!) { participant(id: $id) { students {
              enrollment { __typename ... on Withheld { reason message nextStep since until } }
              participation { __typename ... on Withheld { reason } ... on Participation { programs { organizationName } } } } } }
            """;

    private static final String WITH_US = """
            query WithUs($number: String) { sharedParticipation(districtStudentId: $number) {
              edges { node { program { organizationName } } } } }
            """;

    final DemoWorld world = Worlds.pulled();

    @AfterEach
    void endAll() {
        Worlds.change(world, "delete from document.hold where note like 'HoldStories%'");
    }

    static Map<String, Object> student(@Nullable Place district, Child child) {
        return Map.of(
                "student",
                district == null
                        ? Map.of("districtStudentId", child.districtStudentId())
                        : Map.of(
                                "districtId", Id.DISTRICT.of(district.id()),
                                "districtStudentId", child.districtStudentId()));
    }

    static JsonNode place(Person by, Map<String, Object> target, String cause, String note) {
        return place(by, target, cause, note, "CLOSE");
    }

    static JsonNode place(Person by, Map<String, Object> target, String cause, String note, String kind) {
        var input = Map.of(
                "idempotencyKey",
                UUID.randomUUID().toString(),
                "target",
                target,
                "cause",
                cause,
                "note",
                note,
                "kind",
                kind);
        return Ask.as(by).data(PLACE, Map.of("input", input)).get("placeHold");
    }

    static void end(Person by, JsonNode hold) {
        var payload =
                Ask.as(by).data(END, ending(hold, hold.get("version").asInt())).get("endHold");
        assertThat(payload.get("errors")).isEmpty();
        assertThat(payload.at("/hold/inForce").asBoolean()).isFalse();
        assertThat(payload.at("/hold/endedBy").asString()).isEqualTo(by.fullName());
    }

    static String endErrors(Person by, JsonNode hold) {
        return Ask.as(by)
                .data(END, ending(hold, hold.get("version").asInt()))
                .at("/endHold/errors")
                .toString();
    }

    static Map<String, Object> ending(JsonNode hold, int version) {
        return Map.of("input", Map.of("holdId", hold.get("id").asString(), "version", version));
    }

    JsonNode child(Person person, String key) {
        return Ask.as(person).data(CHILD, id(person, key)).at("/participant/students/0");
    }

    String open(Person person, String key) {
        return child(person, key).at("/enrollment/__typename").asString();
    }

    Map<String, Object> id(Person person, String key) {
        return Map.of("id", Id.PARTICIPANT.of(world.participant(person.place(), key)));
    }

    boolean listed(Person person, Child child) {
        return Ask.as(person)
                .data("{ participants(first: 100) { edges { node { id } } } }")
                .toString()
                .contains(Id.PARTICIPANT.of(world.participant(child)));
    }

    static int shared(Person person, Child child) {
        return Ask.as(person)
                .data(WITH_US, Map.of("number", child.districtStudentId()))
                .at("/sharedParticipation/edges")
                .size();
    }
}
