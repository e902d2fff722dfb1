package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A class that a student attends.
 *
 * @param taught what is taught
 * @param meeting when in the day, by whom and where
 * @param term the part of the school year in which it meets
 */
public record ScheduleRecord(SourceKey student, Place place, Taught taught, Meeting meeting, Term term)
        implements StudentFact {

    /** A section of a course, as the district writes it. */
    public record Taught(
            String courseTitle,
            @Nullable String courseCode,
            @Nullable String sectionCode) {}

    /** The period, the teacher's name and the room, where the source gives them. */
    public record Meeting(
            @Nullable String period,
            @Nullable String teacher,
            @Nullable String room) {}

    /** As the district calls it; half-open, where the source gives its days. */
    public record Term(
            @Nullable String title,
            @Nullable LocalDate begins,
            @Nullable LocalDate ends) {

        public Term {
            if (begins != null && ends != null && !begins.isBefore(ends)) {
                throw new IllegalArgumentException("A term ends after it begins");
            }
        }
    }

    @Override
    public String toString() {
        return "ScheduleRecord[…]";
    }
}
