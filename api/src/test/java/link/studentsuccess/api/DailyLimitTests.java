package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Who takes too much in one day is stopped, however slowly. The account is one of this test alone, and what it took before is
 * planted in the ledger.
 */
class DailyLimitTests {

    private static final String ONE = "FURTHER_25";
    private static final String OTHER = "FURTHER_26";

    /** As DemoOptions sets it for tests, who all together ask for many. */
    private static final int UNKNOWN_IDS = 100_000;

    private static final String STUDENT = "query Daily($id: ID!) { student(id: $id) { enrollment { __typename } } }";
    private static final String PARTICIPANT = "query Daily($id: ID!) { participant(id: $id) { id } }";

    private final DemoWorld world = Worlds.pulled();
    private final Hired person = new Hired(world);

    private void hire(String role) {
        person.begin(role);
        if (role.equals("CASE_WORKER")) {
            person.assign(ONE);
            person.assign(OTHER);
        }
    }

    @AfterEach
    void leave() {
        person.leave();
    }

    @ParameterizedTest(
            name = "attack 159: a {0} receives something of {1} different students a day, and of no further one")
    @CsvSource({"CASE_WORKER, 500", "PROGRAM_MANAGER, 10000"})
    void differentStudents(String role, int limit) {
        hire(role);
        planted("first_received", limit - 1);

        var last = ask(STUDENT, student(ONE));
        assertThat(last.at("/data/student/enrollment/__typename").asString())
                .as(last.toString())
                .isEqualTo("Enrollments");
        var refusals = refusals("TOO_MANY_STUDENTS");
        var lines =
                Heard.atTrace(() -> assertRefused(ask(STUDENT, student(OTHER)), "as many different students today"));

        // It is on record, told to who watches, and nothing of the child has left.
        assertThat(Worlds.truth(
                        world,
                        "select outcome || ' ' || refusal from ledger.request where outcome <> 'ANSWERED' and membership_id = '"
                                + person.id() + "'"))
                .containsExactly("REFUSED TOO_MANY_STUDENTS");
        assertThat(Worlds.truth(
                        world,
                        "select s from ledger.request q join ledger.release l on l.request_id = q.id cross join unnest(l.released) s where q.membership_id = '"
                                + person.id() + "'"))
                .containsOnly(key(ONE).toString());
        assertThat(refusals("TOO_MANY_STUDENTS")).isEqualTo(refusals + 1);
        assertThat(lines)
                .anyMatch(line -> line.contains("outcome=REFUSED code=TOO_MANY_STUDENTS account=" + person.id()))
                .noneMatch(line -> line.contains("Lindqvist"));
        assertProbing("TOO_MANY_STUDENTS");
        // What was looked at today stays open, and what is no student's data too.
        assertThat(ask(STUDENT, student(ONE))
                        .at("/data/student/enrollment/__typename")
                        .asString())
                .isEqualTo("Enrollments");
        assertThat(ask(PARTICIPANT, Id.PARTICIPANT.of(participant(OTHER))).has("errors"))
                .isFalse();
    }

    @Test
    @DisplayName(
            "attack 159, attack 34: who asks for too many ids that lead nowhere is stopped, whatever the next one is")
    void unknownIds() {
        hire("CASE_WORKER");
        planted("not_found", UNKNOWN_IDS - 1);
        var last = Id.PARTICIPANT.of(UUID.randomUUID());

        assertThat(ask(PARTICIPANT, last).toString()).isEqualTo("{\"data\":{\"participant\":null}}");
        var unknown = ask(PARTICIPANT, Id.PARTICIPANT.of(UUID.randomUUID()));
        var unseen = ask(PARTICIPANT, Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, Child.LENA.name())));

        assertRefused(unknown, "too many ids today that lead to nothing for you");
        assertThat(unseen).isEqualTo(unknown);
        assertRefused(ask(STUDENT, Id.STUDENT.of(UUID.randomUUID())), "too many ids today");
        assertThat(ask(PARTICIPANT, last).toString())
                .as("asked for already")
                .isEqualTo("{\"data\":{\"participant\":null}}");
        assertThat(ask(PARTICIPANT, Id.PARTICIPANT.of(participant(ONE)))
                        .at("/data/participant/id")
                        .isNull())
                .isFalse();
        assertProbing("TOO_MANY_UNKNOWN_IDS");
    }

    @Test
    @DisplayName("attack 159, attack 205: ids that lead nowhere are told of an account long before it is stopped")
    void unknownIdsAreTold() {
        hire("CASE_WORKER");
        for (var n = 0; n < 3; n++) {
            ask(PARTICIPANT, Id.PARTICIPANT.of(UUID.randomUUID()));
        }
        ask(STUDENT, Id.STUDENT.of(world.student(Place.HARBOR_LIGHTS, Child.LENA.name())));

        var told = denials(4);
        assertThat(told.get("unknownIds").asInt()).isEqualTo(4);
        assertThat(told.get("worst").asInt()).isEqualTo(4);
        assertThat(told.get("reasons").toString()).isEqualTo("[\"NOT_FOUND\"]");
        assertThat(told.get("probing").asBoolean()).isTrue();
        assertThat(denials(5).get("probing").asBoolean()).isFalse();
    }

    private void assertRefused(JsonNode answer, String sentence) {
        assertThat(answer.at("/data").isNull()).as(answer.toString()).isTrue();
        assertThat(answer.at("/errors")).hasSize(1);
        assertThat(answer.at("/errors/0/message").asString()).contains(sentence, "tomorrow", "administrator");
        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("DAILY_LIMIT");
    }

    private void assertProbing(String reason) {
        var told = denials(10_000);
        assertThat(told.get("probing").asBoolean()).as(told.toString()).isTrue();
        assertThat(told.get("reasons").toString()).contains(reason);
    }

    /** As the operator reads them. */
    private JsonNode denials(int threshold) {
        var now = Instant.now();
        return Ask.as(Person.OLLIE)
                .data(
                        "query Denials($from: DateTime!, $to: DateTime!, $threshold: Int) { denials(from: $from, to: $to, threshold: $threshold)"
                                + " { accounts { staffId unknownIds reasons worst probing } } }",
                        Map.of(
                                "from", now.minusSeconds(600).toString(),
                                "to", now.plusSeconds(60).toString(),
                                "threshold", threshold))
                .at("/denials/accounts")
                .valueStream()
                .filter(line -> line.get("staffId").asString("").equals(Id.STAFF.of(person.id())))
                .findFirst()
                .orElseThrow();
    }

    private double refusals(String limit) {
        return world.bean(MeterRegistry.class)
                .get("link.daily.limit.refusals")
                .tag("limit", limit)
                .counter()
                .count();
    }

    /** A header of the account that says what it took: ids of nobody, so that no child is told of a reader. */
    private void planted(String column, int ids) {
        Worlds.change(world, """
                insert into ledger.request (xid, at, membership_id, staff_id, organization_id, role, host, outcome, %1$s)
                values (pg_current_xact_id(), now(), '%2$s', '%2$s', '%3$s', 'CASE_WORKER', 'soundreach.localhost', 'ANSWERED',
                  array(select gen_random_uuid() from generate_series(1, %4$d)))
                """.formatted(column, person.id(), Place.SOUND_REACH.id(), ids));
    }

    private JsonNode ask(String question, String id) {
        return person.ask().answer(question, Map.of("id", id));
    }

    private UUID participant(String key) {
        return world.participant(Place.SOUND_REACH, key);
    }

    private UUID key(String key) {
        return world.student(Place.SOUND_REACH, key);
    }

    private String student(String key) {
        return Id.STUDENT.of(key(key));
    }
}
