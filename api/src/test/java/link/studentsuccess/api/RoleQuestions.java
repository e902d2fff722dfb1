package link.studentsuccess.api;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;

/**
 * One question for each operation of the role matrix. Queries ask for something that is there; mutations ask for something
 * that is not, so that trying them changes nothing.
 */
final class RoleQuestions {

    private static final String NOBODY = Id.PARTICIPANT.of(new UUID(1, 1));

    private RoleQuestions() {}

    static String query(DemoWorld world, String name) {
        return switch (name) {
            case "viewer" -> "{ viewer { role } }";
            case "node" -> "{ node(id: \"" + Id.DISTRICT.of(Place.PUGET_RIDGE.id()) + "\") { id } }";
            case "participants" -> "{ participants { totalCount } }";
            case "participant" ->
                "{ participant(id: \"" + Id.PARTICIPANT.of(world.participant(Child.LENA)) + "\") { id } }";
            case "student" -> "{ student(id: \"" + Id.STUDENT.of(world.student(Child.LENA)) + "\") { id } }";
            case "districts" -> "{ districts { id } }";
            case "feeds" -> "{ feeds { id } }";
            case "sharedParticipation" -> "{ sharedParticipation { edges { cursor } } }";
            case "consentsToVerify" -> "{ consentsToVerify { edges { cursor } } }";
            case "districtDisclosures" -> "{ districtDisclosures { edges { cursor } } }";
            // Agreements.

            // Participants.

            // Consents.

            // Staff.
            case "staff" -> "{ staff { edges { cursor } } }";
            case "caseloadsToReassign" -> "{ caseloadsToReassign { edges { cursor } } }";

            // Holds and designations.

            default -> throw new IllegalArgumentException("No question for the query " + name);
        };
    }

    static String mutation(DemoWorld world, String name) {
        var input = switch (name) {
            case "recordProgramAttendance" ->
                "participantId: \"" + NOBODY + "\", programId: \"" + Id.PROGRAM.of(new UUID(1, 1)) + "\", date: \""
                        + world.district().today() + "\", minutes: 10";
            case "revokeConsent" -> "consentId: \"" + Id.CONSENT.of(new UUID(1, 1)) + "\"";
            // Agreements.

            // Participants.

            // Consents.

            // Staff.
            case "inviteStaff" ->
                "idempotencyKey: \"role-question\", email: \"nobody\", givenName: \"\", familyName: \"\", role: ADMIN";
            case "changeStaff" ->
                "id: \"" + Id.STAFF.of(new UUID(1, 1)) + "\", version: 1, role: ADMIN, kind: EMPLOYEE";
            case "renewInvitation", "withdrawInvitation", "deactivateStaff", "reactivateStaff" ->
                "id: \"" + Id.STAFF.of(new UUID(1, 1)) + "\", version: 1";

            // Holds and designations.

            default -> throw new IllegalArgumentException("No question for the mutation " + name);
        };
        return "mutation { " + name + "(input: { " + input + " }) { errors { field code message } } }";
    }
}
