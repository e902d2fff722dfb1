package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.RainierChild;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A hold on a district, an organization, a feed or one of the staff closes what goes through it, and no more. */
class WiderHoldTests extends HoldStories {

    private static final String NAMED = """
            query Named($number: String!) {
              districtDisclosures(first: 5, districtStudentId: $number) { edges { node { districtStudentIds } } }
              disclosureCopy(districtStudentId: $number) { disclosures { category } held { category } }
              signers(districtStudentId: $number) { name } }
            """;

    @Test
    @DisplayName("case 33: the district's own switch closes every organization at the next query and stops the feeds")
    void theDistrictsOwnSwitch() {
        var feeds = "select count(*) from sync.feed f where f.district_id = '" + Place.RAINIER_VALLEY.id()
                + "' and access.feed_held(f.id)";
        assertThat(open(Person.MARIA, RainierChild.RAVI.name())).isEqualTo("Enrollments");
        assertThat(Worlds.truth(world, feeds)).containsExactly("0");

        var hold = place(
                        Person.ROSA,
                        Map.of("districtId", Id.DISTRICT.of(Place.RAINIER_VALLEY.id())),
                        "DISTRICT_SWITCH",
                        "HoldStories")
                .get("hold");

        assertThat(child(Person.MARIA, RainierChild.RAVI.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(child(Person.WES, RainierChild.INGRID.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments"); // another district
        assertThat(Worlds.truth(world, feeds)).isNotEqualTo(List.of("0"));

        end(Person.ROSA, hold);

        assertThat(open(Person.MARIA, RainierChild.RAVI.name())).isEqualTo("Enrollments");
        assertThat(Worlds.truth(world, feeds)).containsExactly("0");
    }

    @Test
    void aStewardStopsAnOrganizationAsFarAsTheDistrictGoes() {
        place(
                Person.ROSA,
                Map.of("organizationId", Id.ORGANIZATION.of(Place.SOUND_REACH.id())),
                "INCIDENT",
                "HoldStories");

        assertThat(child(Person.MARIA, RainierChild.RAVI.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
        assertThat(open(Person.WES, RainierChild.INGRID.name())).isEqualTo("Enrollments");
    }

    @Test
    void anAdminStopsOwnMembersAndParticipantsOnly() {
        var mine = place(
                Person.ALEX,
                Map.of("staffId", Id.STAFF.of(Person.MARIA.membershipId())),
                "INCIDENT",
                "HoldStories lost laptop");

        assertThat(mine.get("errors")).isEmpty();
        assertThat(child(Person.MARIA, Child.LENA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(open(Person.DANA, Child.LENA.name())).isEqualTo("Enrollments");
        end(Person.ALEX, mine.get("hold"));
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");

        place(
                Person.ALEX,
                Map.of("participantId", Id.PARTICIPANT.of(world.participant(Child.LENA))),
                "CUSTODY_DISPUTE",
                "HoldStories");
        assertThat(child(Person.DANA, Child.LENA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        // What another organization serves is its own participant.
        assertThat(open(Person.BEA, Child.LENA.name())).isEqualTo("Enrollments");

        for (var target : List.<Map<String, Object>>of(
                Map.of("staffId", Id.STAFF.of(Person.BEA.membershipId())),
                Map.of("organizationId", Id.ORGANIZATION.of(Place.HARBOR_LIGHTS.id())),
                Map.of("participantId", Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, "LENA"))),
                student(Place.PUGET_RIDGE, Child.LENA),
                Map.of("districtId", Id.DISTRICT.of(Place.PUGET_RIDGE.id())))) {
            assertThat(place(Person.ALEX, target, "OTHER", "HoldStories")
                            .at("/errors/0/code")
                            .asString())
                    .as(target.toString())
                    .isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void theOperatorStopsAPersonAnOrganizationAndAFeed() {
        var person = place(
                Person.OLLIE, Map.of("staffId", Id.STAFF.of(Person.BEA.membershipId())), "INCIDENT", "HoldStories");
        assertThat(person.at("/hold/target/staffId").asString()).isEqualTo(Id.STAFF.of(Person.BEA.membershipId()));
        assertThat(child(Person.BEA, Child.LENA.name()).at("/enrollment/reason").asString())
                .isEqualTo("ON_HOLD");
        end(Person.OLLIE, person.get("hold"));
        assertThat(open(Person.BEA, Child.LENA.name())).isEqualTo("Enrollments");

        place(
                Person.OLLIE,
                Map.of("organizationId", Id.ORGANIZATION.of(Place.HARBOR_LIGHTS.id())),
                "INCIDENT",
                "HoldStories");
        assertThat(child(Person.BEA, Child.LENA.name()).at("/enrollment/reason").asString())
                .isEqualTo("ON_HOLD");
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");

        place(Person.OLLIE, Map.of("feedId", Id.FEED.of(world.oneRosterFeed())), "INCIDENT", "HoldStories");
        assertThat(child(Person.MARIA, Child.LENA.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
        assertThat(Worlds.truth(world, "select access.feed_held('" + world.oneRosterFeed() + "')"))
                .containsExactly("t");
    }

    @Test
    void aHoldOnTheDistrictsOwnStaffClosesWhatTheyAreToldOfChildren() {
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments"); // which the steward reads of below
        for (var person : new Person[] {Person.CORA, Person.STEPH}) {
            assertThat(shared(person, Child.LENA)).isEqualTo(2);
            var staff = Map.<String, Object>of("staffId", Id.STAFF.of(person.membershipId()));

            var hold = place(Person.OLLIE, staff, "INCIDENT", "HoldStories").get("hold");

            assertThat(shared(person, Child.LENA)).as(person.name()).isZero();
            assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
            end(Person.OLLIE, hold);
            assertThat(shared(person, Child.LENA)).isEqualTo(2);
        }
    }

    @Test
    void aHoldOnTheStewardClosesEveryListThatNamesChildren() {
        assertThat(open(Person.MARIA, Child.LENA.name())).isEqualTo("Enrollments");
        place(Person.STEPH, student(null, Child.TARIQ), "SAFETY_PLAN", "HoldStories Tariq");
        Worlds.change(
                world,
                "update document.hold set set_by = '" + Person.CORA.membershipId()
                        + "' where note = 'HoldStories Tariq'");
        var told = named();
        assertThat(told.at("/districtDisclosures/edges/0/node/districtStudentIds/0")
                        .asString())
                .isEqualTo(Child.LENA.districtStudentId());
        assertThat(told.at("/disclosureCopy/disclosures")).isNotEmpty();
        assertThat(told.at("/disclosureCopy/held")).isNotEmpty();
        assertThat(told.get("signers")).isNotEmpty();
        assertThat(Ask.as(Person.STEPH).data(HOLDS).toString()).contains("HoldStories Tariq");

        place(
                Person.OLLIE,
                Map.of("staffId", Id.STAFF.of(Person.STEPH.membershipId())),
                "INCIDENT",
                "HoldStories the steward");

        var held = named();
        assertThat(held.at("/districtDisclosures/edges")).isEmpty();
        assertThat(held.at("/disclosureCopy/disclosures")).isEmpty();
        assertThat(held.at("/disclosureCopy/held")).isEmpty();
        assertThat(held.get("signers")).isEmpty();
        assertThat(Ask.as(Person.STEPH).data(HOLDS).toString()).doesNotContain("HoldStories Tariq");
        // What closes goes on: a child is not in danger because of its steward.
        assertThat(place(Person.STEPH, student(null, Child.JADE), "SAFETY_PLAN", "HoldStories Jade")
                        .get("errors"))
                .isEmpty();
        assertThat(child(Person.MARIA, Child.JADE.name())
                        .at("/enrollment/reason")
                        .asString())
                .isEqualTo("ON_HOLD");
    }

    private static JsonNode named() {
        return Ask.as(Person.STEPH).data(NAMED, Map.of("number", Child.LENA.districtStudentId()));
    }
}
