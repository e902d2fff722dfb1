package link.studentsuccess.api;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** What stories of consents share: children of their own at Harbor Lights, a form, and the questions asked about them. */
abstract class ConsentStories {

    static final String RECORD = """
            mutation Record($input: RecordConsentsInput!) {
              recordConsents(input: $input) {
                consents { id version state missing documentId signerId kind renewsId today { counts reason outsideAgreement } }
                notices { consentId displacedId since reason categories audiences message }
                errors { field code message }
              }
            }
            """;
    static final String ACTIVATE = """
            mutation Activate($input: ActivateConsentInput!) {
              activateConsent(input: $input) { consent { state } notices { displacedId } errors { field code message } }
            }
            """;
    static final String TODAY = """
            query Today($id: ID!) { node(id: $id) { ... on Consent { state missing today { counts reason } } } }
            """;
    static final String COMPLETE = """
            mutation Complete($input: CompleteConsentInput!) {
              completeConsent(input: $input) { consent { state version missing } errors { field code message } }
            }
            """;
    static final String REVOKE = """
            mutation Revoke($input: RevokeConsentInput!) {
              revokeConsent(input: $input) { consent { state } errors { field code message } }
            }
            """;
    static final String SIGNERS = """
            query Signers($id: ID!) { participant(id: $id) { signers { id name restricted } } }
            """;
    static final String STUDENT_SIGNERS = """
            query SignersOf($number: String!) {
              signers(districtStudentId: $number) { id organizationName name capacity restricted }
            }
            """;
    static final String PREPARE = """
            mutation Prepare($input: PrepareStudentConsentInput!) {
              prepareStudentConsent(input: $input) {
                consent { id version state signerCapacity missing renewsId } errors { field code message }
              }
            }
            """;
    static final String WAITING = """
            { consentsToVerify(first: 100) { edges { node { id signerId evidence question answer } } } }
            """;
    static final String TO_DECIDE = """
            { withdrawalsToDecide(first: 100) { edges { node { id signer { name } withdrawnBy { name } note } } } }
            """;

    final DemoWorld world = Worlds.pulled();
    final LocalDate today = world.district().today();
    private final Map<UUID, LocalDate> children = new HashMap<>();

    @AfterEach
    void takeAway() {
        for (var child : children.keySet()) {
            TakenAway.participants(world, "id = '" + child + "'");
        }
    }

    UUID child(int age) {
        return child(today.minusYears(age).minusDays(20));
    }

    UUID child(LocalDate born) {
        return child(
                born, Place.HARBOR_LIGHTS, "C" + UUID.randomUUID().toString().substring(0, 8));
    }

    UUID child(LocalDate born, Place organization, String number) {
        var key = UUID.randomUUID();
        children.put(key, born);
        Worlds.change(world, """
                insert into roster.participant (id, organization_id, given_name, family_name, birth_date)
                values ('%1$s', '%2$s', 'Sib', 'Ling', '%3$s');
                insert into roster.student (organization_id, participant_id, district_id, district_student_id)
                values ('%2$s', '%1$s', '%4$s', '%5$s')
                """.formatted(key, organization.id(), born, Place.PUGET_RIDGE.id(), number));
        return key;
    }

    /** The id of a person whom the organization knows as a signer for the child. */
    static String signer(UUID child, String name) {
        return Ask.as(Person.HAL)
                .data(SIGNERS, Map.of("id", Id.PARTICIPANT.of(child)))
                .at("/participant/signers")
                .valueStream()
                .filter(signer -> signer.get("name").asString().equals(name))
                .map(signer -> signer.get("id").asString())
                .findFirst()
                .orElseThrow();
    }

    static Map<String, Object> parent(String name) {
        return Map.of("name", name, "capacity", "PARENT");
    }

    Map<String, Object> form() {
        return new HashMap<>(Map.of(
                "evidence", "IN_PERSON",
                "identificationSeen", "Driver's license",
                "signedOn", today.toString(),
                "purpose", "Tutoring",
                "parties", List.of("ORGANIZATION", "OPERATOR")));
    }

    Map<String, Object> consent(UUID child) {
        return new HashMap<>(Map.of(
                "participantId", Id.PARTICIPANT.of(child),
                "districtId", Id.DISTRICT.of(Place.PUGET_RIDGE.id()),
                "newSigner", Map.of("name", "The Mother", "capacity", "PARENT"),
                "categories", List.of("ENROLLMENT", "ATTENDANCE"),
                "begins", today.toString(),
                "ends", today.plusYears(1).toString(),
                "studentBirthDate", Objects.requireNonNull(children.get(child)).toString()));
    }

