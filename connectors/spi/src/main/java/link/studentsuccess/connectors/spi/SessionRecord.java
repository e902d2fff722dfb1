package link.studentsuccess.connectors.spi;

import java.time.LocalDate;

/**
 * A school year or a part of it.
 *
 * @param begins first day
 * @param ends first day after it (half-open)
 * @param schoolYear the calendar year in which the school year ends: 2027 for 2026-27
 */
public record SessionRecord(String title, Kind kind, LocalDate begins, LocalDate ends, int schoolYear)
        implements CanonicalRecord {

    /** CEDS session types that districts use. */
    public enum Kind {
        SCHOOL_YEAR,
        SEMESTER,
        TERM,
        GRADING_PERIOD
    }

    public SessionRecord {
        if (!begins.isBefore(ends)) {
            throw new IllegalArgumentException("A session ends after it begins");
        }
    }
}
