package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.connectors.sync.SyncEngine;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.SampleStudent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An organization of its own that closes: what it takes along, what ends with it, and what stays. */
class ClosingTests {

    private static final int CHILD = 160;
    private static final String CLOSE = """
            mutation Close($input: CloseOrganizationInput!) {
              closeOrganization(input: $input) {
                organization { id closedAt } errors { field code message }
              }
            }
            """;

    private final DemoWorld world = Worlds.pulled();
    private final LocalDate today = world.district().today();
    private final String host = "closing-" + UUID.randomUUID().toString().substring(0, 8) + ".example.org";
    private final String name = "Closing Street " + host.substring(8, 16);
    private final Newcomer amal = Newcomer.unheardOf();
    private final Ask operator = Ask.as(Person.OLLIE);
    private final Ask admin = amal.at(host);
    private String organization = "";
    private String participant = "";

    @BeforeEach
    void anOrganizationThatServesAChild() {
        organization = act(
                        operator,
                        "createOrganization",
                        Map.of("idempotencyKey", key(), "name", name, "host", host),
                        "organization { id }")
                .at("/organization/id")
                .asString();
        act(
                operator,
                "inviteStaff",
                Map.of(
                        "idempotencyKey",
                        key(),
                        "email",
                        amal.email(),
                        "givenName",
                        "Amal",
                        "familyName",
                        "Haddad",
                        "role",
                        "ADMIN",
                        "organizationId",
                        organization),
                "staffMember { id }");
        admin.data("{ viewer { role } }");
        Worlds.change(world, """
                insert into document.operator_agreement (organization_id, in_force)
                values ('%1$s', daterange(current_date - 100, current_date + 400));
                insert into document.district_agreement (organization_id, district_id, in_force, categories, purpose)
                values ('%1$s', '%2$s', daterange(current_date - 100, current_date + 400), '{ENROLLMENT,ATTENDANCE}', 'Tutoring');
                insert into party.training_record (staff_id, title, valid)
                select staff_id, 'FERPA', daterange(current_date - 1, current_date + 100)
                from party.membership where organization_id = '%1$s';
                insert into party.service_account (id, organization_id, name, client_id, owner_id)
                select gen_random_uuid(), '%1$s', 'Board', 'closing-board', id
                from party.membership where organization_id = '%1$s'
                """.formatted(Id.keyOf(organization), Place.PUGET_RIDGE.id()));
        act(
                admin,
                "acceptConfidentialityStatement",
                Map.of(
                        "statementId",
                        admin.data("{ confidentialityStatement { current { id } } }")
                                .at("/confidentialityStatement/current/id")
                                .asString()),
                "statement { acceptedAt }");
        participant = participant();
        consent();
        world.bean(SyncEngine.class).pullNow(world.oneRosterFeed());
        assertThat(attendance()).isEqualTo("Attendance");
    }

    @AfterEach
    void takeAway() {
        TakenAway.organization(world, host);
    }

    @Test
    @DisplayName(
            "case 34: an organization closes: accounts, agreements and consents end, its data is taken along and destroyed")
    void closed() {
        assertThat(code(close(Map.of()))).as("its own data first").isEqualTo("CONFLICT input.withoutExport");
        var taken = export(admin);
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.body().lines())
                .anyMatch(line -> line.startsWith("\"PARTICIPANT\",\"" + participant + "\",")
                        && line.contains(child().familyName()))
                .anyMatch(line -> line.startsWith("\"DISTRICT\"") && line.contains(child().districtStudentId()))
                .anyMatch(line -> line.startsWith("\"PROGRAM_ENROLLMENT\"") && line.contains("Tutoring"))
                .anyMatch(line -> line.startsWith("\"PROGRAM_ATTENDANCE\"") && line.endsWith("\"45\""));
        assertThat(code(close(Map.of("confirmation", name.toLowerCase(Locale.ROOT)))))
                .isEqualTo("CONFLICT input.confirmation");
        assertThat(code(close(Map.of("version", 1)))).isEqualTo("CHANGED_MEANWHILE input.version");
        assertThat(attendance()).as("nothing has ended").isEqualTo("Attendance");
        Uploads.list(world, admin, "given_name,family_name,program,service_begins\n");

        var payload = close(Map.of());

