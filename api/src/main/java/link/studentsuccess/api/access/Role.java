package link.studentsuccess.api.access;

/** What a person may do in one organization, in one district or at the operator. */
public enum Role {
    ADMIN,
    PROGRAM_MANAGER,
    CASE_WORKER,
    ANALYST,
    DISTRICT_STEWARD,
    SCHOOL_STAFF,
    OPERATOR
}
