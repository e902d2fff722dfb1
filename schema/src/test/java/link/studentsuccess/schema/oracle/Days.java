package link.studentsuccess.schema.oracle;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
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

    Days in(Days other) {
        var later = from.isAfter(other.from) ? from : other.from;
        var first = Stream.of(this, other)
                .flatMap(days -> Stream.ofNullable(days.until))
                .min(LocalDate::compareTo);
        return new Days(later, first.orElse(null));
    }

    /** The first day without any of several, from one that has some; adjacent ones join. Absent: they last, or none has it. */
    static @Nullable LocalDate ends(List<Days> several, LocalDate day) {
        var reached = day;
        while (true) {
            var until = reached;
            var further = several.stream().filter(days -> days.has(until)).findFirst();
            if (further.isEmpty()) {
                return reached.equals(day) ? null : reached;
            }
            reached = further.get().until();
            if (reached == null) {
                return null;
            }
        }
    }

    /** The first later day on which one of several begins. */
    static @Nullable LocalDate begins(List<Days> several, LocalDate day) {
        return several.stream()
                .filter(days -> !days.isEmpty())
                .map(Days::from)
                .filter(from -> from.isAfter(day))
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    @Override
    public String toString() {
        return isEmpty() ? "empty" : "[" + from + "," + (until == null ? "" : until) + ")";
    }
}
