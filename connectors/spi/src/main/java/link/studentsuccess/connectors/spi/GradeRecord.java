package link.studentsuccess.connectors.spi;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a course section gave a student in a grading period, or for the whole course.
 *
 * @param student the student's key, as {@link Catalog.StudentKeys} says
 * @param section the section's key in the source
 * @param period the grading period or term it is for
 * @param mark what was given
 * @param credits attempted and earned, where the source gives them
 * @param gradedOn the day on which it was given or last changed
 */
public record GradeRecord(
        SourceKey student,
        SourceKey section,
        GradingPeriod period,
        Mark mark,
        @Nullable Credits credits,
        LocalDate gradedOn)
        implements CanonicalRecord {

    /** Ed-Fi's grade types, as far as a case worker tells them apart. */
    public enum Kind {
        /** In progress: it may still change. */
        PROGRESS,
        /** Of one grading period. */
        GRADING_PERIOD,
        /** Of the course; the one that carries credits and counts for the grade point average. */
        FINAL
    }

    /**
     * The grading period or term of a grade.
     *
     * @param title as the district calls it, such as Quarter 1
     * @param schoolYear the calendar year in which the school year ends
     * @param begins first day, where the source gives it
     * @param ends first day after it (half-open), where the source gives it
     */
    public record GradingPeriod(
            String title,
            int schoolYear,
            @Nullable LocalDate begins,
            @Nullable LocalDate ends) {}

    /**
     * A letter, a percentage or both, as the source gives them; at least one.
     *
     * @param letter the district's letter, such as B+, P or NC
     * @param percent 0 to 100, and beyond with extra credit
     */
    public record Mark(
            Kind kind, @Nullable String letter, @Nullable BigDecimal percent) {

        public Mark {
            if (letter == null && percent == null) {
                throw new IllegalArgumentException("A mark is a letter or a percentage");
            }
        }
    }

    /** Credits, zero or more; a failed course earns none. */
    public record Credits(BigDecimal attempted, BigDecimal earned) {

        public Credits {
            if (attempted.signum() < 0 || earned.signum() < 0) {
                throw new IllegalArgumentException("Credits are not negative");
            }
        }
    }

    @Override
    public String toString() {
        return "GradeRecord[…]";
    }
}
