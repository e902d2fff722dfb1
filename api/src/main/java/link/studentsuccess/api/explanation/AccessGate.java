package link.studentsuccess.api.explanation;

import link.studentsuccess.api.access.WithheldReason;

/** The gates that come after account, role and caseload, in the order of the rule. */
enum AccessGate {
    HOLD,
    STAFF_TERMS,
    STAFF_SCOPE,
    SERVICE,
    OPERATOR_AGREEMENT,
    DISTRICT_AGREEMENT,
    BASIS,
    ELIGIBLE_STUDENT,
    MATCH,
    SHARING,
    SUPPLY;

    /** The gate that is closed for a reason. */
    static AccessGate of(WithheldReason reason) {
        return switch (reason) {
            case ON_HOLD -> HOLD;
            case TRAINING_REQUIRED, STAFF_TERMS_MISSING -> STAFF_TERMS;
            case NOT_IN_YOUR_ACCESS, NOT_IN_TOKEN_SCOPE -> STAFF_SCOPE;
            case NOT_SERVED_TODAY -> SERVICE;
            case OPERATOR_AGREEMENT_NOT_IN_FORCE -> OPERATOR_AGREEMENT;
            case DISTRICT_AGREEMENT_NOT_IN_FORCE, NOT_IN_DISTRICT_AGREEMENT -> DISTRICT_AGREEMENT;
            case NOT_ON_DISTRICT_ROSTER,
                    CONSENT_MISSING,
                    CONSENT_NOT_YET_IN_FORCE,
                    CONSENT_EXPIRED,
                    CONSENT_REVOKED,
                    CONSENT_INCOMPLETE,
                    AWAITING_DISTRICT_VERIFICATION,
                    NOT_IN_CONSENT -> BASIS;
            case ELIGIBLE_STUDENT_MUST_CONSENT -> ELIGIBLE_STUDENT;
            case NOT_MATCHED -> MATCH;
            case SHARING_NOT_OPTED_IN -> SHARING;
            case NOT_SUPPLIED, AWAITING_FIRST_PULL -> SUPPLY;
        };
    }
}
