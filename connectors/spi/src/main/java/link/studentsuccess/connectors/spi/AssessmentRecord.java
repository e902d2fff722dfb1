package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a student reached in a state or district test.
 *
 * @param test which test
 * @param takenOn the day on which it was taken
 * @param result what was reached
 */
public record AssessmentRecord(SourceKey student, Test test, LocalDate takenOn, Result result) implements StudentFact {

    /** The test's name and its subject. */
    public record Test(String name, @Nullable String subject) {}

    /** The score as the test gives it, and the performance level as the test calls it. */
    public record Result(@Nullable String score, @Nullable String performanceLevel) {}

    @Override
    public Place place() {
        return new Place(null, null, takenOn);
    }

    @Override
    public String toString() {
        return "AssessmentRecord[…]";
    }
}
