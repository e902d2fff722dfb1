package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.connectors.sync.SyncEngine;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * An organization from its two agreements and its first admin to a case worker's first query, a parent's withdrawal, a
 * safety hold and a member of staff who leaves: through the public API only.
 */
class OnboardingStoryTests {

    private static final byte[] SCAN = "%PDF-1.7 signed".getBytes(StandardCharsets.US_ASCII);

    private final DemoWorld world = Worlds.pulled();
    private final LocalDate today = world.district().today();
    private final String host = "hope-" + UUID.randomUUID().toString().substring(0, 8) + ".example.org";
    private final String name = "Hope Street " + host.substring(5, 13);
    private final Newcomer amal = Newcomer.unheardOf();
    private final Newcomer cass = Newcomer.unheardOf();

    private final Ask operator = Ask.as(Person.OLLIE);
    private final Ask steward = Ask.as(Person.STEPH);
    private final Ask admin = amal.at(host);
    private final Ask worker = cass.at(host);

    /** The organization was this story's alone; what the ledger recorded stays. */
    @AfterEach
    void takeAway() {
        TakenAway.organization(world, host);
    }

    @Test
    void fromTwoAgreementsToAFirstQueryAndBack() {
        // The operator makes the organization and invites its first admin, who is nobody before.
        var organization = act(
                operator,
                "createOrganization",
                Map.of("idempotencyKey", key(), "name", name, "host", host),
                "organization { id }");
        var organizationId = organization.at("/organization/id").asString();
        assertThat(StaffAnswers.status(admin)).isEqualTo(403);
        invite(operator, amal, Map.of("role", "ADMIN", "organizationId", organizationId));
        assertThat(role(admin)).isEqualTo("ADMIN");

        signTheAgreementWithTheOperator(organizationId);
        var agreement = signTheAgreementWithTheDistrict(organizationId);
        assertThat(agreement.get("state").asString()).isEqualTo("IN_FORCE");

        // Staff: invited, trained, bound to the statement; a caseload of nobody at first.
        invite(admin, cass, Map.of("role", "CASE_WORKER"));
        assertThat(worker.data("{ viewer { caseload { totalCount } } }")
                        .at("/viewer/caseload/totalCount")
                        .asInt())
                .isZero();
        var staffId = member(cass).get("id").asString();
        acceptTheStatement(worker);
        act(
                admin,
                "recordTraining",
                Map.of(
                        "idempotencyKey",
                        key(),
                        "staffId",
                        staffId,
                        "title",
                        "FERPA",
                        "completedOn",
                        today.toString(),
                        "validUntil",
                        today.plusDays(300).toString()),
                "training { id }");

        // A participant, served and assigned. Without a consent there is a reason and no data.
        var participant = addLena();
        act(
                admin,
                "assignCaseload",
                Map.of(
                        "idempotencyKey",
                        key(),
                        "staffId",
                        staffId,
                        "participantId",
                        participant,
                        "begins",
                        today.toString()),
                "assignment { id }");
        assertThat(attendance(worker, participant)).isEqualTo("CONSENT_MISSING");

        // The consent, with its scan; the district looks at each one; the next pull proves the match.
        var consent = recordConsent(participant, Map.of("newSigner", Map.of("name", "Mara", "capacity", "PARENT")));
        assertThat(attendance(worker, participant)).isEqualTo("AWAITING_DISTRICT_VERIFICATION");
        act(steward, "verifyConsent", Map.of("consentId", consent.get("id").asString()), "recorded");
        assertThat(attendance(worker, participant)).isEqualTo("NOT_MATCHED");
        world.bean(SyncEngine.class).pullNow(world.oneRosterFeed());
        assertThat(attendance(worker, participant)).isEqualTo("Attendance");

        withdrawAndSignAgain(participant, consent);
        holdAndRelease(participant);

        // Who was told what is on record, for the admin.
        assertThat(admin.data("{ participant(id: \"" + participant + "\") { disclosures { edges { cursor } } } }")
                        .at("/participant/disclosures/edges"))
                .isNotEmpty();

        // The member leaves: refused from the next request on, the caseload listed for somebody else.
        var leaving = member(cass);
        act(
                admin,
                "deactivateStaff",
                "StaffMemberInput",
                Map.of(
                        "id",
                        leaving.get("id").asString(),
                        "version",
                        leaving.get("version").asInt()),
                "staffMember { id }");
        assertThat(StaffAnswers.status(worker)).isEqualTo(403);
        assertThat(admin.data("{ caseloadsToReassign { edges { node { participant { id } } } } }")
                        .at("/caseloadsToReassign/edges/0/node/participant/id")
                        .asString())
                .isEqualTo(participant);

        endTheAgreement(agreement.get("id").asString());
        assertThat(attendance(admin, participant))
                .as("nothing is open without it")
                .isNotEqualTo("Attendance");
    }

