package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Writes the staff of a world of access-decisions.csv: the viewer, the colleagues, a steward, and whom they are assigned. */
record DecisionStaff(Connection connection, DecisionWorld world) {

    void insertViewer() throws SQLException {
        var viewer = insertStaff("s");
        var statement = UUID.randomUUID();
        insertStatement(statement, "1", "2020-01-01");
        Insert.into("party.statement_acceptance")
                .with("staff_id", viewer)
                .with("statement_id", statement)
                .with("accepted_at", "2020-01-02")
                .run(connection);
        if (world.termsOutdated) {
            insertStatement(UUID.randomUUID(), "2", "2026-11-01");
        }
        Insert.into("party.membership")
                .with("id", world.membership)
                .with("staff_id", viewer)
                .with("organization_id", world.viewerElsewhere ? world.otherOrganization : world.organization)
                .with("role", world.role)
                .with("programs", world.limitedToOtherProgram ? List.of(world.otherProgram) : null)
                .with("categories", world.scope)
                .with("active", "[2020-01-01," + (world.active ? world.activeUntil : world.askedOn) + ")")
                .with("accepted_at", world.at())
                .run(connection);
        if (!world.training.equals("empty")) {
            Insert.into("party.training_record")
                    .with("staff_id", viewer)
                    .with("title", "FERPA")
                    .with("valid", world.training)
                    .run(connection);
        }
    }

    private UUID insertStaff(String subject) throws SQLException {
        var id = UUID.randomUUID();
        Insert.into("party.staff")
                .with("id", id)
                .with("issuer", "i")
                .with("subject", subject)
                .with("given_name", "G")
                .with("family_name", "F")
                .with("email", "e")
                .run(connection);
        return id;
    }

    private void insertStatement(UUID id, String version, String effectiveOn) throws SQLException {
        Insert.into("party.confidentiality_statement")
                .with("id", id)
                .with("version", version)
                .with("text", "Keep it")
                .with("effective_on", effectiveOn)
                .run(connection);
    }

    /** The participant, a site, and what a covered colleague has; a third one always has the child. */
    void insertCaseload() throws SQLException {
        if (!world.viewerElsewhere && world.role.equals("CASE_WORKER")) {
            assign(world.membership, "participant_id", world.participant, world.caseload);
        }
        if (world.caseloadSite != null) {
            assign(world.membership, "site", world.caseloadSite, "[2026-09-10,)");
        }
        if (world.covers == null) {
            return;
        }
        var covered = insertColleague("covered");
        assign(world.membership, "cover_for", covered, world.covers);
        if (world.coveredCaseload != null) {
            assign(covered, "participant_id", world.participant, world.coveredCaseload);
        }
        if (world.coveredCovers != null) {
            var third = insertColleague("third");
            assign(covered, "cover_for", third, world.coveredCovers);
            assign(third, "participant_id", world.participant, "[2026-09-10,)");
        }
    }

    private UUID insertColleague(String subject) throws SQLException {
        return insertMember(subject, "organization_id", world.organization, "CASE_WORKER");
    }

    UUID insertSteward(UUID district) throws SQLException {
        return insertMember("steward " + UUID.randomUUID(), "district_id", district, "DISTRICT_STEWARD");
    }

    private UUID insertMember(String subject, String of, UUID place, String role) throws SQLException {
        var id = UUID.randomUUID();
        Insert.into("party.membership")
                .with("id", id)
                .with("staff_id", insertStaff(subject))
                .with(of, place)
                .with("role", role)
                .with("active", "[2020-01-01,)")
                .run(connection);
        return id;
    }

    private void assign(UUID member, String kind, Object what, String days) throws SQLException {
        Insert.into("roster.caseload_assignment")
                .with("membership_id", member)
                .with("organization_id", world.organization)
                .with(kind, what)
                .with("assigned", days)
                .run(connection);
    }
}
