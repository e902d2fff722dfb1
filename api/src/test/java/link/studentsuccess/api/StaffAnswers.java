package link.studentsuccess.api;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.Person;
import tools.jackson.databind.JsonNode;

/** What the tests about staff ask. */
final class StaffAnswers {

    static final String VIEWER = "{ viewer { role } }";

    private static final String MEMBER =
            "staffMember { id email role kind state categories version ends changeable invitationMail }";

    private StaffAnswers() {}

    /** The payload of a mutation about staff. */
    static JsonNode change(Ask ask, String mutation, String inputType, Map<String, Object> input) {
        var mailed = mutation.equals("inviteStaff") || mutation.equals("renewInvitation") ? "mailed " : "";
        return ask.data(
                        "mutation Change($input: " + inputType + "!) { " + mutation + "(input: $input) { " + MEMBER
                                + " " + mailed + "errors { field code message } } }",
                        Map.of("input", input))
                .get(mutation);
    }

    static JsonNode invite(Ask ask, Newcomer newcomer, String role, Map<String, Object> more) {
        var input = new HashMap<String, Object>(Map.of(
                "idempotencyKey",
                UUID.randomUUID().toString(),
                "email",
                newcomer.email(),
                "givenName",
                "Noor",
                "familyName",
                "Castellan",
                "role",
                role,
                "kind",
                "VOLUNTEER"));
        input.putAll(more);
        return change(ask, "inviteStaff", "InviteStaffInput", input);
    }

    static JsonNode act(Ask ask, String mutation, JsonNode member) {
        var type = mutation.endsWith("Invitation") ? "InvitationInput" : "StaffMemberInput";
        return change(
                ask,
                mutation,
                type,
                Map.of(
                        "id",
                        member.get("id").asString(),
                        "version",
                        member.get("version").asInt()));
    }

    /** The account as who administers it sees it now. */
    static JsonNode member(Ask ask, String id) {
        return ask.data(
                        "{ staff(first: 100) { edges { node { id email givenName role state categories ends version changeable } } } }")
                .at("/staff/edges")
                .valueStream()
                .map(edge -> edge.get("node"))
                .filter(node -> node.get("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static JsonNode member(Ask ask, Person person) {
        return member(ask, Id.STAFF.of(person.membershipId()));
    }

    static String code(JsonNode payload) {
        return payload.at("/errors/0/code").asString("");
    }

    static UUID key(JsonNode member) {
        return Id.STAFF.key(member.get("id").asString());
    }

    static int status(Ask ask) {
        return ask.response(VIEWER, Map.of()).statusCode();
    }
}
