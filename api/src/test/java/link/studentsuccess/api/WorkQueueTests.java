package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What waits for whom. */
class WorkQueueTests {

    private static final String QUEUE = "{ workQueue { items { kind subjectId since due count } } }";

    private final DemoWorld world = Worlds.pulled();
    private final LocalDate today = world.district().today();

    @Test
    void aDraftWaitsForBothSidesOfIt() {
        var draft = Id.DISTRICT_AGREEMENT.of(world.draftAgreement());

        for (var party : List.of(Person.ALEX, Person.STEPH)) {
            assertThat(about(party, draft).get(0).get("due").asString())
                    .isEqualTo(today.plusDays(1).toString());
        }
        for (var stranger : List.of(Person.JUNE, Person.ROSA, Person.OLLIE, Person.DANA)) {
            assertThat(about(stranger, draft)).isEmpty();
        }
    }

    @Test
    void consentsToVerifyAreOneLineWithTheirNumber() {
        var waiting = Ask.as(Person.STEPH)
                .data("{ consentsToVerify(first: 100) { edges { node { id } } } }")
                .at("/consentsToVerify/edges");

        var line = of(Person.STEPH, "CONSENT_TO_VERIFY");

        assertThat(line).hasSize(1);
        assertThat(line.get(0).get("count").asInt()).isEqualTo(waiting.size()).isPositive();
        assertThat(line.get(0).get("subjectId")).isEqualTo(waiting.at("/0/node/id"));
        assertThat(of(Person.ALEX, "CONSENT_TO_VERIFY")).isEmpty();
    }

    @Test
    void aTrainingThatEndsWithin60DaysWaitsForItsPersonAlone() {
        assertThat(of(Person.INES, "TRAINING_ENDING")).isEmpty();
        var training = "staff_id = '" + Person.INES.staffId() + "'";
        var before = Worlds.truth(world, "select valid from party.training_record where " + training)
                .get(0);
        try {
            Worlds.change(
                    world,
                    "update party.training_record set valid = daterange(lower(valid), '" + today.plusDays(60)
                            + "') where " + training);
            assertThat(of(Person.INES, "TRAINING_ENDING").get(0).get("due").asString())
                    .isEqualTo(today.plusDays(60).toString());
            assertThat(of(Person.OTTO, "TRAINING_ENDING")).isEmpty();

            Worlds.change(
                    world,
                    "update party.training_record set valid = daterange(lower(valid), '" + today.plusDays(61)
                            + "') where " + training);
            assertThat(of(Person.INES, "TRAINING_ENDING")).isEmpty();
        } finally {
            Worlds.change(world, "update party.training_record set valid = '" + before + "' where " + training);
        }
    }

    @Test
    void aStatementWaitsForWhoeverHasNotAcceptedIt() {
        assertThat(of(Person.OTTO, "STATEMENT_TO_ACCEPT")).isEmpty();
        var mine = "where staff_id = '" + Person.OTTO.staffId() + "'";
        var accepted = Worlds.truth(
                world, "select statement_id || ''', ''' || accepted_at from party.statement_acceptance " + mine);
        try {
            Worlds.change(world, "delete from party.statement_acceptance " + mine);
            assertThat(of(Person.OTTO, "STATEMENT_TO_ACCEPT")).hasSize(1);
        } finally {
            for (var acceptance : accepted) {
                Worlds.change(
                        world,
                        "insert into party.statement_acceptance (staff_id, statement_id, accepted_at) values ('"
                                + Person.OTTO.staffId() + "', '" + acceptance + "')");
            }
        }
    }

    @Test
    void anAgreementThatEndsSoonWaitsForItsParties() {
        var key = Worlds.truth(
                        world,
                        "select id from document.operator_agreement where organization_id = '"
                                + Place.HARBOR_LIGHTS.id() + "' and in_force @> '" + today + "'::date")
                .get(0);
        var id = Id.OPERATOR_AGREEMENT.of(UUID.fromString(key));
        var before = Worlds.truth(world, "select in_force from document.operator_agreement where id = '" + key + "'")
                .get(0);
        assertThat(about(Person.JUNE, id)).isEmpty();
        try {
            inForce(key, "daterange(lower(in_force), '" + today.plusDays(50) + "')");
            for (var party : List.of(Person.JUNE, Person.OLLIE)) {
                assertThat(about(party, id).get(0).get("due").asString())
                        .isEqualTo(today.plusDays(50).toString());
            }
            assertThat(about(Person.HAL, id)).isEmpty();
            assertThat(about(Person.ALEX, id)).isEmpty();
        } finally {
            inForce(key, "'" + before + "'");
        }
    }

    private void inForce(String agreement, String days) {
        Worlds.change(
                world, "update document.operator_agreement set in_force = " + days + " where id = '" + agreement + "'");
    }

    private static List<JsonNode> of(Person person, String kind) {
        return items(person).stream()
                .filter(item -> item.get("kind").asString().equals(kind))
                .toList();
    }

    private static List<JsonNode> about(Person person, String subject) {
        return items(person).stream()
                .filter(item -> item.get("subjectId").asString().equals(subject))
                .toList();
    }

    private static List<JsonNode> items(Person person) {
        return Ask.as(person).data(QUEUE).at("/workQueue/items").valueStream().toList();
    }
}
