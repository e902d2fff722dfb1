package link.studentsuccess.connectors.spi;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a student did, and what the school did. In standard words; the district's own codes and labels stay behind.
 *
 * @param action absent where the school took none
 */
public record DisciplineRecord(
        SourceKey student,
        Place place,
        LocalDate incidentOn,
        Behavior behavior,
        @Nullable Action action) implements StudentFact {

    /** What happened. */
    public enum Behavior {
        ATTENDANCE,
        CONDUCT,
        BULLYING,
        FIGHTING,
        THREAT,
        SUBSTANCES,
        WEAPON,
        PROPERTY,
        OTHER
    }

    /** What the school does, and for how many school days where the source says. */
    public record Action(Kind kind, @Nullable BigDecimal days) {

        public enum Kind {
            IN_SCHOOL_SUSPENSION,
            OUT_OF_SCHOOL_SUSPENSION,
            EXPULSION,
            CLASS_REMOVAL,
            DETENTION,
            CONFERENCE,
            OTHER
        }
    }

    @Override
    public String toString() {
        return "DisciplineRecord[…]";
    }
}
