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

    private static final String NO_AGREEMENT = Id.DISTRICT_AGREEMENT.of(new UUID(1, 1));
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
            case "statistics" -> "{ statistics(audience: OWN_STAFF, measure: STUDENTS) { asOf } }";
            case "feeds" -> "{ feeds { id } }";
            case "sharedParticipation" -> "{ sharedParticipation { edges { cursor } } }";
            case "consentsToVerify" -> "{ consentsToVerify { edges { cursor } } }";
            case "districtDisclosures" -> "{ districtDisclosures { edges { cursor } } }";
            // The ledger.
            case "operatorDisclosures" -> "{ operatorDisclosures { edges { cursor } } }";
            case "disclosureCopy" ->
                "{ disclosureCopy(districtStudentId: \"" + Child.LENA.districtStudentId() + "\") { more } }";
            case "accountReceipts" ->
                "{ accountReceipts(staffId: \"" + Id.STAFF.of(Person.MARIA.membershipId())
                        + "\", from: \"2020-01-01T00:00:00Z\", to: \"2099-01-01T00:00:00Z\") { more } }";
            case "denials" ->
                "{ denials(from: \"2026-01-01T00:00:00Z\", to: \"2026-01-31T00:00:00Z\") { accounts { staffId } } }";
            case "ledgerVerification" -> "{ ledgerVerification { intact } }";

            // Agreements.
            case "organizations" -> "{ organizations { id } }";
            case "agreementPreview" ->
                "{ agreementPreview(agreementId: \"" + Id.DISTRICT_AGREEMENT.of(world.draftAgreement())
                        + "\") { total } }";

            // Participants.
            case "participantImport" ->
                "{ participantImport(id: \"" + Id.PARTICIPANT_IMPORT.of(world.participantImport()) + "\") { id } }";
            case "participantImports" -> "{ participantImports { edges { cursor } } }";
            case "possibleDuplicates" -> "{ possibleDuplicates { edges { cursor } } }";

            // Consents.
            case "withdrawalsToDecide" -> "{ withdrawalsToDecide { edges { cursor } } }";
            case "signers" -> "{ signers(districtStudentId: \"" + Child.LENA.districtStudentId() + "\") { id } }";

            // Matching.
            case "brokenMatches" -> "{ brokenMatches { items { studentId } } }";
            case "matchesToConfirm" -> "{ matchesToConfirm { items { id } } }";

            // Work.
            case "consentWorklist" -> "{ consentWorklist { edges { cursor } } }";
            case "workQueue" -> "{ workQueue { items { kind } } }";

            // Staff.
            case "staff" -> "{ staff { edges { cursor } } }";
            case "serviceAccounts" -> "{ serviceAccounts { id } }";
            case "caseloadsToReassign" -> "{ caseloadsToReassign { edges { cursor } } }";
            case "confidentialityStatement" -> "{ confidentialityStatement { current { version } } }";
            case "trainings" -> "{ trainings { title } }";
            case "caseloadAssignments" ->
                "{ caseloadAssignments(staffId: \"" + Id.STAFF.of(Person.MARIA.membershipId()) + "\") { id } }";

            // Holds and designations.
            case "destructions" -> "{ destructions { edges { cursor } } }";
            case "holds" -> "{ holds { edges { cursor } } }";
            case "designations" -> "{ designations { edges { cursor } } }";
            case "principals" -> "{ principals { id } }";
            case "explainAccess" ->
                "{ explainAccess(staffId: \"" + Id.STAFF.of(Person.MARIA.membershipId()) + "\", participantId: \""
                        + Id.PARTICIPANT.of(world.participant(Child.LENA)) + "\") { known } }";

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
            case "requestUpload" -> "purpose: SIGNED_AGREEMENT, name: \" \"";
            case "createOrganization" -> "idempotencyKey: \"12345678\", name: \" \", host: \"-\"";
            case "changeOrganization" ->
                "organizationId: \"" + Id.ORGANIZATION.of(new UUID(1, 1)) + "\", version: 1, name: \" \"";
            case "closeOrganization" ->
                "organizationId: \"" + Id.ORGANIZATION.of(new UUID(1, 1))
                        + "\", version: 1, confirmation: \"\", reason: \"None\"";
            case "createProgram" -> "idempotencyKey: \"12345678\", name: \" \", kind: OTHER";
            case "changeProgram" ->
                "programId: \"" + Id.PROGRAM.of(new UUID(1, 1))
                        + "\", version: 1, name: \" \", kind: OTHER, sharing: NEVER";
            case "draftOperatorAgreement" ->
                "idempotencyKey: \"12345678\", organizationId: \"" + Id.ORGANIZATION.of(new UUID(1, 1))
                        + "\", begins: \"2026-01-01\"";
            case "changeOperatorAgreement" ->
                "agreementId: \"" + Id.OPERATOR_AGREEMENT.of(new UUID(1, 1)) + "\", version: 1, begins: \"2026-01-01\"";
            case "draftDistrictAgreement" ->
                "idempotencyKey: \"12345678\", organizationId: \"" + Id.ORGANIZATION.of(new UUID(1, 1))
                        + "\", districtId: \"" + Id.DISTRICT.of(new UUID(1, 1))
                        + "\", terms: { begins: \"2026-01-01\", categories: [], purpose: \"\" }";
            case "changeDistrictAgreement" ->
                "agreementId: \"" + NO_AGREEMENT
                        + "\", version: 1, terms: { begins: \"2026-01-01\", categories: [], purpose: \"\" }";
            case "signAgreement" ->
                "agreementId: \"" + NO_AGREEMENT + "\", version: 1, signerName: \"\", signerTitle: \"\"";
            case "withdrawAgreement" -> "agreementId: \"" + NO_AGREEMENT + "\", version: 1";
            case "endAgreement" -> "agreementId: \"" + NO_AGREEMENT + "\", version: 1, on: \"2026-01-01\"";
            case "nameStaff" ->
                "agreementId: \"" + NO_AGREEMENT + "\", staffId: \"" + STRANGER + "\", begins: \"2026-01-01\"";
            case "optInToSharing" ->
                "idempotencyKey: \"12345678\", programId: \"" + Id.PROGRAM.of(new UUID(1, 1))
                        + "\", audience: WITH_DISTRICT";
            case "withdrawSharingOptIn" -> "optInId: \"" + Id.SHARING_OPT_IN.of(new UUID(1, 1)) + "\", version: 1";

            // Participants.
            case "importParticipants" -> "idempotencyKey: \"12345678\", fileId: \"" + Id.FILE.of(new UUID(1, 1)) + "\"";
            case "addParticipant" ->
                "idempotencyKey: \"12345678\", givenName: \"\", familyName: \"\", programId: \""
                        + Id.PROGRAM.of(new UUID(1, 1)) + "\", begins: \"2026-01-01\"";
            case "correctParticipant" ->
                "participantId: \"" + NOBODY + "\", version: 1, givenName: \"A\", familyName: \"B\"";
            case "addParticipantDistrict" ->
                "participantId: \"" + NOBODY + "\", districtId: \"" + Id.DISTRICT.of(Place.PUGET_RIDGE.id()) + "\"";
            case "correctDistrictStudentId", "removeParticipantDistrict" ->
                "studentId: \"" + Id.STUDENT.of(new UUID(1, 1)) + "\", version: 1";
            case "enrollInProgram" ->
                "idempotencyKey: \"12345678\", participantId: \"" + NOBODY + "\", programId: \""
                        + Id.PROGRAM.of(new UUID(1, 1)) + "\", begins: \"2026-01-01\"";
            case "endProgramEnrollment" ->
                "programEnrollmentId: \"" + Id.PROGRAM_ENROLLMENT.of(new UUID(1, 1))
                        + "\", version: 1, ends: \"2026-01-01\"";
            case "correctProgramEnrollment" ->
                "programEnrollmentId: \"" + Id.PROGRAM_ENROLLMENT.of(new UUID(1, 1))
                        + "\", version: 1, begins: \"2026-01-01\"";
            case "mergeParticipants" ->
                "keepId: \"" + NOBODY + "\", keepVersion: 1, mergeId: \"" + Id.PARTICIPANT.of(new UUID(1, 2))
                        + "\", mergeVersion: 1";
            case "destroyParticipant" -> "participantId: \"" + NOBODY + "\", version: 1, reason: \"None\"";

            // Consents.
            case "recordConsents" ->
                "idempotencyKey: \"of-nobody\", document: { evidence: PAPER }, consents: [{ participantId: \"" + NOBODY
                        + "\", districtId: \"" + Id.DISTRICT.of(Place.PUGET_RIDGE.id()) + "\" }]";
            case "completeConsent" ->
                "consentId: \"" + Id.CONSENT.of(new UUID(1, 1)) + "\", version: 1, document: { evidence: PAPER }";
            case "prepareStudentConsent" ->
                "idempotencyKey: \"of-nobody\", consentId: \"" + Id.CONSENT.of(new UUID(1, 1)) + "\"";
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
            case "createServiceAccount" ->
                "idempotencyKey: \"matrix-1\", name: \" \", clientId: \"x\", ownerStaffId: \"" + STRANGER + "\"";
            case "endServiceAccount" -> "id: \"" + Id.SERVICE_ACCOUNT.of(new UUID(1, 1)) + "\", version: 1";
            case "inviteStaff" ->
                "idempotencyKey: \"role-question\", email: \"nobody\", givenName: \"\", familyName: \"\", role: ADMIN";
            case "changeStaff" ->
                "id: \"" + Id.STAFF.of(new UUID(1, 1)) + "\", version: 1, role: ADMIN, kind: EMPLOYEE";
            case "renewInvitation", "withdrawInvitation", "deactivateStaff", "reactivateStaff" ->
                "id: \"" + Id.STAFF.of(new UUID(1, 1)) + "\", version: 1";
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
            case "placeHold" ->
                "idempotencyKey: \"nobody-at-all\", target: { participantId: \"" + NOBODY + "\" }, cause: OTHER";
            case "endHold" -> "holdId: \"" + Id.HOLD.of(new UUID(1, 1)) + "\", version: 1";
            case "designateStudents" ->
                "idempotencyKey: \"nobody-at-all\", agreementId: \"" + Id.DISTRICT_AGREEMENT.of(new UUID(1, 1))
                        + "\", districtStudentIds: [\"1\"], begins: \"2026-09-01\", ends: \"2026-09-01\"";
            case "endDesignations" ->
                "designations: [{ id: \"" + Id.DESIGNATION.of(new UUID(1, 1)) + "\", version: 1 }]";
            case "namePrincipal" ->
                "idempotencyKey: \"nobody-at-all\", staffId: \"" + Id.STAFF.of(new UUID(1, 1))
                        + "\", schoolCode: \"1\"";
            case "confirmMatch", "refuseMatch" -> "matchId: \"" + Id.MATCH.of(new UUID(1, 1)) + "\"";
            case "endPrincipal" -> "principalId: \"" + Id.PRINCIPAL.of(new UUID(1, 1)) + "\", version: 1";

            default -> throw new IllegalArgumentException("No question for the mutation " + name);
        };
        return "mutation { " + name + "(input: { " + input + " }) { errors { field code message } } }";
    }
}
