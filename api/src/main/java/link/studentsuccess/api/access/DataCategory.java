package link.studentsuccess.api.access;

/** A bundle of data that is agreed, consented to and withheld together. */
public enum DataCategory {
    ENROLLMENT,
    ATTENDANCE,
    GRADES,
    PARTICIPATION
}