    private void signTheAgreementWithTheOperator(String organizationId) {
        var draft = act(
                        operator,
                        "draftOperatorAgreement",
                        Map.of("idempotencyKey", key(), "organizationId", organizationId, "begins", today.toString()),
                        "agreement { ... on OperatorAgreement { id version } }")
                .get("agreement");
        sign(operator, draft, Map.of());
        var signed = sign(admin, draft, Map.of());
        assertThat(signed.get("state").asString()).isEqualTo("IN_FORCE");
    }

    private JsonNode signTheAgreementWithTheDistrict(String organizationId) {
        var draft = act(
                        steward,
                        "draftDistrictAgreement",
                        Map.of(
                                "idempotencyKey",
                                key(),
                                "organizationId",
                                organizationId,
                                "districtId",
                                Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                                "terms",
                                Map.of(
                                        "begins",
                                        today.toString(),
                                        "categories",
                                        List.of("ENROLLMENT", "ATTENDANCE"),
                                        "verification",
                                        "EACH",
                                        "purpose",
                                        "Tutoring")),
                        "agreement { ... on DistrictAgreement { id version } }")
                .get("agreement");
        sign(steward, draft, Map.of());
        return sign(admin, draft, Map.of("fileId", upload(admin, "SIGNED_AGREEMENT")));
    }

    private static JsonNode sign(Ask by, JsonNode agreement, Map<String, Object> more) {
        var input = new HashMap<String, Object>(Map.of(
                "agreementId",
                agreement.get("id").asString(),
                "version",
                agreement.get("version").asInt(),
                "signerName",
                "Robin Vance",
                "signerTitle",
                "Director"));
        input.putAll(more);
        return act(
                        by,
                        "signAgreement",
                        input,
                        "agreement { ... on OperatorAgreement { id state version } ... on DistrictAgreement { id state version } }")
                .get("agreement");
    }

    private void endTheAgreement(String id) {
        var version = admin.data(
                        "query A($id: ID!) { node(id: $id) { ... on DistrictAgreement { version } } }",
                        Map.of("id", id))
                .at("/node/version")
                .asInt();
        act(
                admin,
                "endAgreement",
                Map.of("agreementId", id, "version", version, "on", today.toString()),
                "agreement { ... on DistrictAgreement { state } }");
    }

    private static void invite(Ask by, Newcomer newcomer, Map<String, Object> more) {
        var input = new HashMap<String, Object>(Map.of(
                "idempotencyKey", key(), "email", newcomer.email(), "givenName", "Noor", "familyName", "Castellan"));
        input.putAll(more);
        act(by, "inviteStaff", input, "staffMember { id }");
    }

    private JsonNode member(Newcomer newcomer) {
        return admin.data("{ staff(first: 100) { edges { node { id email version } } } }")
                .at("/staff/edges")
                .valueStream()
                .map(edge -> edge.get("node"))
                .filter(node -> node.get("email").asString().equalsIgnoreCase(newcomer.email()))
                .findFirst()
                .orElseThrow();
    }

    private static void acceptTheStatement(Ask by) {
        var current = by.data("{ confidentialityStatement { current { id } } }")
                .at("/confidentialityStatement/current/id")
                .asString();
        act(by, "acceptConfidentialityStatement", Map.of("statementId", current), "statement { acceptedAt }");
    }

    private String addLena() {
        var program = act(
                        admin,
                        "createProgram",
                        Map.of("idempotencyKey", key(), "name", "Tutoring", "kind", "TUTORING"),
                        "program { id }")
                .at("/program/id")
                .asString();
        return act(
                        admin,
                        "addParticipant",
                        Map.of(
                                "idempotencyKey",
                                key(),
                                "givenName",
                                Child.LENA.givenName(),
                                "familyName",
                                Child.LENA.familyName(),
                                "birthDate",
                                born(),
                                "programId",
                                program,
                                "begins",
                                today.toString(),
                                "districts",
                                List.of(Map.of(
                                        "districtId",
                                        Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                                        "districtStudentId",
                                        Child.LENA.districtStudentId()))),
                        "participant { id }")
                .at("/participant/id")
                .asString();
    }

