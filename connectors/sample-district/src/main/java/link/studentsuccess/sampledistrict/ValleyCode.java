package link.studentsuccess.sampledistrict;

/** The second district's attendance codes: one letter each, explained nowhere in its files. */
public enum ValleyCode {
    U("ABSENT_UNEXCUSED"),
    E("ABSENT_EXCUSED"),
    M("ABSENT_EXCUSED"),
    S("ABSENT_EXCUSED"),
    T("TARDY"),
    H("PARTIAL_DAY"),
    L("EARLY_DEPARTURE");

    private final String meaning;

    ValleyCode(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    /** A whole day missed. */
    public boolean absent() {
        return meaning.startsWith("ABSENT");
    }
}
