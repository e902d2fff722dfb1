package link.studentsuccess.connectors.spi;

/** A record in the system's own terms. References between records are keys of the source. */
public sealed interface CanonicalRecord
        permits SchoolRecord,
                SessionRecord,
                CalendarDayRecord,
                SectionRecord,
                StudentRecord,
                EnrollmentRecord,
                AttendanceRecord,
                GradeRecord,
                StudentFact {}
