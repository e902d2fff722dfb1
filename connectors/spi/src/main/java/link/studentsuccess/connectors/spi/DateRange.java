package link.studentsuccess.connectors.spi;

import java.time.LocalDate;

/**
 * Days from the first to the last, both included, as a district writes them.
 *
 * @param last the last day that belongs to it
 */
public record DateRange(LocalDate first, LocalDate last) {

    public DateRange {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("A range of days ends on or after its first day");
        }
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }
}
