package link.studentsuccess.api.consent;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import org.jspecify.annotations.Nullable;

/** A consent that takes the place of one that is open, and opens less or nothing yet. */
record ConsentNotice(
        UUID key,
        UUID displacedKey,
        LocalDate since,
        @Nullable String reason,
        Closing closing) {

    /** What closes. */
    record Closing(List<String> categories, List<String> audiences) {}

    public String consentId() {
        return Id.CONSENT.of(key);
    }

    public String displacedId() {
        return Id.CONSENT.of(displacedKey);
    }

    public List<String> categories() {
        return closing.categories();
    }

    public List<String> audiences() {
        return closing.audiences();
    }

    public String message() {
        if (reason == null) {
            return "It takes the place of a consent that covers more: what it does not cover closes. If that is not meant,"
                    + " record one that covers all; do not withdraw this one, which would close everything.";
        }
        return reason.equals("AWAITING_DISTRICT_VERIFICATION")
                ? "It takes the place of a consent that is open, and opens nothing until the district has verified it."
                : "It takes the place of a consent that is open, and opens nothing: look at what it lacks.";
    }
}
