package link.studentsuccess.api.sheet;

import java.util.List;

/** Sentences of the sheet that no catalog can say, each with the tests that would fail if it were not so. */
final class Promises {

    private Promises() {}

    record Promise(String sentence, List<String> tests) {

        static Promise of(String sentence, String... tests) {
            return new Promise(sentence, List.of(tests));
        }
    }

    static List<Promise> ofTime(int destructionDays) {
        return List.of(
                Promise.of(
                        "A withdrawn consent closes at the next question; what it alone covered is purged with the district's next pull, even one that fails.",
                        "RevocationTests",
                        "PullTests"),
                Promise.of(
                        "A consent that has ended closes that day; 60 days later its data is purged.", "RenewalTests"),
                Promise.of(
                        "After the end of the district's agreement, or when the district uses its own switch, all that it supplied is destroyed in "
                                + destructionDays
                                + " days, or as many as the agreement says; the destruction is on record.",
                        "DestructionTests"),
                Promise.of(
                        "Agreements, consents and the record of disclosures are kept as long as the law asks (34 CFR 99.32), without the student's data.",
                        "MigrationTests"),
                Promise.of(
                        "What tells that a form was sent twice is forgotten after 90 days; it is the form's fingerprint, and holds nothing of a child.",
                        "DestructionTests"));
    }

    static List<Promise> ofProof() {
        return List.of(
                Promise.of(
                        "The rule is written once, in SQL, and compared with decisions written before it and with a second model over thousands of generated worlds.",
                        "AccessDecisionTests",
                        "OracleTests",
                        "GateRemovalTests"),
                Promise.of(
                        "The service does not start while a field or a table is open by mistake, and names it.",
                        "StartupProofTests"),
                Promise.of(
                        "Nothing is shown that is not in the record: the database releases what the same transaction has recorded.",
                        "LedgerTests",
                        "OpenTests"),
                Promise.of("Every question is put by every role.", "RoleMatrixTests"),
                Promise.of(
                        "An account that takes the data of too many students in one day, or asks for ids that lead nowhere, is stopped, and the operator is told.",
                        "DailyLimitTests"),
                Promise.of(
                        "The record of disclosures is sealed each minute; what is edited, deleted, inserted or cut off later is found by who verifies it with the newest seal as it is kept outside of the database, also after a restore on another server.",
                        "SealTests",
                        "AdministratorTests",
                        "RestoredLedgerTests",
                        "VerifyCommandTests"),
                Promise.of(
                        "Of a list of 215 attacks each is played by a test that names it, at least in part, or it is said why it cannot be.",
                        "AttackListTests"),
                Promise.of(
                        "No value of a child is in a log at any level, in a measurement or in an error.",
                        "LogCanaryTests"));
    }
}
