package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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

    private final String cedarPathsDays = Worlds.truth(
                    world,
                    "select in_force from document.operator_agreement where organization_id = '" + Place.CEDAR_PATH.id()
                            + "'")
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
    @DisplayName(
            "attack 94: while a role is being changed the one of before counts, and from its commit on the new one")
    void aRoleIsChangedWhileOneAsks() throws SQLException {
        var maria = Ask.as(Person.MARIA);
        try (var changing = world.superuser()) {
            changing.setAutoCommit(false);
            changing.createStatement()
                    .execute("update party.membership set role = 'ANALYST' where id = '" + Person.MARIA.membershipId()
                            + "'");

            assertThat(maria.data(LENA, lena).at("/participant/givenName").asString())
                    .isEqualTo("Lena");
            changing.commit();
        }

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
    @DisplayName("attack 93: who works for another organization now sees whom that one assigns, and nobody of before")
    void whoWorksElsewhereNow() {
        var maria = Ask.as(Person.MARIA); // one token, at both addresses
        var elsewhere = UUID.randomUUID();
        var theirs = Map.<String, Object>of(
                "id", Id.PARTICIPANT.of(world.participant(Place.HARBOR_LIGHTS, Child.LENA.name())));
        try {
            Worlds.change(world, """
                    update party.membership set active = daterange(lower(active), current_date - 1) where id = '%1$s';
                    insert into party.membership (id, staff_id, organization_id, role, active)
                    select '%2$s', staff_id, '%3$s', role, daterange(current_date - 1, null) from party.membership where id = '%1$s'
                    """.formatted(Person.MARIA.membershipId(), elsewhere, Place.HARBOR_LIGHTS.id()));

            assertThat(maria.response(LENA, lena).statusCode()).isEqualTo(403);
            var there = maria.at(Place.HARBOR_LIGHTS.host());
            assertThat(there.data("{ viewer { role } }").at("/viewer/role").asString())
                    .isEqualTo("CASE_WORKER");
            assertThat(there.data(LENA, lena).get("participant").isNull())
                    .as("whom she knew before")
                    .isTrue();
            assertThat(there.data(LENA, theirs).get("participant").isNull())
                    .as("whom nobody has assigned yet")
                    .isTrue();

            Worlds.change(
                    world,
                    "insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned) values ('"
                            + elsewhere + "', '" + Place.HARBOR_LIGHTS.id() + "', '"
                            + world.participant(Place.HARBOR_LIGHTS, Child.LENA.name())
                            + "', daterange(current_date - 1, null))");
            assertThat(there.data(LENA, theirs).at("/participant/givenName").asString())
                    .isEqualTo("Lena");
        } finally {
            Worlds.change(
                    world,
                    "delete from roster.caseload_assignment where membership_id = '" + elsewhere
                            + "'; delete from party.membership where id = '" + elsewhere + "'");
        }
    }

    @Test
    @DisplayName("attack 101: what one partner shares with another does not go on to a third")
    void sharingDoesNotGoOn() {
        assertThat(partners(Person.MARIA))
                .as("while the third shares nothing")
                .containsExactly(Place.HARBOR_LIGHTS.title());
        try {
            Worlds.change(world, """
                    update document.operator_agreement set in_force = daterange(lower(in_force), current_date + 100)
                    where organization_id = '%1$s';
                    insert into document.sharing_opt_in (organization_id, operator_agreement_id, program_id, audience, agreed_at)
                    select '%1$s', a.id, p.id, 'WITH_PARTNERS', now() - interval '1 day'
                    from document.operator_agreement a join party.program p on p.organization_id = a.organization_id
                    where a.organization_id = '%1$s';
                    insert into document.consent
                    select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'kind', 'SHARING',
                      'categories', '[]'::jsonb, 'audiences', '["DISTRICT", "PARTNERS"]'::jsonb))).*
                    from document.consent c
                    where c.organization_id = '%1$s' and c.kind = 'GENERAL';
                    insert into record.student_match
                    select (jsonb_populate_record(m, jsonb_build_object('student_id', '%3$s'))).*
                    from record.student_match m
                    where m.student_id = '%2$s'
                    """.formatted(
                            Place.CEDAR_PATH.id(),
                            world.student(Child.LENA),
                            world.student(Place.CEDAR_PATH, Child.LENA.name())));
            assertThat(partners(Person.NILS))
                    .containsExactlyInAnyOrder(Place.HARBOR_LIGHTS.title(), Place.SOUND_REACH.title());
            assertThat(partners(Person.MARIA))
                    .containsExactlyInAnyOrder(Place.HARBOR_LIGHTS.title(), Place.CEDAR_PATH.title());

            // Harbor Lights' family does not want it any more. Sound Reach, which both share with, is no way around.
            Worlds.change(world, audiences("{DISTRICT}"));

            assertThat(partners(Person.NILS)).containsExactly(Place.SOUND_REACH.title());
            assertThat(partners(Person.MARIA)).containsExactly(Place.CEDAR_PATH.title());
            assertThat(partners(Person.BEA))
                    .containsExactlyInAnyOrder(Place.SOUND_REACH.title(), Place.CEDAR_PATH.title());
        } finally {
            Worlds.change(
                    world,
                    audiences("{DISTRICT,PARTNERS}")
                            + """
                    ;
                    delete from record.student_match where student_id = '%3$s';
                    delete from document.consent where organization_id = '%1$s' and kind = 'SHARING';
                    delete from document.sharing_opt_in where organization_id = '%1$s';
                    update document.operator_agreement set in_force = '%2$s' where organization_id = '%1$s'
                    """.formatted(
                                            Place.CEDAR_PATH.id(),
                                            cedarPathsDays,
                                            world.student(Place.CEDAR_PATH, Child.LENA.name())));
        }
    }

    private String audiences(String names) {
        return "update document.consent set audiences = '" + names + "' where kind = 'SHARING' and organization_id = '"
                + Place.HARBOR_LIGHTS.id() + "'";
    }

    /** The organizations whose programs one is told of, for the Lena of one's own. */
    private Set<String> partners(Person person) {
        var ofTheirs =
                Map.<String, Object>of("id", Id.PARTICIPANT.of(world.participant(person.place(), Child.LENA.name())));
        return Set.copyOf(Ask.as(person)
                .data(LENA, ofTheirs)
                .at("/participant/students/0/participation/programs")
                .findValuesAsString("organizationName"));
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
