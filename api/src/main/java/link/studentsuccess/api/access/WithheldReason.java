package link.studentsuccess.api.access;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.jspecify.annotations.Nullable;

/** The gates of the access rule, as R__access_policy.sql names them; texts are in withheld.properties. */
public enum WithheldReason {
    ON_HOLD,
    TRAINING_REQUIRED,
    STAFF_TERMS_MISSING,
    NOT_IN_YOUR_ACCESS,
    NOT_SERVED_TODAY,
    OPERATOR_AGREEMENT_NOT_IN_FORCE,
    DISTRICT_AGREEMENT_NOT_IN_FORCE,
    NOT_IN_DISTRICT_AGREEMENT,
    NOT_ON_DISTRICT_ROSTER,
    CONSENT_MISSING,
    CONSENT_NOT_YET_IN_FORCE,
    CONSENT_EXPIRED,
    CONSENT_REVOKED,
    CONSENT_INCOMPLETE,
    AWAITING_DISTRICT_VERIFICATION,
    NOT_IN_CONSENT,
    ELIGIBLE_STUDENT_MUST_CONSENT,
    NOT_MATCHED,
    SHARING_NOT_OPTED_IN,
    NOT_IN_TOKEN_SCOPE,
    NOT_SUPPLIED,
    AWAITING_FIRST_PULL;

    private static final Control ONLY_ENGLISH_ELSE = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    /** Absent: open. */
    static @Nullable WithheldReason of(@Nullable String name) {
        return name == null ? null : valueOf(name);
    }

    /** The reason in a sentence, in the language of the request where there is one, else in English. */
    public String message(Locale language) {
        return text("message", language);
    }

    /** What to do about it. */
    public String nextStep(Locale language) {
        return text("nextStep", language);
    }

    private String text(String kind, Locale language) {
        return ResourceBundle.getBundle("withheld", language, ONLY_ENGLISH_ELSE).getString(name() + "." + kind);
    }
}
