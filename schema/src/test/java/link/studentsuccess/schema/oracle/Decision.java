package link.studentsuccess.schema.oracle;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is answered about a category of a student: ALLOW with the enrollments that are opened, INVISIBLE, or a reason. Since
 * when it is closed, where a document says so; the first day on which it may be answered otherwise; and the first school
 * year of which there can be anything, where only some are agreed.
 */
record Decision(
        String outcome,
        Set<String> enrollments,
        @Nullable LocalDate since,
        @Nullable LocalDate until,
        @Nullable Integer recordsFrom) {

    static final String ALLOW = "ALLOW";
    static final String INVISIBLE = "INVISIBLE";

    static Decision closed(String outcome) {
        return closed(outcome, null, null);
    }

    static Decision closed(String outcome, @Nullable LocalDate since, @Nullable LocalDate until) {
        return new Decision(outcome, Set.of(), since, until, null);
    }

    boolean allows() {
        return outcome.equals(ALLOW);
    }

    @Override
    public String toString() {
        return outcome
                + (allows() ? enrollments : "")
                + (since == null ? "" : " since " + since)
                + (until == null ? "" : " until " + until)
                + (recordsFrom == null ? "" : " from " + recordsFrom);
    }
}
