package link.studentsuccess.schema.oracle;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A half-open range of days; without an end it lasts. */
record Days(LocalDate from, @Nullable LocalDate until) {

    static final Days ALWAYS = new Days(LocalDate.parse("2000-01-01"), null);

    boolean isEmpty() {
        return until != null && !until.isAfter(from);
    }

    boolean has(LocalDate day) {
        return !day.isBefore(from) && (until == null || day.isBefore(until));
    }

    boolean endedBy(LocalDate day) {
        return until != null && !until.isAfter(day);
    }

    /** The same days and some more at the end; of nothing stays nothing. */
    Days and(int further) {
        return until == null || isEmpty() ? this : new Days(from, until.plusDays(further));
    }

    @Override
    public String toString() {
        return isEmpty() ? "empty" : "[" + from + "," + (until == null ? "" : until) + ")";
    }
}
