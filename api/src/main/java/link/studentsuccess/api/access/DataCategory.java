package link.studentsuccess.api.access;

/** A bundle of data that is agreed, consented to and withheld together; access.categories is the same list. */
public enum DataCategory {
    ENROLLMENT,
    CONTACT,
    SCHEDULE,
    DEMOGRAPHICS,
    ATTENDANCE,
    ATTENDANCE_REASON,
    GRADES,
    ASSIGNMENTS,
    ASSESSMENTS,
    DISCIPLINE,
    SPECIAL_EDUCATION,
    SECTION_504,
    MULTILINGUAL,
    HOUSING_FOSTER,
    MEAL_STATUS,
    PARTICIPATION
}