    /** As the form says it: before the match the district's word is not known. */
    private String born() {
        return world.district().child(Child.LENA).birthDate().toString();
    }

    private JsonNode recordConsent(String participant, Map<String, Object> signer) {
        var consent = new HashMap<String, Object>(Map.of(
                "participantId",
                participant,
                "districtId",
                Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                "categories",
                List.of("ENROLLMENT", "ATTENDANCE"),
                "begins",
                today.toString(),
                "ends",
                today.plusDays(200).toString(),
                "studentBirthDate",
                born()));
        consent.putAll(signer);
        var document = Map.of(
                "evidence",
                "PAPER",
                "evidenceFileId",
                upload(worker, "CONSENT_EVIDENCE"),
                "signedOn",
                today.toString(),
                "purpose",
                "Tutoring",
                "parties",
                List.of("ORGANIZATION", "OPERATOR"));
        return act(
                        worker,
                        "recordConsents",
                        Map.of("idempotencyKey", key(), "document", document, "consents", List.of(consent)),
                        "consents { id state signerId missing }")
                .at("/consents/0");
    }

    /** A withdrawal closes in its own answer; the same parent may sign again. */
    private void withdrawAndSignAgain(String participant, JsonNode consent) {
        var withdrawn = act(
                worker,
                "revokeConsent",
                Map.of("consentId", consent.get("id").asString()),
                "participant { students { attendance { __typename ... on Withheld { reason } } } }");
        assertThat(withdrawn.at("/participant/students/0/attendance/reason").asString())
                .isEqualTo("CONSENT_REVOKED");
        assertThat(attendance(worker, participant)).isEqualTo("CONSENT_REVOKED");

        var again = recordConsent(
                participant, Map.of("signerId", consent.get("signerId").asString()));
        act(steward, "verifyConsent", Map.of("consentId", again.get("id").asString()), "recorded");
        assertThat(attendance(worker, participant)).isEqualTo("Attendance");
    }

    /** A safety hold closes the child everywhere in the same second, and says no more than that. */
    private void holdAndRelease(String participant) {
        var student = Map.of("student", Map.of("districtStudentId", Child.LENA.districtStudentId()));
        var hold = act(
                        steward,
                        "placeHold",
                        Map.of("idempotencyKey", key(), "target", student, "cause", "SAFETY_PLAN"),
                        "hold { id version }")
                .get("hold");
        try {
            assertThat(attendance(worker, participant)).isEqualTo("ON_HOLD");
            assertThat(attendance(Ask.as(Person.MARIA), Id.PARTICIPANT.of(world.participant(Child.LENA))))
                    .isEqualTo("ON_HOLD");
        } finally {
            act(
                    steward,
                    "endHold",
                    Map.of(
                            "holdId",
                            hold.get("id").asString(),
                            "version",
                            hold.get("version").asInt()),
                    "hold { id }");
        }
        assertThat(attendance(worker, participant)).isEqualTo("Attendance");
    }

    /** Attendance when it is shown, else the reason. */
    private static String attendance(Ask by, String participant) {
        var found = by.data(
                        "query($id: ID!) { participant(id: $id) { students { attendance {"
                                + " __typename ... on Withheld { reason } } } } }",
                        Map.of("id", participant))
                .at("/participant/students/0/attendance");
        return found.has("reason")
                ? found.get("reason").asString()
                : found.get("__typename").asString();
    }

    private static String role(Ask by) {
        return by.data("{ viewer { role } }").at("/viewer/role").asString();
    }

    private String upload(Ask by, String purpose) {
        var place = act(by, "requestUpload", Map.of("purpose", purpose, "name", "Signed.pdf"), "fileId ticket");
        var answer = Ask.send(by.request()
                .uri(URI.create("http://127.0.0.1:" + world.apiPort() + "/files"))
                .header("Upload-Ticket", place.get("ticket").asString())
                .POST(BodyPublishers.ofByteArray(SCAN)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return place.get("fileId").asString();
    }

    private static JsonNode act(Ask by, String mutation, Map<String, Object> input, String selection) {
        var type = Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input";
        return act(by, mutation, type, input, selection);
    }

    private static JsonNode act(Ask by, String mutation, String type, Map<String, Object> input, String selection) {
        var payload = by.data(
                        "mutation($input: " + type + "!) { " + mutation + "(input: $input) { " + selection
                                + " errors { field code message } } }",
                        Map.of("input", input))
                .get(mutation);
        assertThat(payload.get("errors")).as(mutation + " " + payload).isEmpty();
        return payload;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
