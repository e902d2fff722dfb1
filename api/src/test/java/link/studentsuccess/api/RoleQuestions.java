package link.studentsuccess.api;

import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;

/**
 * One question for each operation of the role matrix. Queries ask for something that is there; mutations ask for something
 * that is not, so that trying them changes nothing.
 */
final class RoleQuestions {

    private static final String NOBODY = Id.PARTICIPANT.of(new UUID(1, 1));

    private static final String STRANGER = Id.STAFF.of(new UUID(1, 1));

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
            case "confidentialityStatement" -> "{ confidentialityStatement { current { version } } }";
            case "trainings" -> "{ trainings { title } }";
            case "caseloadAssignments" ->
                "{ caseloadAssignments(staffId: \"" + Id.STAFF.of(Person.MARIA.membershipId()) + "\") { id } }";

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
            case "publishConfidentialityStatement" ->
                "idempotencyKey: \"matrix-1\", version: \"\", text: \"\", effectiveOn: \""
                        + world.district().today() + "\"";
            case "acceptConfidentialityStatement" ->
                "statementId: \"" + Id.CONFIDENTIALITY_STATEMENT.of(new UUID(1, 1)) + "\"";
            case "recordTraining" ->
                "idempotencyKey: \"matrix-1\", staffId: \"" + STRANGER + "\", title: \"FERPA\", completedOn: \""
                        + world.district().today() + "\", validUntil: \""
                        + world.district().today().plusDays(9) + "\"";
            case "withdrawTraining" -> "trainingId: \"" + Id.TRAINING.of(new UUID(1, 1)) + "\", version: 1";
            case "assignCaseload" ->
                "idempotencyKey: \"matrix-1\", staffId: \"" + STRANGER + "\", site: \"Nowhere\", begins: \""
                        + world.district().today() + "\"";
            case "coverCaseload" ->
                "idempotencyKey: \"matrix-1\", staffId: \"" + STRANGER + "\", forStaffId: \"" + STRANGER
                        + "\", begins: \"" + world.district().today() + "\", ends: \""
                        + world.district().today().plusDays(1) + "\"";
            case "endCaseloadAssignment" ->
                "assignmentId: \"" + Id.CASELOAD_ASSIGNMENT.of(new UUID(1, 1)) + "\", version: 1";

            // Holds and designations.

            default -> throw new IllegalArgumentException("No question for the mutation " + name);
        };
        return "mutation { " + name + "(input: { " + input + " }) { errors { field code message } } }";
    }
}
