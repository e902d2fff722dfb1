package link.studentsuccess.sampledistrict;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One grade as the gradebook tells it; assignments are none.
 *
 * @param session the quarter, or for a final grade the semester
 * @param percent missing where a course is passed or not
 * @param credits earned of the half credit of a high-school semester; missing elsewhere
 */
public record SampleGrade(
        String sourcedId,
        String classSourcedId,
        String courseTitle,
        String session,
        Kind kind,
        String letter,
        @Nullable Integer percent,
        @Nullable BigDecimal credits,
        LocalDate gradedOn) {

    /** What a grade speaks for. */
    public enum Kind {
        PROGRESS,
        GRADING_PERIOD,
        FINAL
    }

    public boolean failing() {
        return letter.equals("F") || letter.equals("NC");
    }
}
