package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import link.studentsuccess.schema.DecisionWorld.Consent;
import org.jspecify.annotations.Nullable;

/** Writes the documents of a world of access-decisions.csv: agreements, consents and their signers, and the hold. */
record DecisionDocuments(Connection connection, DecisionWorld world, DecisionStaff staff) {

    void insert() throws SQLException {
        for (var inForce : world.operatorAgreements) {
            insertOperatorAgreement(UUID.randomUUID(), inForce);
        }
        if (!world.districtAgreement.equals("empty")) {
            insertDistrictAgreement(UUID.randomUUID());
        }
        var capacity = world.consent == null ? "PARENT" : world.consent.capacity;
        insertSigner(world.parent, world.organization, world.participant, capacity);
        insertSigner(world.otherParent, world.organization, world.participant, "PARENT");
        if (world.consent != null) {
            insertConsent(world.consent);
        }
        for (var consent : world.laterConsents) {
            insertConsent(consent);
        }
        restrict(world.parent, world.parentRestrictedOn);
        restrict(world.otherParent, world.otherParentRestrictedOn);
        if (!world.hold.equals("none")) {
            insertHold();
        }
    }

    private void insertOperatorAgreement(UUID id, String inForce) throws SQLException {
        Insert.into("document.operator_agreement")
                .with("id", id)
                .with("organization_id", world.organization)
                .with("in_force", inForce)
                .run(connection);
        if (!world.optIn.equals("none")) {
            Insert.into("document.sharing_opt_in")
                    .with("organization_id", world.organization)
                    .with("operator_agreement_id", id)
                    .with("program_id", world.program)
                    .with("audience", world.optIn)
                    .with("agreed_at", "2026-09-01 12:00-07")
                    .with("withdrawn_at", world.optInWithdrawn ? "2026-11-16 09:00-08" : null)
                    .run(connection);
        }
    }

    private void insertDistrictAgreement(UUID id) throws SQLException {
        Insert.into("document.district_agreement")
                .with("id", id)
                .with("organization_id", world.organization)
                .with("district_id", world.district)
                .with("in_force", world.districtAgreement)
                .with("categories", world.agreedCategories)
                .with("school_codes", world.agreedSchools)
                .with("verification", world.verification)
                .with("operator_is_agent", world.operatorIsAgent)
                .with("basis", world.basis)
                .with("designated_categories", world.basis.equals("SCHOOL_OFFICIAL") ? world.designated : null)
                .with("requires_named_staff", world.namedStaff)
                .with("purpose", "Tutoring")
                .run(connection);
        if (world.onRoster) {
            Insert.into("document.designation")
                    .with("district_agreement_id", id)
                    .with("district_student_id", "100123")
                    .with("in_force", "[2026-09-01,2027-07-01)")
                    .with("designated_by", world.membership)
                    .run(connection);
        }
    }

    private void insertSigner(UUID id, UUID organization, UUID participant, String capacity) throws SQLException {
        Insert.into("document.signer")
                .with("id", id)
                .with("organization_id", organization)
                .with("participant_id", participant)
                .with("name", "Signer")
                .with("capacity", capacity)
                .run(connection);
    }

    private void insertConsent(Consent consent) throws SQLException {
        var row = Insert.into("document.consent")
                .with("district_id", consent.atOtherDistrict ? world.otherDistrict : world.district)
                .with("kind", consent.kind)
                .with("signed_on", consent.signedOn)
                .with("recorded_at", consent.signedOn + " 12:00-08")
                .with("in_force", consent.inForce)
                .with("categories", consent.categories)
                .with("parties", consent.parties)
                .with("purpose", consent.purpose)
                .with("student_birth_date", world.bornByTheForm)
                .with("state", consent.state)
                .with("evidence", consent.evidence)
                .with("proof", consent.proof)
                .with("attested_by", consent.attested ? world.membership : null)
                .with("drawn", consent.drawn)
                .with("verified_on", consent.verifiedOn)
                .with("refused_at", inTheMorning(consent.refusedOn))
                .with("revoked_at", inTheMorning(consent.revokedOn))
                .with("revoked_by_signer_id", consent.revokedByOtherParent ? world.otherParent : null)
                .with("withdrawal_decision", consent.withdrawalDecision)
                .with("withdrawal_decided_at", consent.withdrawalDecision == null ? null : "2026-11-10 09:00-08");
        if (consent.toOtherOrganization) {
            signedElsewhere(row).run(connection);
        } else {
            row.with("organization_id", world.organization)
                    .with("participant_id", world.participant)
                    .with("signer_id", consent.byOtherParent ? world.otherParent : world.parent)
                    .run(connection);
        }
    }

    /** By a parent of the child as the other organization knows it. */
    private Insert signedElsewhere(Insert consent) throws SQLException {
        var participant = UUID.randomUUID();
        var signer = UUID.randomUUID();
        Insert.into("roster.participant")
                .with("id", participant)
                .with("organization_id", world.otherOrganization)
                .with("given_name", "Ana")
                .with("family_name", "Diaz")
                .run(connection);
        insertSigner(signer, world.otherOrganization, participant, "PARENT");
        return consent.with("organization_id", world.otherOrganization)
                .with("participant_id", participant)
                .with("signer_id", signer);
    }

    /** By the steward of the district; another district's order reopens nothing here. */
    private void restrict(UUID signer, @Nullable LocalDate day) throws SQLException {
        if (day == null) {
            return;
        }
        var steward = staff.insertSteward(world.restrictedElsewhere ? world.otherDistrict : world.district);
        try (var statement = Sql.prepare(
                connection,
                "update document.signer set restricted_at = ?, restricted_by = ? where id = ?",
                inTheMorning(day),
                steward,
                signer)) {
            statement.executeUpdate();
        }
    }

    private static @Nullable String inTheMorning(@Nullable LocalDate day) {
        return day == null ? null : day + " 09:00-08";
    }

    private void insertHold() throws SQLException {
        var target = world.hold.split(":", -1)[0];
        var at = target.endsWith(" at another district") ? world.otherDistrict : world.district;
        var organization = target.startsWith("organization")
                ? world.organization
                : target.startsWith("other ") ? world.otherOrganization : null;
        Insert.into("document.hold")
                .with("kind", world.hold.endsWith(":REMOVE") ? "REMOVE" : "CLOSE")
                .with("district_id", target.equals("student") || target.contains("district") ? at : null)
                .with("district_student_id", target.equals("student") ? world.heldNumber : null)
                .with("organization_id", organization)
                .with("participant_id", target.equals("participant") ? world.participant : null)
                .with("membership_id", target.equals("member") ? world.membership : null)
                .with("feed_id", target.equals("feed") ? world.feed : null)
                .with("cause", "OTHER")
                .with("begins", "2026-11-16 09:00-08")
                .with("set_by", world.membership)
                .run(connection);
    }
}
