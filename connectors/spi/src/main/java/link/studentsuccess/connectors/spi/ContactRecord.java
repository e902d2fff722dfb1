package link.studentsuccess.connectors.spi;

import org.jspecify.annotations.Nullable;

/**
 * How a student, or a person for the student, is reached.
 *
 * @param name the person's name
 * @param language in which the person is written to, as the district has it
 */
public record ContactRecord(
        SourceKey student,
        Relationship relationship,
        String name,
        @Nullable String language,
        Reach reach) implements StudentFact {

    /** Who the person is to the student. */
    public enum Relationship {
        SELF,
        PARENT,
        GUARDIAN,
        OTHER
    }

    /** Phone number and e-mail address, where the district has them. */
    public record Reach(@Nullable String phone, @Nullable String email) {}

    @Override
    public Place place() {
        return Place.LATEST;
    }

    @Override
    public String toString() {
        return "ContactRecord[…]";
    }
}
