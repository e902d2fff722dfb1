package link.studentsuccess.sampledistrict;

/**
 * The district's own attendance codes, with what each means to an outsider; some labels tell more than an outsider may
 * know, as real ones do.
 */
public enum AttendanceCode {
    UNX("Unexcused absence", "ABSENT_UNEXCUSED", false),
    EXC("Excused, parent note", "ABSENT_EXCUSED", true),
    MED("Medical, in-patient or appointment", "ABSENT_EXCUSED", true),
    SUS("Out-of-school suspension", "ABSENT_EXCUSED", true),
    COURT("Court appearance", "ABSENT_EXCUSED", true),
    HML("McKinney-Vento, homeless", "ABSENT_EXCUSED", true),
    TDY("Tardy", "TARDY", false),
    HLF("Half day", "PARTIAL_DAY", true),
    EDP("Early dismissal", "EARLY_DEPARTURE", true),
    RMT("Remote instruction", "REMOTE", true),
    PRS("Present, corrected", "PRESENT", true);

    private final String label;
    private final String meaning;
    private final boolean excused;

    AttendanceCode(String label, String meaning, boolean excused) {
        this.label = label;
        this.meaning = meaning;
        this.excused = excused;
    }

    public String label() {
        return label;
    }

    public String meaning() {
        return meaning;
    }

    public boolean excused() {
        return excused;
    }

    /** A whole day missed. */
    public boolean absent() {
        return meaning.startsWith("ABSENT");
    }
}
