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
            case "withdrawalsToDecide" -> "{ withdrawalsToDecide { edges { cursor } } }";

            // Staff.

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
            case "recordConsents" ->
                "idempotencyKey: \"of-nobody\", document: { evidence: PAPER }, consents: [{ participantId: \"" + NOBODY
                        + "\", districtId: \"" + Id.DISTRICT.of(Place.PUGET_RIDGE.id()) + "\" }]";
            case "completeConsent" ->
                "consentId: \"" + Id.CONSENT.of(new UUID(1, 1)) + "\", version: 1, document: { evidence: PAPER }";
            case "activateConsent" -> "consentId: \"" + Id.CONSENT.of(new UUID(1, 1)) + "\", version: 1";
            case "answerConsentQuestion" ->
                "questionId: \"" + Id.CONSENT_QUESTION.of(new UUID(1, 1)) + "\", answer: \"Yes\"";
            case "verifyConsent" -> "consentId: \"" + Id.CONSENT.of(new UUID(1, 1)) + "\"";
            case "refuseConsentVerification" -> "consentId: \"" + Id.CONSENT.of(new UUID(1, 1)) + "\", reason: \"No\"";
            case "askAboutConsent" ->
                "idempotencyKey: \"of-nobody\", consentId: \"" + Id.CONSENT.of(new UUID(1, 1))
                        + "\", question: \"Who\"";
            case "decideWithdrawal" ->
                "consentId: \"" + Id.CONSENT.of(new UUID(1, 1)) + "\", decision: REOPEN, reason: \"No\"";
            case "restrictSignerRights" -> "signerId: \"" + Id.SIGNER.of(new UUID(1, 1)) + "\", reason: \"No\"";
            case "liftSignerRestriction" -> "signerId: \"" + Id.SIGNER.of(new UUID(1, 1)) + "\"";

            // Staff.

            // Holds and designations.

            default -> throw new IllegalArgumentException("No question for the mutation " + name);
        };
        return "mutation { " + name + "(input: { " + input + " }) { errors { field code message } } }";
    }
}