        assertThat(payload.get("errors")).isEmpty();
        assertThat(payload.at("/organization/closedAt").isNull()).isFalse();
        assertThat(StaffAnswers.status(admin)).isEqualTo(403);
        assertThat(export(admin).statusCode()).isEqualTo(403);
        assertThat(truth("select concat_ws(' ', access.standing(m.id, now()), a.ended_at is not null)"
                        + " from party.membership m join party.service_account a on a.owner_id = m.id"
                        + " where m.organization_id = '%s'"))
                .containsExactly("DEACTIVATED t");
        assertThat(truth(
                        "select in_force @> current_date from document.operator_agreement where organization_id = '%1$s'"
                                + " union all select in_force @> current_date from document.district_agreement"
                                + " where organization_id = '%1$s'"))
                .containsExactly("f", "f");
        assertThat(truth("select revoked_at is not null from document.consent where organization_id = '%s'"))
                .containsExactly("t");
        assertThat(code(close(Map.of()))).isEqualTo("CONFLICT input.organizationId");
        invitesNobodyAnyMore();
        assertThat(code(payload(
                        operator,
                        "draftOperatorAgreement",
                        Map.of("idempotencyKey", key(), "organizationId", organization, "begins", "2027-01-01"),
                        "agreement { __typename }")))
                .as("agrees with nobody any more")
                .isEqualTo("CONFLICT input.organizationId");
        whatStays();
    }

    private void invitesNobodyAnyMore() {
        var invitation = payload(
                operator,
                "inviteStaff",
                Map.of(
                        "idempotencyKey",
                        key(),
                        "email",
                        Newcomer.unheardOf().email(),
                        "givenName",
                        "Noor",
                        "familyName",
                        "Castellan",
                        "role",
                        "ADMIN",
                        "organizationId",
                        organization),
                "staffMember { id }");
        assertThat(invitation.get("errors")).isNotEmpty();
    }

    /** 34 CFR 99.32: the district still reads what was disclosed of its student; and its data is gone the night after. */
    private void whatStays() {
        var stored =
                "select count(*) from record.student where district_student_id = '" + child().districtStudentId() + "'";
        assertThat(Worlds.truth(world, stored)).containsExactly("1");
        assertThat(truth("select content is not null from document.file where organization_id = '%s'"))
                .containsExactly("t");
        world.bean(SyncEngine.class).purgeNow(Place.PUGET_RIDGE.id());
        assertThat(Worlds.truth(world, stored)).containsExactly("0");
        assertThat(truth(
                        "select given_name || family_name || coalesce(birth_date::text, '') || (destroyed_at is not null)"
                                + " from roster.participant where organization_id = '%s'"))
                .containsExactly("true");
        assertThat(truth("select content is null and destroyed_at is not null and sha256 is not null from document.file"
                        + " where organization_id = '%s'"))
                .as("a list that was never imported")
                .containsExactly("t");
        var record = operator.data(
                        "{ destructions(first: 5) { edges { node { ground reason organizationId destroyedById rows { what count } } } } }")
                .at("/destructions/edges")
                .valueStream()
                .map(edge -> edge.get("node"))
                .filter(node -> node.get("ground").asString().equals("ORGANIZATION_CLOSED"))
                .findFirst()
                .orElseThrow();
        assertThat(record.get("organizationId").asString()).isEqualTo(organization);
        assertThat(record.get("reason").asString()).isEqualTo("The board has dissolved it");
        assertThat(record.get("destroyedById").asString()).isEqualTo(Id.STAFF.of(Person.OLLIE.membershipId()));
        assertThat(record.get("rows").toString())
                .isEqualTo(
                        "[{\"what\":\"file\",\"count\":1},{\"what\":\"participant\",\"count\":1},{\"what\":\"program_attendance\",\"count\":1},"
                                + "{\"what\":\"program_enrollment\",\"count\":1},{\"what\":\"student\",\"count\":1}]");

        var ledger = Ask.as(Person.STEPH)
                .data(
                        "query L($n: String) { districtDisclosures(first: 100, districtStudentId: $n) { edges { node {"
                                + " organizationName category districtStudentIds } } } }",
                        Map.of("n", child().districtStudentId()))
                .toString();
        assertThat(ledger).contains("\"organizationName\":\"" + name + "\",\"category\":\"ATTENDANCE\"");
        assertThat(ledger).contains("\"districtStudentIds\":[\"" + child().districtStudentId() + "\"]");
        assertThat(truth("select count(*) from document.consent_document where organization_id = '%s'"))
                .as("the form stays, for the district's steward to read")
                .containsExactly("1");
    }

    @Test
    @DisplayName("case 34: while a hold on the organization is in force nothing is destroyed")
    void onHold() {
        act(
                operator,
                "placeHold",
                Map.of(
                        "idempotencyKey", key(),
                        "target", Map.of("organizationId", organization),
                        "cause", "INCIDENT"),
                "hold { id }");

        assertThat(code(close(Map.of("withoutExport", true)))).isEqualTo("NOT_ALLOWED input.organizationId");
        assertThat(
                        truth(
                                "select count(*) from roster.participant where destroyed_at is null and organization_id = '%s'"))
                .containsExactly("1");
    }

    @Test
    @DisplayName("case 34: nobody but the operator closes, and nobody but the admin takes the data along")
    void forNobodyElse() {
        for (var person : List.of(Person.ALEX, Person.JUNE, Person.STEPH)) {
            assertThat(Ask.as(person)
                            .answer(CLOSE, Map.of("input", input(Map.of("withoutExport", true))))
                            .at("/errors/0/extensions/classification")
                            .asString())
                    .isEqualTo("FORBIDDEN");
        }
        for (var person : List.of(Person.OLLIE, Person.STEPH, Person.MARIA, Person.DANA, Person.INES)) {
            assertThat(export(Ask.as(person)).statusCode()).isEqualTo(404);
        }
        assertThat(attendance()).isEqualTo("Attendance");
    }

    private JsonNode close(Map<String, Object> other) {
        return operator.data(CLOSE, Map.of("input", input(other))).get("closeOrganization");
    }

    private Map<String, Object> input(Map<String, Object> other) {
        var input = new HashMap<String, Object>(Map.of(
                "organizationId",
                organization,
                "version",
                Integer.parseInt(truth("select version from party.organization where id = '%s'")
                        .get(0)),
                "confirmation",
                name,
                "reason",
                "The board has dissolved it"));
        input.putAll(other);
        return input;
    }

    private static String code(JsonNode payload) {
        return payload.at("/errors/0/code").asString() + " "
                + payload.at("/errors/0/field").asString();
    }

    private HttpResponse<String> export(Ask ask) {
        return Ask.send(ask.request()
                .setHeader("Accept", "*/*")
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files/participants.csv"))
                .GET());
    }

    private List<String> truth(String sql) {
        return Worlds.truth(world, sql.formatted(Id.keyOf(organization)));
    }

    private String attendance() {
        var answer = admin.data(
                        "query A($id: ID!) { participant(id: $id) { students { attendance { __typename ... on Withheld { reason } } } } }",
                        Map.of("id", participant))
                .at("/participant/students/0/attendance");
        return answer.has("reason")
                ? answer.get("reason").asString()
                : answer.get("__typename").asString();
    }

    private SampleStudent child() {
        return world.district().further(CHILD);
    }

    private String participant() {
        var program = act(
                        admin,
                        "createProgram",
                        Map.of("idempotencyKey", key(), "name", "Tutoring", "kind", "TUTORING"),
                        "program { id }")
                .at("/program/id")
                .asString();
        var id = act(
                        admin,
                        "addParticipant",
                        Map.of(
                                "idempotencyKey",
                                key(),
                                "givenName",
                                child().givenName(),
                                "familyName",
                                child().familyName(),
                                "birthDate",
                                child().birthDate().toString(),
                                "programId",
                                program,
                                "begins",
                                today.minusDays(30).toString(),
                                "districts",
                                List.of(Map.of(
                                        "districtId",
                                        Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                                        "districtStudentId",
                                        child().districtStudentId()))),
                        "participant { id }")
                .at("/participant/id")
                .asString();
        Worlds.change(
                world,
                "insert into roster.program_attendance (id, organization_id, participant_id, program_id, attended_on, minutes,"
                        + " recorded_by) select gen_random_uuid(), organization_id, '" + Id.keyOf(id) + "', '"
                        + Id.keyOf(program)
                        + "', current_date - 2, 45, id from party.membership where organization_id = '"
                        + Id.keyOf(organization) + "'");
        return id;
    }

    private void consent() {
        var document = Map.of(
                "evidence", "IN_PERSON",
                "identificationSeen", "Driver's license",
                "signedOn", today.toString(),
                "purpose", "Tutoring",
                "parties", List.of("ORGANIZATION", "OPERATOR"));
        var one = Map.of(
                "participantId", participant,
                "studentBirthDate", child().birthDate().toString(),
                "districtId", Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                "newSigner", Map.of("name", "The Mother", "capacity", "PARENT"),
                "categories", List.of("ENROLLMENT", "ATTENDANCE"),
                "begins", today.toString(),
                "ends", today.plusYears(1).toString());
        act(
                admin,
                "recordConsents",
                Map.of("idempotencyKey", key(), "document", document, "consents", List.of(one)),
                "consents { id }");
    }

    private static JsonNode act(Ask by, String mutation, Map<String, Object> input, String answer) {
        var payload = payload(by, mutation, input, answer);
        assertThat(payload.get("errors")).as(mutation).isEmpty();
        return payload;
    }

    private static JsonNode payload(Ask by, String mutation, Map<String, Object> input, String answer) {
        var type = Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input";
        return by.data(
                        "mutation Act($input: " + type + "!) { " + mutation + "(input: $input) { " + answer
                                + " errors { field code message } } }",
                        Map.of("input", input))
                .get(mutation);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
