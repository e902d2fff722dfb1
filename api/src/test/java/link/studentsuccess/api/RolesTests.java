package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The token says who one is; what one may, the database says at each request. */
class RolesTests {

    private static final String LENA = "query P($id: ID!) { participant(id: $id) { givenName students {"
            + " attendance { __typename ... on Withheld { reason } } participation { ... on Participation {"
            + " programs { organizationName } } } } } }";

    private final DemoWorld world = Worlds.pulled();
    private final Map<String, Object> lena = Map.of("id", Id.PARTICIPANT.of(world.participant(Child.LENA)));

    private final String mariasDays = Worlds.truth(
                    world, "select active from party.membership where id = '" + Person.MARIA.membershipId() + "'")
            .get(0);

    @AfterEach
    void putBack() {
        Worlds.change(
                world,
                "update party.membership set role = 'CASE_WORKER', active = '" + mariasDays + "' where id = '"
                        + Person.MARIA.membershipId() + "' and (role <> 'CASE_WORKER' or active <> '" + mariasDays
                        + "')");
    }

    @Test
    @DisplayName("attack 94: the role is the database's at this moment, whatever the token claims")
    void theRoleIsNotInTheToken() {
        var claims = world.signIn()
                .mint(
                        Person.INES.subject(),
                        claim -> claim.claim("scope", "student-data")
                                .claim("role", "ADMIN")
                                .claim("roles", List.of("ADMIN", "OPERATOR"))
                                .claim("realm_access", Map.of("roles", List.of("ADMIN")))
                                .claim("org", "Harbor Lights"),
                        header -> {});
        var ines = Ask.with(claims, Place.SOUND_REACH.host());
        assertThat(ines.data("{ viewer { role } }").at("/viewer/role").asString())
                .isEqualTo("ANALYST");
        assertThat(ines.data(LENA, lena).get("participant").isNull()).isTrue();

        var maria = Ask.as(Person.MARIA); // one token, before and after
        assertThat(maria.data(LENA, lena).at("/participant/givenName").asString())
                .isEqualTo("Lena");
        Worlds.change(
                world, "update party.membership set role = 'ANALYST' where id = '" + Person.MARIA.membershipId() + "'");
        assertThat(maria.data(LENA, lena).get("participant").isNull()).isTrue();
    }

    @Test
    @DisplayName("attack 93: who has left for another organization has nothing here, with the token of before")
    void whoHasLeftHasNothing() {
        var maria = Ask.as(Person.MARIA);
        assertThat(maria.data(LENA, lena).at("/participant/givenName").asString())
                .isEqualTo("Lena");

        Worlds.change(
                world,
                "update party.membership set active = daterange(lower(active), current_date - 1) where id = '"
                        + Person.MARIA.membershipId() + "'");

        assertThat(maria.response(LENA, lena).statusCode()).isEqualTo(403);
        assertThat(maria.at(Place.HARBOR_LIGHTS.host()).response(LENA, lena).statusCode())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("attack 101: what one partner shares with another does not go on to a third")
    void sharingDoesNotGoOn() {
        var organizations = Ask.as(Person.MARIA)
                .data(LENA, lena)
                .at("/participant/students/0/participation/programs")
                .findValuesAsString("organizationName");

        // Cedar Path serves Lena too; who shares with Sound Reach knows of it or not: it does not say so.
        assertThat(Worlds.truth(
                        world,
                        "select count(*) from roster.program_enrollment e join roster.participant p on p.id = e.participant_id"
                                + " where p.organization_id = '" + Place.CEDAR_PATH.id()
                                + "' and p.given_name = 'Lena'"))
                .containsExactly("1");
        assertThat(organizations).isNotEmpty().containsOnly(Place.HARBOR_LIGHTS.title());
    }

    @Test
    @DisplayName("attack 79: a corrected birth date decides from then on, and what was recorded stays")
    void aCorrectedBirthDateDecidesFromThenOn() {
        var born = Worlds.truth(
                        world,
                        "select s.birth_date from record.student s join record.student_match m on m.record_id = s.id where m.student_id = '"
                                + world.student(Child.LENA) + "'")
                .get(0);
        var set =
                "update record.student s set birth_date = '%s' from record.student_match m where m.record_id = s.id and m.student_id = '"
                        + world.student(Child.LENA) + "'";
        assertThat(attendance()).isEqualTo("Attendance");
        var recorded = releases();
        try {
            Worlds.change(world, set.formatted("2000-01-01"));

            assertThat(attendance()).isEqualTo("ELIGIBLE_STUDENT_MUST_CONSENT");
            assertThat(releases()).startsWith(recorded.toArray(String[]::new)).hasSizeGreaterThan(recorded.size());
        } finally {
            Worlds.change(world, set.formatted(born));
        }
        assertThat(attendance()).isEqualTo("Attendance");
    }

    private String attendance() {
        var facet = Ask.as(Person.MARIA).data(LENA, lena).at("/participant/students/0/attendance");
        return facet.path("reason").asString(facet.get("__typename").asString());
    }

    /** What stands in the ledger of Lena's attendance, oldest first. */
    private List<String> releases() {
        return Worlds.truth(
                world,
                "select l::text from ledger.release l join ledger.request r on r.id = l.request_id where l.category = 'ATTENDANCE' and '"
                        + world.student(Child.LENA) + "' = any(l.released || l.withheld) order by r.at, l.id");
    }
}
