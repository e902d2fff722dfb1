package link.studentsuccess.api;

import static link.studentsuccess.api.StaffAnswers.act;
import static link.studentsuccess.api.StaffAnswers.change;
import static link.studentsuccess.api.StaffAnswers.code;
import static link.studentsuccess.api.StaffAnswers.invite;
import static link.studentsuccess.api.StaffAnswers.key;
import static link.studentsuccess.api.StaffAnswers.member;
import static link.studentsuccess.api.StaffAnswers.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Accounts of a place: who sees them, how they change, and how they end. */
class StaffTests {

    private static final String STAFF =
            "{ staff(first: 100) { edges { node { email role organization { name } district { name } } } } }";
    private static final String ATTENDANCE =
            "query A($id: ID!) { student(id: $id) { attendance { __typename ... on Withheld { reason } } } }";
    private static final String TO_REASSIGN =
            "{ caseloadsToReassign(first: 100) { edges { node { formerMember since site participant { id } } } } }";

    private final DemoWorld world = Worlds.pulled();
    private final Ask june = Ask.as(Person.JUNE);

    @Test
    void everyAdministratorSeesTheOwnPlaceAndTheOperatorAll() {
        assertThat(emails(june)).contains(Person.BEA.email(), Person.HAL.email());
        assertThat(emails(june)).doesNotContain(Person.MARIA.email(), Person.STEPH.email(), Person.OLLIE.email());
        assertThat(emails(Ask.as(Person.STEPH))).contains(Person.CORA.email()).doesNotContain(Person.ROSA.email());
        assertThat(emails(Ask.as(Person.OLLIE)))
                .contains(Person.MARIA.email(), Person.ROSA.email(), Person.OLLIE.email());
        for (var person : List.of(Person.HAL, Person.BEA, Person.OTTO, Person.CORA)) {
            assertThat(Ask.as(person).data(STAFF).get("staff").isNull()).isTrue();
        }
    }

    @Test
    @DisplayName("case 24: a tutor is allowed GRADES only by changeStaff, and no other category opens")
    void theScopeOfAnAccountClosesOtherCategoriesAtOnce() {
        var alex = Ask.as(Person.ALEX);
        var lee = new Asked(Person.LEE, world.student(Child.LENA));
        assertThat(lee.attendance()).isEqualTo("NOT_IN_YOUR_ACCESS");
        try {
            assertThat(scope(alex, Person.LEE, Map.of()).get("errors")).isEmpty();
            assertThat(lee.attendance()).isEqualTo("Attendance");
        } finally {
            assertThat(scope(alex, Person.LEE, Map.of("categories", List.of("GRADES")))
                            .get("errors"))
                    .isEmpty();
        }
        assertThat(lee.attendance()).isEqualTo("NOT_IN_YOUR_ACCESS");
    }

    @Test
    @DisplayName("case 35: a leaver's next request is refused, and the caseload waits for somebody else")
    void deactivationEndsInTheSameSecond() {
        var newcomer = Newcomer.unheardOf();
        var member = bound(newcomer, "CASE_WORKER");
        assignFirstParticipant(key(member));
        Worlds.change(world, """
                insert into roster.caseload_assignment (organization_id, membership_id, site, assigned)
                values ('%s', '%s', 'North', daterange(current_date, null))
                """.formatted(Place.HARBOR_LIGHTS.id(), key(member)));
        assertThat(waiting(june, newcomer)).isEmpty();

        var left = act(june, "deactivateStaff", member(june, member.get("id").asString()));

        assertThat(left.at("/staffMember/state").asString()).isEqualTo("DEACTIVATED");
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(403);
        assertThat(waiting(june, newcomer).stream().map(node -> node.get("site").asString("by name")))
                .containsExactlyInAnyOrder("by name", "North");
        assertThat(waiting(june, newcomer).stream()
                        .filter(node -> node.at("/participant/id").isString()))
                .hasSize(1);
        assertThat(waiting(Ask.as(Person.HAL), newcomer)).hasSize(2);
        assertThat(Ask.as(Person.BEA)
                        .data(TO_REASSIGN)
                        .get("caseloadsToReassign")
                        .isNull())
                .isTrue();

        var back = act(june, "reactivateStaff", left.get("staffMember"));

        assertThat(back.at("/staffMember/state").asString()).isEqualTo("ACTIVE");
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(200);
        assertThat(waiting(june, newcomer)).isEmpty();
    }

