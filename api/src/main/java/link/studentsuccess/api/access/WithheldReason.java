package link.studentsuccess.api.access;

import java.util.ResourceBundle;

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

    private static final ResourceBundle TEXTS = ResourceBundle.getBundle("withheld");

    public String message() {
        return TEXTS.getString(name() + ".message");
    }

    public String nextStep() {
        return TEXTS.getString(name() + ".nextStep");
    }
}
