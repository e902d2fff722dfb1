package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A client without a person gets its owner's own roster, and nothing else. */
class ServiceAccountTests {

    private static final String CREATE = """
            mutation Create($input: CreateServiceAccountInput!) {
              createServiceAccount(input: $input) {
                serviceAccount { id name clientId ownerStaffId ownerName active createdAt endedAt version }
                errors { field code }
              }
            }
            """;

    private static final String END = """
            mutation End($input: EndServiceAccountInput!) {
              endServiceAccount(input: $input) { serviceAccount { active endedAt version } errors { field code } }
            }
            """;

    private static final String CHILD = """
            query Board($id: ID!, $student: ID!) {
              participant(id: $id) { students { attendance { __typename ... on Withheld { reason } } } }
              student(id: $student) { id }
              node(id: $id) { id }
              participants { totalCount }
              viewer { role caseload { totalCount } }
            }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final UUID staff = UUID.randomUUID();
    private final UUID owner = UUID.randomUUID();
    private final String client = "board-" + UUID.randomUUID();

    /** An admin who is assigned one child. */
    @BeforeEach
    void makeOwner() {
        Worlds.change(world, """
                insert into party.staff (id, issuer, subject, given_name, family_name, email)
                values ('%1$s', '%3$s', '%1$s', 'Nora', 'Field', 'nora@example.org');
                insert into party.membership (id, staff_id, organization_id, role, active)
                values ('%2$s', '%1$s', '%4$s', 'ADMIN', daterange(current_date - 10, null));
                insert into party.training_record (staff_id, title, valid)
                values ('%1$s', 'FERPA', daterange(current_date - 10, null));
                insert into party.statement_acceptance (staff_id, statement_id)
                select '%1$s', id from party.confidentiality_statement;
                insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned)
                values ('%2$s', '%4$s', '%5$s', daterange(current_date - 10, null));
                """.formatted(
                        staff, owner, world.signIn().issuer(), Place.SOUND_REACH.id(), world.participant(Child.LENA)));
    }

    @AfterEach
    void putBack() {
        Worlds.change(world, """
                delete from party.service_account where owner_id = '%2$s' or client_id = '%3$s';
                delete from roster.caseload_assignment where membership_id = '%2$s';
                delete from party.statement_acceptance where staff_id = '%1$s';
                delete from party.training_record where staff_id = '%1$s';
                delete from party.membership where id = '%2$s';
                delete from party.staff where id = '%1$s';
                """.formatted(staff, owner, client));
    }

    @Test
    @DisplayName(
            "case 17, attack 103: a client's token shows the owner's own roster only, although the owner is an admin")
    void rosterOfTheOwnerOnly() {
        create();

        assertThat(asOwner().data(CHILD, child(Child.JADE)).at("/participant").isObject())
                .isTrue();
        assertThat(asOwner().data(CHILD, child(Child.JADE)).at("/student").isObject())
                .isTrue();
        assertThat(asOwner()
                        .data(CHILD, child(Child.JADE))
                        .at("/participants/totalCount")
                        .asInt())
                .isGreaterThan(30);

        var assigned = asClient().data(CHILD, child(Child.LENA));
        assertThat(assigned.at("/participant/students/0/attendance/__typename").asString())
                .isEqualTo("Attendance");
        assertThat(assigned.at("/student").isObject()).isTrue();
        assertThat(assigned.at("/node").isObject()).isTrue();
        assertThat(assigned.at("/participants/totalCount").asInt()).isEqualTo(1);
        assertThat(assigned.at("/viewer/caseload/totalCount").asInt()).isEqualTo(1);
        assertThat(assigned.at("/viewer/role").asString()).isEqualTo("CASE_WORKER");

        var other = asClient().data(CHILD, child(Child.JADE));
        assertThat(other.at("/participant").isNull()).isTrue();
        assertThat(other.at("/student").isNull()).isTrue();
        assertThat(other.at("/node").isNull()).isTrue();
        assertThat(asClient()
                        .data("{ staff { edges { cursor } } serviceAccounts { id } holds { edges { cursor } } }")
                        .at("/serviceAccounts"))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "case 17: without a roster of the owner a client gets nobody; nor when the owner's role knows no child")
    void withoutARosterNobody() {
        create();
        Worlds.change(world, "update party.membership set role = 'ANALYST' where id = '" + owner + "'");
        assertThat(total(asClient())).isZero();

        Worlds.change(world, "update party.membership set role = 'CASE_WORKER' where id = '" + owner + "'");
        assertThat(total(asClient())).isEqualTo(1);

        Worlds.change(world, "update party.membership set role = 'ADMIN' where id = '" + owner + "'");
        Worlds.change(world, "delete from roster.caseload_assignment where membership_id = '" + owner + "'");
        assertThat(total(asClient())).isZero();
        assertThat(total(asOwner())).isGreaterThan(30);
    }

    @Test
    @DisplayName("case 17: the ledger names the service account and its owner, and so does who reads it")
    void ledgerNamesBoth() {
        var account = create().at("/serviceAccount/id").asString();
        var before = lastUsed();
        asClient().data(CHILD, child(Child.LENA));

        assertThat(Worlds.truth(
                        world,
                        "select concat_ws('|', outcome, role, staff_id, membership_id) from ledger.request"
                                + " where service_account_id = '" + Id.SERVICE_ACCOUNT.key(account) + "'"))
                .containsExactly("ANSWERED|CASE_WORKER|" + staff + "|" + owner);
        var seen = Ask.as(Person.ALEX)
                .data(
                        "query Seen($id: ID!) { participant(id: $id) { disclosures(first: 100) { edges { node {"
                                + " staffName serviceAccountName category } } } } }",
                        Map.of("id", Id.PARTICIPANT.of(world.participant(Child.LENA))))
                .at("/participant/disclosures/edges");
        assertThat(seen)
                .anySatisfy(
                        edge -> assertThat(edge.at("/node").toString())
                                .isEqualTo(
                                        "{\"staffName\":\"Nora Field\",\"serviceAccountName\":\"Board\",\"category\":\"ATTENDANCE\"}"));
        assertThat(Ask.as(Person.STEPH)
                        .data("{ districtDisclosures(first: 100) { edges { node { staffName serviceAccountName } } } }")
                        .toString())
                .contains("{\"staffName\":\"Nora Field\",\"serviceAccountName\":\"Board\"}");
        // A board that asks every night keeps nobody's account in use.
        assertThat(lastUsed()).isEqualTo(before);
        asOwner().data("{ viewer { role } }");
        assertThat(lastUsed()).isNotEqualTo(before);
    }

    @Test
    @DisplayName("case 17, attack 103: a client whose owner is deactivated is refused")
    void ownerDeactivated() {
        var account = create().at("/serviceAccount/id").asString();
        assertThat(status(asClient())).isEqualTo(200);

        Worlds.change(world, "update party.membership set deactivated_at = now() where id = '" + owner + "'");

        assertThat(status(asClient())).isEqualTo(403);
        assertThat(Worlds.truth(
                        world,
                        "select outcome || ' ' || refusal from ledger.request where outcome <> 'ANSWERED' and service_account_id = '"
                                + Id.SERVICE_ACCOUNT.key(account) + "'"))
                .containsExactly("REFUSED NOT_ACTIVE_HERE");
    }

    @Test
    @DisplayName("case 17: the owner's training and the token's scopes count for the client")
    void trainingAndScopes() {
        create();
        assertThat(attendance(asClient()).get("__typename").asString()).isEqualTo("Attendance");
        assertThat(attendance(asClient("student-data:grades")).get("reason").asString())
                .isEqualTo("NOT_IN_TOKEN_SCOPE");

        Worlds.change(world, "delete from party.training_record where staff_id = '" + staff + "'");

        assertThat(attendance(asClient()).get("reason").asString()).isEqualTo("TRAINING_REQUIRED");
    }

    @Test
    @DisplayName("case 17: a client changes nothing, in the API and in the database")
    void changesNothing() throws SQLException {
        create();
        var mutation = """
                mutation { recordProgramAttendance(input: { participantId: "%s", programId: "%s", date: "%s", minutes: 10 }) {
                  errors { code } } }
                """.formatted(
                        Id.PARTICIPANT.of(new UUID(1, 1)),
                        Id.PROGRAM.of(new UUID(1, 1)),
                        world.district().today());
        assertThat(asOwner()
                        .data(mutation)
                        .at("/recordProgramAttendance/errors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");

        var refused = asClient().answer(mutation, Map.of());

        assertThat(refused.at("/errors/0/extensions/classification").asString()).isEqualTo("FORBIDDEN");
        assertThat(refused.hasNonNull("data")).isFalse();

        var login = world.database().request();
        try (var connection =
                        DriverManager.getConnection(world.database().jdbcUrl(), login.username(), login.password());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select * from access.enter('%s', '%s', '%s', '{student-data}', 'Board', 'x', null)"
                    .formatted(world.signIn().issuer(), client, Place.SOUND_REACH.host()));
            assertThatThrownBy(() -> statement.execute("""
                            insert into roster.program_attendance
                              (id, organization_id, participant_id, program_id, attended_on, minutes, recorded_by)
                            select gen_random_uuid(), e.organization_id, e.participant_id, e.program_id, current_date, 10, '%s'
                            from roster.program_enrollment e where e.participant_id = '%s'
                            """.formatted(owner, world.participant(Child.LENA))))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            fault -> assertThat(fault.getSQLState()).isEqualTo("42501"));
            connection.rollback();
        }
    }

    @Test
    @DisplayName("case 17: a client is refused at another organization's address, and when its account is ended")
    void otherAddressAndEnded() {
        var made = create();
        assertThat(status(asClient())).isEqualTo(200);
        for (var place : List.of(Place.HARBOR_LIGHTS, Place.PUGET_RIDGE, Place.OPERATOR)) {
            assertThat(status(asClient().at(place.host()))).as(place.name()).isEqualTo(403);
        }
        var id = made.at("/serviceAccount/id").asString();

        assertThat(code(end(Ask.as(Person.ALEX), id, 2))).isEqualTo("CHANGED_MEANWHILE");
        assertThat(code(end(Ask.as(Person.JUNE), id, 1))).isEqualTo("NOT_FOUND");
        assertThat(status(asClient())).isEqualTo(200);
        var ended = end(Ask.as(Person.ALEX), id, 1);

        assertThat(ended.get("errors")).isEmpty();
        assertThat(ended.at("/serviceAccount/active").asBoolean()).isFalse();
        assertThat(status(asClient())).isEqualTo(403);
        assertThat(code(end(Ask.as(Person.ALEX), id, 2))).isEqualTo("CHANGED_MEANWHILE");
        assertThat(Worlds.truth(
                        world,
                        "select action || ' ' || membership_id from audit.change where subject = 'party.service_account' and subject_id = '"
                                + Id.SERVICE_ACCOUNT.key(id) + "' order by at"))
                .containsExactly("CREATED " + Person.ALEX.membershipId(), "CHANGED " + Person.ALEX.membershipId());
    }

    @Test
    void madeOnceForAnActiveMemberOfTheOrganization() {
        var input = input(Id.STAFF.of(owner));
        var made = create(Ask.as(Person.ALEX), input);
        var again = create(Ask.as(Person.ALEX), input);

        assertThat(made.get("errors")).isEmpty();
        assertThat(made.at("/serviceAccount/ownerName").asString()).isEqualTo("Nora Field");
        assertThat(again).isEqualTo(made);
        assertThat(codes(create(Ask.as(Person.ALEX), input(Id.STAFF.of(Person.GONE.membershipId())))))
                .containsExactly("input.ownerStaffId NOT_FOUND", "input.clientId CONFLICT");
        assertThat(codes(create(Ask.as(Person.ALEX), input(Id.STAFF.of(Person.JUNE.membershipId())))))
                .contains("input.ownerStaffId NOT_FOUND");
        var wrong = Map.<String, Object>of(
                "idempotencyKey",
                "wrong-" + client,
                "name",
                " ",
                "clientId",
                "two words",
                "ownerStaffId",
                Id.STAFF.of(new UUID(1, 1)));
        assertThat(codes(create(Ask.as(Person.ALEX), wrong)))
                .containsExactly("input.name MALFORMED", "input.clientId MALFORMED", "input.ownerStaffId NOT_FOUND");

        var id = made.at("/serviceAccount/id").asString();
        assertThat(Ask.as(Person.ALEX).data("{ serviceAccounts { id } }").toString())
                .contains(id);
        assertThat(Ask.as(Person.JUNE).data("{ serviceAccounts { id } }").toString())
                .doesNotContain(id);
    }

    private JsonNode create() {
        var made = create(Ask.as(Person.ALEX), input(Id.STAFF.of(owner)));
        assertThat(made.get("errors")).isEmpty();
        return made;
    }

    private static JsonNode create(Ask asker, Map<String, Object> input) {
        return asker.data(CREATE, Map.of("input", input)).get("createServiceAccount");
    }

    private Map<String, Object> input(String ownerId) {
        return Map.of("idempotencyKey", client + ownerId, "name", "Board", "clientId", client, "ownerStaffId", ownerId);
    }

    private static JsonNode end(Ask asker, String id, int version) {
        return asker.data(END, Map.of("input", Map.of("id", id, "version", version)))
                .get("endServiceAccount");
    }

    private static String code(JsonNode payload) {
        return payload.at("/errors/0/code").asString();
    }

    private static List<String> codes(JsonNode payload) {
        return payload.get("errors")
                .valueStream()
                .map(error ->
                        error.get("field").asString() + " " + error.get("code").asString())
                .toList();
    }

    private Ask asClient() {
        return asClient("student-data");
    }

    /** As the client-credentials grant gives it: the subject is the client. */
    private Ask asClient(String scope) {
        return Ask.with(
                world.signIn()
                        .mint(client, claims -> claims.claim("scope", scope).claim("client_id", client), headers -> {}),
                Place.SOUND_REACH.host());
    }

    private Ask asOwner() {
        return Ask.with(
                world.signIn().mint(staff.toString(), claims -> claims.claim("scope", "student-data"), headers -> {}),
                Place.SOUND_REACH.host());
    }

    private Map<String, Object> child(Child child) {
        return Map.of(
                "id", Id.PARTICIPANT.of(world.participant(child)), "student", Id.STUDENT.of(world.student(child)));
    }

    private JsonNode attendance(Ask asker) {
        return asker.data(CHILD, child(Child.LENA)).at("/participant/students/0/attendance");
    }

    private static int total(Ask asker) {
        return asker.data("{ participants { totalCount } }")
                .at("/participants/totalCount")
                .asInt();
    }

    private static int status(Ask asker) {
        return asker.response("{ viewer { role } }", Map.of()).statusCode();
    }

    private String lastUsed() {
        return Worlds.truth(world, "select access.last_used('" + owner + "', clock_timestamp())")
                .get(0);
    }
}