    @Test
    void whatWasAssignedToWhoNeverCameWaitsForSomebodyElse() {
        var newcomer = Newcomer.unheardOf();
        var invited = invite(june, newcomer, "CASE_WORKER", names(newcomer)).get("staffMember");
        assignFirstParticipant(key(invited));
        assertThat(waiting(june, newcomer)).as("still to come").isEmpty();

        assertThat(act(june, "withdrawInvitation", invited).get("errors")).isEmpty();

        assertThat(waiting(june, newcomer)).hasSize(1);
        Worlds.change(world, "delete from roster.caseload_assignment where membership_id = '" + key(invited) + "'");
    }

    @Test
    @DisplayName("case 35: 45 days without use close an account by themselves")
    void anUnusedAccountClosesByItselfAndAReactivationCountsAnew() {
        var newcomer = Newcomer.unheardOf();
        var member = invite(june, newcomer, "CASE_WORKER", names(newcomer)).get("staffMember");
        // Bound without a request, so that no use is on record.
        Worlds.change(
                world,
                "update party.staff set issuer = '" + world.signIn().issuer() + "', subject = '" + newcomer.subject()
                        + "' where lower(email) = lower('" + newcomer.email() + "')");
        acceptedDaysAgo(member, 44);
        assertThat(member(june, member.get("id").asString()).get("state").asString())
                .isEqualTo("ACTIVE");
        acceptedDaysAgo(member, 46);

        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(403);
        var unused = member(june, member.get("id").asString());
        assertThat(unused.get("state").asString()).isEqualTo("UNUSED");
        assertThat(act(june, "reactivateStaff", unused).get("errors")).isEmpty();
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(200);

        // From now on the newest request counts, whenever the account was accepted.
        Worlds.change(world, "update party.membership set reactivated_at = null where id = '" + key(member) + "'");
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(200);
    }

    @Test
    void theLastAdminOfAnOrganizationStays() {
        var ollie = Ask.as(Person.OLLIE);
        var admin = member(ollie, Person.ALEX);

        assertThat(code(act(ollie, "deactivateStaff", admin))).isEqualTo("CONFLICT");
        assertThat(status(Ask.as(Person.ALEX))).isEqualTo(200);
    }

    @Test
    void twoAdminsWhoDeactivateEachOtherLeaveOne() {
        var newcomer = Newcomer.unheardOf();
        var second = bound(newcomer, "ADMIN");
        var other = newcomer.at(Place.HARBOR_LIGHTS);
        try {
            var first = member(june, Person.JUNE);
            var target = member(june, second.get("id").asString());
            var both = List.of(
                    CompletableFuture.supplyAsync(() -> attempt(june, target)),
                    CompletableFuture.supplyAsync(() -> attempt(other, first)));
            both.forEach(CompletableFuture::join);

            assertThat(List.of(status(june), status(other))).containsExactlyInAnyOrder(200, 403);
        } finally {
            Worlds.change(
                    world,
                    "update party.membership set deactivated_at = null where id = '" + Person.JUNE.membershipId()
                            + "'; update party.membership set deactivated_at = now() where id = '" + key(second) + "'");
        }
    }

    @Test
    void nobodyChangesAnAccountOfTheirOwn() {
        var own = member(june, Person.JUNE);

        assertThat(own.get("changeable").asBoolean()).isFalse();
        assertThat(code(act(june, "deactivateStaff", own))).isEqualTo("NOT_ALLOWED");
        assertThat(code(scope(june, Person.JUNE, Map.of("role", "ANALYST")))).isEqualTo("NOT_ALLOWED");
        assertThat(code(scope(Ask.as(Person.OLLIE), Person.OLLIE, Map.of("role", "OPERATOR"))))
                .isEqualTo("NOT_ALLOWED");
        assertThat(member(june, Person.JUNE).get("version")).isEqualTo(own.get("version"));
    }

