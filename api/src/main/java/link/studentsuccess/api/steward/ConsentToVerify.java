package link.studentsuccess.api.steward;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A consent that waits for the district. */
record ConsentToVerify(
        UUID key,
        String organizationName,
        Child child,
        String kind,
        String signerName,
        String signerCapacity,
        @Nullable LocalDate signedOn,
        LocalDate begins,
        @Nullable LocalDate ends,
        List<String> categories,
        List<String> audiences,
        OffsetDateTime recordedAt,
        Form form) {

    /** How it was signed, and what the steward and the organization wrote about it. */
    record Form(
            UUID signerKey,
            String evidence,
            @Nullable String proof,
            @Nullable UUID fileKey,
            @Nullable String question,
            @Nullable String answer) {}

    /** The child as the organization wrote it. */
    record Child(
            String givenName, String familyName, @Nullable String districtStudentId) {}

    public String id() {
        return Id.CONSENT.of(key);
    }

    public String givenName() {
        return child.givenName();
    }

    public String familyName() {
        return child.familyName();
    }

    public @Nullable String districtStudentId() {
        return child.districtStudentId();
    }

    public String signerId() {
        return Id.SIGNER.of(form.signerKey());
    }

    public String evidence() {
        return form.evidence();
    }

    public @Nullable String proof() {
        return form.proof();
    }

    public @Nullable String evidenceFileId() {
        var file = form.fileKey();
        return file == null ? null : Id.FILE.of(file);
    }

    public @Nullable String question() {
        return form.question();
    }

    public @Nullable String answer() {
        return form.answer();
    }
}
