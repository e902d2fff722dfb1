package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.RoleMatrix;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** A key stands for one input, in every mutation that has one. */
class KeyTests {

    private static final String PLACE = """
            mutation Place($input: PlaceHoldInput!) { placeHold(input: $input) {
              hold { id target { staffId } } errors { field code } } }
            """;

    private final DemoWorld world = Worlds.pulled();

    @AfterEach
    void putBack() {
        Worlds.change(world, "delete from document.hold where note = 'KeyTests'");
    }

    @TestFactory
    Stream<DynamicTest> aUsedKeyIsRefusedForAnotherInput() {
        var mutations = Ask.as(Person.OLLIE)
                .data(
                        "{ __schema { mutationType { fields { name args { type { ofType { inputFields { name } } } } } } } }")
                .at("/__schema/mutationType/fields")
                .valueStream()
                .filter(mutation -> mutation.at("/args/0/type/ofType/inputFields")
                        .valueStream()
                        .anyMatch(field -> field.get("name").asString().equals("idempotencyKey")))
                .map(mutation -> mutation.get("name").asString())
                .toList();
        assertThat(mutations).hasSizeGreaterThanOrEqualTo(20).contains("placeHold", "addParticipant", "recordConsents");
        return mutations.stream().map(name -> DynamicTest.dynamicTest(name, () -> assertRefused(name)));
    }

    private void assertRefused(String mutation) {
        var person = whoMay(mutation);
        var key = UUID.randomUUID().toString();
        var submission = IdempotencyKey.id(person.membershipId(), mutation, key);
        Worlds.change(
                world,
                "insert into audit.submission (id, input) values ('" + submission + "', sha256('something else'))");

        var question = RoleQuestions.mutation(world, mutation)
                .replaceFirst("idempotencyKey: \"[^\"]*\"", "idempotencyKey: \"" + key + "\"");
        var errors = Ask.as(person).data(question).at("/" + mutation + "/errors");

        assertThat(errors).as(errors.toString()).hasSize(1);
        assertThat(errors.get(0).get("field").asString()).isEqualTo("input.idempotencyKey");
        assertThat(errors.get(0).get("code").asString()).isEqualTo("CONFLICT");
        assertThat(errors.get(0).get("message").asString())
                .isEqualTo("This key was used for something else: take a new one.");
        Worlds.change(world, "delete from audit.submission where id = '" + submission + "'");
        assertThat(Ask.as(person).data(question).at("/" + mutation + "/errors").toString())
                .as("with a key of its own")
                .doesNotContain("idempotencyKey");
    }

    private Person whoMay(String mutation) {
        var matrix = world.bean(RoleMatrix.class);
        return Stream.of(Person.ALEX, Person.STEPH, Person.OLLIE)
                .filter(person -> matrix.allows(Role.valueOf(person.role()), "Mutation." + mutation))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSecondThingUnderOneKeyIsNotCalledDone() {
        var key = UUID.randomUUID().toString();

        var first = place(key, Person.VAL, "KeyTests");
        var other = place(key, Person.LEE, "KeyTests");
        var again = place(key, Person.VAL, "KeyTests");
        var another = place(UUID.randomUUID().toString(), Person.LEE, "KeyTests");

        assertThat(first.get("errors")).isEmpty();
        assertThat(other.get("hold").isNull()).isTrue();
        assertThat(other.at("/errors/0/field").asString()).isEqualTo("input.idempotencyKey");
        assertThat(other.at("/errors/0/code").asString()).isEqualTo("CONFLICT");
        assertThat(again).isEqualTo(first);
        assertThat(another.at("/hold/target/staffId").asString()).isEqualTo(Id.STAFF.of(Person.LEE.membershipId()));
    }

    @Test
    void whatWasRefusedIsPutRightUnderTheSameKey() {
        var key = UUID.randomUUID().toString();

        assertThat(place(key, Person.VAL, "x".repeat(501)).at("/errors/0/field").asString())
                .isEqualTo("input.note");
        assertThat(place(key, Person.VAL, "KeyTests").get("errors")).isEmpty();
    }

    private static JsonNode place(String key, Person whom, String note) {
        var input = Map.of(
                "idempotencyKey",
                key,
                "target",
                Map.of("staffId", Id.STAFF.of(whom.membershipId())),
                "cause",
                "INCIDENT",
                "note",
                note);
        return Ask.as(Person.ALEX).data(PLACE, Map.of("input", input)).get("placeHold");
    }
}