    @Test
    void accountsOfOtherPlacesDoNotExistAndAnOldVersionIsNoticed() {
        var bea = member(june, Person.BEA);

        assertThat(code(act(Ask.as(Person.ALEX), "deactivateStaff", bea))).isEqualTo("NOT_FOUND");
        // The operator sees a case worker's account, and has no say in it.
        assertThat(code(act(Ask.as(Person.OLLIE), "deactivateStaff", bea))).isEqualTo("NOT_ALLOWED");
        var old = Map.<String, Object>of(
                "id", bea.get("id").asString(), "version", bea.get("version").asInt() - 1);
        assertThat(code(change(june, "deactivateStaff", "StaffMemberInput", old)))
                .isEqualTo("CHANGED_MEANWHILE");
        assertThat(code(scope(june, Person.BEA, Map.of("role", "DISTRICT_STEWARD"))))
                .isEqualTo("NOT_ALLOWED");
        assertThat(status(Ask.as(Person.BEA))).isEqualTo(200);
    }

    /** One person's way to a child's attendance. */
    private record Asked(Person person, UUID student) {

        String attendance() {
            var facet = Ask.as(person)
                    .data(ATTENDANCE, Map.of("id", Id.STUDENT.of(student)))
                    .at("/student/attendance");
            return facet.at("/reason").asString(facet.get("__typename").asString());
        }
    }

    /** A new account of Harbor Lights, bound by its first sign-in. */
    private JsonNode bound(Newcomer newcomer, String role) {
        var invited = invite(june, newcomer, role, names(newcomer));
        assertThat(status(newcomer.at(Place.HARBOR_LIGHTS))).isEqualTo(200);
        return invited.get("staffMember");
    }

    private static Map<String, Object> names(Newcomer newcomer) {
        return Map.of("familyName", "Castellan-" + newcomer.subject());
    }

    private static JsonNode scope(Ask ask, Person person, Map<String, Object> more) {
        var now = member(ask, person);
        var input = new HashMap<String, Object>(Map.of(
                "id", now.get("id").asString(),
                "version", now.get("version").asInt(),
                "role", person.role(),
                "kind", "EMPLOYEE",
                "ends", now.get("ends").asString()));
        input.putAll(more);
        return change(ask, "changeStaff", "ChangeStaffInput", input);
    }

    /** Refused as a whole when the other one was faster. */
    private static int attempt(Ask ask, JsonNode member) {
        return ask.response(
                        "mutation Deactivate($input: StaffMemberInput!) { deactivateStaff(input: $input) { errors { code } } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "id", member.get("id").asString(),
                                        "version", member.get("version").asInt())))
                .statusCode();
    }

    private void assignFirstParticipant(UUID membership) {
        Worlds.change(world, """
                insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned)
                select m.id, m.organization_id, p.id, daterange(current_date - 1, null)
                from party.membership m
                join roster.participant p on p.organization_id = m.organization_id
                where m.id = '%s'
                order by p.id
                limit 1
                """.formatted(membership));
    }

    private void acceptedDaysAgo(JsonNode member, int days) {
        Worlds.change(world, """
                update party.membership
                set accepted_at = now() - interval '%1$s days', active = daterange(current_date - 100, null)
                where id = '%2$s'
                """.formatted(days, key(member)));
    }

    private static List<JsonNode> waiting(Ask ask, Newcomer former) {
        return ask.data(TO_REASSIGN)
                .at("/caseloadsToReassign/edges")
                .valueStream()
                .map(edge -> edge.get("node"))
                .filter(node -> node.get("formerMember").asString().equals("Noor Castellan-" + former.subject()))
                .toList();
    }

    private static List<String> emails(Ask ask) {
        return ask.data(STAFF)
                .at("/staff/edges")
                .valueStream()
                .map(edge -> edge.at("/node/email").asString())
                .toList();
    }
}
