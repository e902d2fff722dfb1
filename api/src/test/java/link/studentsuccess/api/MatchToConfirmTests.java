package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.connectors.sync.SyncEngine;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Case 38: Salt Creek may no longer send birth dates. Its steward, whom Rosa plays here, confirms that Imani's record is
 * hers, once; and again when anything of it changes.
 */
class MatchToConfirmTests {

    private static final UUID MEMBERSHIP = UUID.fromString("c5a1f3d2-5b0e-4c52-9a53-0f6f6f6e0038");
    private static final String IMANI = "IMANI";
    private static final String SCHOOL = "7701";
    private static final String LIST = """
            { matchesToConfirm { items { id organizationName givenName familyName districtStudentId since } } }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final Ask steward = Ask.as(Person.ROSA).at(Place.SALT_CREEK.host());

    @BeforeEach
    void appoint() {
        Worlds.change(world, """
                insert into party.membership (id, staff_id, district_id, role, active, accepted_at)
                select '%s', staff_id, '%s', role, daterange(current_date - 2, null), accepted_at
                from party.membership where id = '%s'
                on conflict (id) do update set active = excluded.active
                """.formatted(MEMBERSHIP, Place.SALT_CREEK.id(), Person.ROSA.membershipId()));
    }

    @AfterEach
    void giveBack() {
        world.saltCreek().drop();
        pull();
        assertThat(reason()).isEmpty();
        assertThat(list()).isEmpty();
        Worlds.change(world, """
                delete from document.match_decision where decided_by = '%1$s';
                update party.membership set active = daterange(lower(active), lower(active) + 1) where id = '%1$s'
                """.formatted(MEMBERSHIP));
    }

    @Test
    @DisplayName("case 38: without birth dates ID, both names and school match once the district has confirmed them")
    void theDistrictConfirmsOnce() {
        assertThat(reason()).isEmpty();

        world.saltCreek().dropWithoutBirthDates("Imani", SCHOOL);
        pull();

        assertThat(reason()).isEqualTo("NOT_MATCHED");
        assertThat(stored()).containsExactly("0");
        var waiting = list();
        var soundReachs = of(waiting, Place.SOUND_REACH);
        assertThat(soundReachs.get("givenName").asString()).isEqualTo("Imani");
        assertThat(soundReachs.get("districtStudentId").asString()).isEqualTo("2207");
        assertThat(items("MATCH_TO_CONFIRM").get(0).get("count").asInt()).isEqualTo(waiting.size());
        assertThat(items("MATCH_BROKEN")).isEmpty(); // it waits here, not twice
        assertThat(Ask.as(Person.ROSA).data(LIST).at("/matchesToConfirm/items")).isEmpty();
        assertThat(Ask.as(Person.ROSA)
                        .at(Place.RAINIER_VALLEY.host())
                        .data(decision("confirmMatch", soundReachs))
                        .at("/confirmMatch/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND"); // another district's

        assertThat(decide("confirmMatch", soundReachs)).isEmpty();
        assertThat(reason()).isEqualTo("NOT_MATCHED"); // until the next publish proves it
        pull();
        assertThat(reason()).isEmpty();
        // A consent of a parent still holds until the 18th birthday: by the birth date on the form.
        assertThat(Worlds.truth(
                        world, "select birth_date is null from record.student where district_student_id = '2207'"))
                .containsExactly("t");
        assertThat(decide("confirmMatch", soundReachs)).containsExactly("CONFLICT");
        // What is confirmed stays so, pull after pull.
        pull();
        assertThat(reason()).isEmpty();
        assertThat(Worlds.truth(world, """
                        select count(*)
                        from audit.change c
                        join document.match_decision d on d.id = c.subject_id
                        where c.membership_id = '%s'
                        """.formatted(MEMBERSHIP))).containsExactly("1");
    }

    @Test
    @DisplayName("case 38: any change asks for the district's word again, and a refusal closes at once")
    void aChangeAsksAgain() {
        world.saltCreek().dropWithoutBirthDates("Imani", SCHOOL);
        pull();
        var first = of(list(), Place.SOUND_REACH);
        assertThat(decide("confirmMatch", first)).isEmpty();
        pull();
        assertThat(reason()).isEmpty();

        // Another school.
        world.saltCreek().dropWithoutBirthDates("Imani", "7702");
        pull();
        assertThat(reason()).isEqualTo("NOT_MATCHED");
        var second = of(list(), Place.SOUND_REACH);
        assertThat(second.get("id")).isNotEqualTo(first.get("id"));
        assertThat(decide("confirmMatch", first)).containsExactly("NOT_FOUND"); // nobody confirms what has changed
        assertThat(decide("confirmMatch", second)).isEmpty();
        pull();
        assertThat(reason()).isEmpty();

        // The name as the district spells it now: it agrees, and is not what was confirmed.
        world.saltCreek().dropWithoutBirthDates("IMANI", "7702");
        pull();
        assertThat(reason()).isEqualTo("NOT_MATCHED");
        var third = of(list(), Place.SOUND_REACH);
        assertThat(decide("confirmMatch", third)).isEmpty();
        pull();
        assertThat(reason()).isEmpty();

        assertThat(decide("refuseMatch", third)).isEmpty();
        assertThat(reason()).isEqualTo("NOT_MATCHED");
        pull();
        assertThat(reason()).isEqualTo("NOT_MATCHED");
        assertThat(stored()).containsExactly("0");
    }

    private void pull() {
        world.bean(SyncEngine.class).pullNow(world.saltCreekFeed());
    }

    private String reason() {
        return Ask.as(Person.MARIA)
                .data(
                        "query ($id: ID!) { participant(id: $id) { students {"
                                + " enrollment { ... on Enrollments { all { entryDate } } ... on Withheld { reason } } } } }",
                        Map.of("id", Id.PARTICIPANT.of(world.participant(Place.SOUND_REACH, IMANI))))
                .at("/participant/students/0/enrollment/reason")
                .asString("");
    }

    private List<JsonNode> list() {
        return steward.data(LIST).at("/matchesToConfirm/items").valueStream().toList();
    }

    private static JsonNode of(List<JsonNode> list, Place organization) {
        return list.stream()
                .filter(match -> match.get("organizationName").asString().equals(organization.title()))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> items(String kind) {
        return steward.data("{ workQueue { items { kind count } } }")
                .at("/workQueue/items")
                .valueStream()
                .filter(item -> item.get("kind").asString().equals(kind))
                .toList();
    }

    private static String decision(String mutation, JsonNode match) {
        return "mutation { " + mutation + "(input: { matchId: \""
                + match.get("id").asString() + "\" }) { recorded errors { code } } }";
    }

    private List<String> decide(String mutation, JsonNode match) {
        return steward.data(decision(mutation, match))
                .at("/" + mutation + "/errors")
                .valueStream()
                .map(error -> error.get("code").asString())
                .toList();
    }

    private List<String> stored() {
        return Worlds.truth(
                world, "select count(*) from record.student where district_id = '" + Place.SALT_CREEK.id() + "'");
    }
}
