package link.studentsuccess.connectors.spi;

/** The kinds of records a source can serve, in dependency order: parents before what hangs on them. */
public enum StreamName {
    SCHOOL(SchoolRecord.class, false),
    SESSION(SessionRecord.class, false),
    CALENDAR_DAY(CalendarDayRecord.class, false),
    SECTION(SectionRecord.class, false),
    STUDENT(StudentRecord.class, true),
    ENROLLMENT(EnrollmentRecord.class, true),
    ATTENDANCE(AttendanceRecord.class, true),
    GRADE(GradeRecord.class, true),
    SCHEDULE(ScheduleRecord.class, true),
    ASSIGNMENT(AssignmentRecord.class, true),
    CONTACT(ContactRecord.class, true),
    DEMOGRAPHICS(DemographicsRecord.class, true),
    ASSESSMENT(AssessmentRecord.class, true),
    ATTENDANCE_REASON(AttendanceReasonRecord.class, true),
    DISCIPLINE(DisciplineRecord.class, true),
    SPECIAL_EDUCATION(ProgramRecord.class, true),
    SECTION_504(ProgramRecord.class, true),
    MULTILINGUAL(ProgramRecord.class, true),
    HOUSING_FOSTER(ProgramRecord.class, true),
    MEAL_STATUS(ProgramRecord.class, true);

    private final Class<? extends CanonicalRecord> recordType;
    private final boolean personal;

    StreamName(Class<? extends CanonicalRecord> recordType, boolean personal) {
        this.recordType = recordType;
        this.personal = personal;
    }

    public Class<? extends CanonicalRecord> recordType() {
        return recordType;
    }

    /** Whether each record is a {@link StudentFact}: all of these are read, kept and published alike. */
    public boolean isFact() {
        return StudentFact.class.isAssignableFrom(recordType);
    }

    /** Whether each record is about students, and so must say about which. */
    public boolean isPersonal() {
        return personal;
    }
}
