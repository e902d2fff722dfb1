package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Why a student was absent. Apart from {@link AttendanceRecord}, because not everybody who sees that a day was missed
 * may see why.
 *
 * @param school the school's key in the source, or its code; absent for any
 * @param period the class period; absent for the whole day
 * @param reason absent where the district's code stands for none: the row then says nothing and is not kept
 */
public record AttendanceReasonRecord(
        SourceKey student,
        @Nullable SourceKey school,
        LocalDate date,
        @Nullable String period,
        @Nullable Reason reason) implements StudentFact {

    /** CEDS absent attendance category. None of them is where a child sleeps: that is another category's. */
    public enum Reason {
        ILLNESS_OR_HEALTH,
        FAMILY_EMERGENCY,
        FAMILY_ACTIVITY,
        RELIGIOUS_OBSERVANCE,
        SCHOOL_ACTIVITY,
        LEGAL_REQUIREMENT,
        DISCIPLINARY_ACTION,
        EMPLOYMENT,
        TRANSPORTATION,
        TRUANCY
    }

    @Override
    public Place place() {
        return new Place(school, null, date);
    }

    @Override
    public boolean saysNothing() {
        return reason == null;
    }

    @Override
    public String toString() {
        return "AttendanceReasonRecord[…]";
    }
}
