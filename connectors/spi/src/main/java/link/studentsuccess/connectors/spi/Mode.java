package link.studentsuccess.connectors.spi;

/** How much of a stream a pull asks for. */
public enum Mode {
    /** All current rows. */
    FULL,
    /** What changed at or after the watermark. */
    DELTA,
    /** All current rows about the named students only. */
    STUDENTS
}
