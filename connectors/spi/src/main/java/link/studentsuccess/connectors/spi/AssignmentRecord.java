package link.studentsuccess.connectors.spi;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a student is to hand in for a class, and what became of it.
 *
 * @param courseTitle the course's title as the district writes it
 * @param task what is to be done
 * @param work what the student did
 */
public record AssignmentRecord(SourceKey student, Place place, String courseTitle, Task task, Work work)
        implements StudentFact {

    /** The teacher's words for it, when it is due, and how many points it can give. */
    public record Task(
            String title,
            @Nullable LocalDate dueOn,
            @Nullable BigDecimal points) {

        public Task {
            if (points != null && points.signum() < 0) {
                throw new IllegalArgumentException("Points are not negative");
            }
        }
    }

    /**
     * What was handed in.
     *
     * @param score points that the student got; absent while it is not graded
     */
    public record Work(@Nullable BigDecimal score, boolean missing, boolean late) {

        public Work {
            if (score != null && score.signum() < 0) {
                throw new IllegalArgumentException("Points are not negative");
            }
        }
    }

    @Override
    public String toString() {
        return "AssignmentRecord[…]";
    }
}