    static Map<String, Object> with(Map<String, Object> map, Object... more) {
        var all = new HashMap<>(map);
        for (var i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    static JsonNode record(Person person, Map<String, Object> form, List<Map<String, Object>> consents) {
        return Ask.as(person)
                .data(
                        RECORD,
                        Map.of(
                                "input",
                                Map.of(
                                        "idempotencyKey",
                                        "form-" + UUID.randomUUID(),
                                        "document",
                                        form,
                                        "consents",
                                        consents)))
                .get("recordConsents");
    }

    static JsonNode activate(String id, int version) {
        return Ask.as(Person.HAL)
                .data(ACTIVATE, Map.of("input", Map.of("consentId", id, "version", version)))
                .get("activateConsent");
    }

    static JsonNode revoke(Person person, Map<String, Object> input) {
        return Ask.as(person).data(REVOKE, Map.of("input", input)).get("revokeConsent");
    }

    static JsonNode prepare(String id) {
        return Ask.as(Person.HAL)
                .data(
                        PREPARE,
                        Map.of("input", Map.of("idempotencyKey", "student-" + UUID.randomUUID(), "consentId", id)))
                .get("prepareStudentConsent");
    }

    static JsonNode steward(Person person, String mutation, Map<String, Object> input) {
        var type = Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input";
        var recorded = mutation.equals("answerConsentQuestion") ? "" : "recorded ";
        return Ask.as(person)
                .data(
                        "mutation Decide($input: " + type + "!) { " + mutation + "(input: $input) { " + recorded
                                + "errors { field code message } } }",
                        Map.of("input", input))
                .get(mutation);
    }

    static List<JsonNode> waiting(Person person, String id) {
        return nodes(Ask.as(person).data(WAITING).at("/consentsToVerify/edges"), id);
    }

    static List<JsonNode> toDecide(Person person, String id) {
        return nodes(Ask.as(person).data(TO_DECIDE).at("/withdrawalsToDecide/edges"), id);
    }

    /** Why, and because of which input, something was refused. */
    static String refusal(JsonNode payload) {
        return payload.at("/errors/0/code").asString() + " "
                + payload.at("/errors/0/field").asString();
    }

    /** Who signs for a student, as a steward reads it. */
    static List<String> signersOf(Person person, String number) {
        return Ask.as(person)
                .data(STUDENT_SIGNERS, Map.of("number", number))
                .get("signers")
                .valueStream()
                .map(signer -> signer.get("organizationName").asString() + ": "
                        + signer.get("name").asString()
                        + (signer.get("restricted").asBoolean() ? ", restricted" : ""))
                .toList();
    }

    static List<JsonNode> nodes(JsonNode edges, String id) {
        return edges.valueStream()
                .map(edge -> edge.get("node"))
                .filter(node -> node.get("id").asString().equals(id))
                .toList();
    }

    int count(UUID child) {
        return Integer.parseInt(
                Worlds.truth(world, "select count(*) from document.consent where participant_id = '" + child + "'")
                        .get(0));
    }

    /** What the policy says today of the child's consent, as if the district had agreed to this verification. */
    String reason(UUID child, String verification) {
        return Worlds.truth(world, """
                        select coalesce(c.reason, 'OPEN')
                        from roster.participant p
                        cross join access.consent_today('GENERAL', p.id, p.organization_id, '%s', now(), p.birth_date, false, '%s') c
                        where p.id = '%s'
                        """.formatted(Place.PUGET_RIDGE.id(), verification, child))
                .get(0);
    }

    /** While the district's agreement with Harbor Lights asks for another verification. */
    void verification(String asked, Runnable story) {
        var where = " where organization_id = '%s' and district_id = '%s' and in_force @> current_date"
                .formatted(Place.HARBOR_LIGHTS.id(), Place.PUGET_RIDGE.id());
        var before = Worlds.truth(world, "select verification from document.district_agreement" + where)
                .get(0);
        var change =
                "set session_replication_role = replica; update document.district_agreement set verification = '%s'";
        Worlds.change(world, change.formatted(asked) + where);
        try {
            story.run();
        } finally {
            Worlds.change(world, change.formatted(before) + where);
        }
    }
}
