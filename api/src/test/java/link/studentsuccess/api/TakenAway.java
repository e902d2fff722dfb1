package link.studentsuccess.api;

import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.demo.DemoWorld;

/** Takes away what a test has made, documents too, which nobody else deletes; what the ledger has recorded stays. */
final class TakenAway {

    private static final List<String> OF_STUDENTS =
            List.of("record.student_match", "sync.broken_match", "sync.match_candidate", "document.match_decision");

    private static final List<String> OF_PARTICIPANTS = List.of(
            "document.hold",
            "document.destruction",
            "document.consent_question",
            "document.consent",
            "document.signer",
            "roster.student",
            "roster.caseload_assignment",
            "roster.program_attendance",
            "roster.program_enrollment");

    private static final List<String> OF_AN_ORGANIZATION = List.of(
            "document.destruction",
            "document.consent_document",
            "document.operator_agreement",
            "document.district_agreement",
            "document.file",
            "document.hold",
            "ledger.subject",
            "roster.caseload_assignment",
            "party.program",
            "party.service_account",
            "party.membership");

    private TakenAway() {}

    /** The participants of a condition, and what hangs on them. */
    static void participants(DemoWorld world, String condition) {
        var those = "in (select id from roster.participant where " + condition + ")";
        var deletes = new ArrayList<String>();
        deletes.add("delete from document.destroyed where destruction_id in"
                + " (select id from document.destruction where participant_id " + those + ")");
        OF_STUDENTS.forEach(table -> deletes.add("delete from " + table
                + " where student_id in (select id from roster.student where participant_id " + those + ")"));
        OF_PARTICIPANTS.forEach(table -> deletes.add("delete from " + table + " where participant_id " + those));
        deletes.add("delete from roster.participant where " + condition);
        run(world, deletes);
    }

    /** An organization, and what is its own. */
    static void organization(DemoWorld world, String host) {
        var its = "organization_id in (select id from party.organization where host = '" + host + "')";
        participants(world, its);
        var deletes = new ArrayList<>(List.of(
                "delete from document.destroyed where destruction_id in (select id from document.destruction where "
                        + its + ")",
                "delete from document.agreement_signature"
                        + " where operator_agreement_id in (select id from document.operator_agreement where " + its
                        + ")"
                        + " or district_agreement_id in (select id from document.district_agreement where " + its
                        + ")"));
        OF_AN_ORGANIZATION.forEach(table -> deletes.add("delete from " + table + " where " + its));
        deletes.add("delete from party.organization where host = '" + host + "'");
        run(world, deletes);
    }

    /** Without the triggers that keep what is signed. */
    private static void run(DemoWorld world, List<String> deletes) {
        Worlds.change(world, "set session_replication_role = replica; " + String.join("; ", deletes));
    }
}
