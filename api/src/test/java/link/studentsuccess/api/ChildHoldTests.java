package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A hold on a child: closed for the next query, open again when it ends, and nobody else's child is touched. */
class ChildHoldTests extends HoldStories {

    @Test
    @DisplayName(
            "case 32: a safety hold by the steward closes every organization and shared participation in the same second")
    void aSafetyHoldClosesEverybodyAtOnce() {
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
        assertThat(open(Person.BEA, Child.LENA.name())).isEqualTo("Enrollments");
        assertThat(shared(Person.STEPH, Child.LENA)).isEqualTo(2);

        var payload = place(Person.STEPH, student(null, Child.LENA), "SAFETY_PLAN", "HoldStories the shelter on Ninth");

        assertThat(payload.get("errors")).isEmpty();
        assertThat(payload.get("numberPublished").asBoolean()).isTrue();
        assertThat(payload.at("/hold/setBy").asString()).isEqualTo("Steph Yamada");
        for (var person : new Person[] {Person.MARIA, Person.DANA, Person.ALEX, Person.BEA}) {
            var closed = child(person, Child.LENA.name());
            assertThat(closed.at("/enrollment/reason").asString()).isEqualTo("ON_HOLD");
            assertThat(closed.at("/participation/reason").asString()).isEqualTo("ON_HOLD");
            assertThat(closed.toString()).doesNotContain("shelter", "SAFETY", "Steph");
        }
        assertThat(shared(Person.STEPH, Child.LENA)).isZero();
        assertThat(shared(Person.CORA, Child.LENA)).isZero();
        // A hold closes, it does not purge: the record is still matched and kept.
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from access.kept_as_of('" + Place.PUGET_RIDGE.id()
                                + "', now()) k where k.student_id = '" + world.student(Child.LENA) + "'"))
                .containsExactly("1");

        end(Person.STEPH, payload.get("hold"));

        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
        assertThat(shared(Person.STEPH, Child.LENA)).isEqualTo(2);
    }

    @Test
    @DisplayName("case 31: a death takes the child off every list; entered by mistake, it is taken back")
    void aDeathTakesTheChildOffEveryList() {
        assertThat(listed(Person.MARIA, Child.OMAR)).isTrue();

        var hold = place(Person.STEPH, student(Place.PUGET_RIDGE, Child.OMAR), "DEATH", "HoldStories", "REMOVE")
                .get("hold");

        for (var person : new Person[] {Person.MARIA, Person.DANA, Person.ALEX, Person.WES}) {
            assertThat(Ask.as(person)
                            .data(CHILD, id(person, Child.OMAR.name()))
                            .get("participant")
                            .isNull())
                    .isTrue();
        }
        assertThat(listed(Person.MARIA, Child.OMAR)).isFalse();
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from roster.participant where id = '" + world.participant(Child.OMAR) + "'"))
                .containsExactly("1");

        end(Person.STEPH, hold);

        assertThat(listed(Person.MARIA, Child.OMAR)).isTrue();
        assertThat(open(Person.MARIA, Child.OMAR.name())).isEqualTo("Enrollments");
    }

    @Test
    @DisplayName("case 31: an organization that hears of a death takes its own participant off its lists")
    void anOrganizationTakesItsOwnParticipantOffItsLists() {
        var hold = place(
                        Person.ALEX,
                        Map.of("participantId", Id.PARTICIPANT.of(world.participant(Child.LENA))),
                        "DEATH",
                        "HoldStories",
                        "REMOVE")
                .get("hold");

        assertThat(listed(Person.MARIA, Child.LENA)).isFalse();
        assertThat(listed(Person.ALEX, Child.LENA)).isFalse();
        assertThat(open(Person.BEA, Child.LENA.name())).isEqualTo("Enrollments");

        end(Person.ALEX, hold);

        assertThat(listed(Person.MARIA, Child.LENA)).isTrue();
    }

    /** The operator has no student data: it closes a child as a report names it, and learns nothing by doing so. */
    @Test
    void theOperatorClosesAChildAndLearnsNotWhetherItExists() {
        var there = place(Person.OLLIE, student(Place.PUGET_RIDGE, Child.PRIYA), "INCIDENT", "HoldStories");
        var nowhere = place(
                Person.OLLIE,
                Map.of(
                        "student",
                        Map.of("districtId", Id.DISTRICT.of(Place.PUGET_RIDGE.id()), "districtStudentId", "no-such")),
                "INCIDENT",
                "HoldStories");

        assertThat(shape(there)).isEqualTo(shape(nowhere));
        assertThat(there.get("numberPublished").isNull()).isTrue();
        assertThat(child(Person.MARIA, Child.PRIYA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(place(Person.OLLIE, student(Place.PUGET_RIDGE, Child.PRIYA), "DEATH", "HoldStories", "REMOVE")
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_ALLOWED");
    }

    private static String shape(JsonNode payload) {
        return payload.toString().replaceAll("\"(id|districtStudentId)\":\"[^\"]*\"", "");
    }
}
