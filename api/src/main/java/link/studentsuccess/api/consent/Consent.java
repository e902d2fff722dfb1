package link.studentsuccess.api.consent;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A signed consent to disclose a child's education records. */
public record Consent(
        UUID key,
        UUID participantKey,
        UUID districtKey,
        String kind,
        String signerName,
        String signerCapacity,
        @Nullable LocalDate signedOn,
        @Nullable LocalDate begins,
        @Nullable LocalDate ends,
        List<String> categories,
        List<String> audiences,
        @Nullable OffsetDateTime revokedAt,
        Standing standing,
        Form form) {

    /** What happened to it since it was entered. */
    public record Standing(
            String state,
            @Nullable LocalDate verifiedOn,
            @Nullable String refusalReason,
            int version,
            @Nullable ConsentWithdrawal withdrawal) {}

    /** What the form says beyond it, and how it was signed. */
    public record Form(
            UUID signerKey,
            @Nullable UUID documentKey,
            String evidence,
            @Nullable String proof,
            @Nullable String purpose,
            List<String> parties,
            @Nullable UUID renewsKey) {}

    public String id() {
        return Id.CONSENT.of(key);
    }

    public String state() {
        return standing.state();
    }

    public @Nullable LocalDate verifiedOn() {
        return standing.verifiedOn();
    }

    public @Nullable String refusalReason() {
        return standing.refusalReason();
    }

    public @Nullable ConsentWithdrawal withdrawal() {
        return standing.withdrawal();
    }

    public int version() {
        return standing.version();
    }

    public String signerId() {
        return Id.SIGNER.of(form.signerKey());
    }

    public @Nullable String documentId() {
        var document = form.documentKey();
        return document == null ? null : Id.CONSENT_DOCUMENT.of(document);
    }

    public String evidence() {
        return form.evidence();
    }

    public @Nullable String proof() {
        return form.proof();
    }

    public @Nullable String purpose() {
        return form.purpose();
    }

    public List<String> parties() {
        return form.parties();
    }

    public @Nullable String renewsId() {
        var renewed = form.renewsKey();
        return renewed == null ? null : Id.CONSENT.of(renewed);
    }
}
