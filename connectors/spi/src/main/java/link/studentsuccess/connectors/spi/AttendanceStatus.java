package link.studentsuccess.connectors.spi;

/** What a day or class period was, in neutral words; why stays with the district. */
public enum AttendanceStatus {
    PRESENT,
    ABSENT_EXCUSED,
    ABSENT_UNEXCUSED,
    TARDY,
    PARTIAL_DAY,
    EARLY_DEPARTURE,
    REMOTE
}
