package link.studentsuccess.api.agreement;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** What a draft would open and close on the day on which it begins. */
record AgreementPreview(LocalDate effectiveOn, int examined, int total, List<AgreementPreviewCategory> categories) {

    /** One category of it. */
    record AgreementPreviewCategory(
            String category, int gains, int loses, List<UUID> gainingKeys, List<UUID> losingKeys) {}
}
