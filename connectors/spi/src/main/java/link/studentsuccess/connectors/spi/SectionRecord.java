package link.studentsuccess.connectors.spi;

import org.jspecify.annotations.Nullable;

/**
 * A section of a course: what meets at a school in one school year. About no student by itself.
 *
 * @param school the school's key in the source
 * @param schoolYear the calendar year in which the school year ends
 * @param courseTitle the course's title as the district writes it
 * @param courseCode the course's code, where the source gives one
 * @param sectionCode the section's own code, where the source gives one
 */
public record SectionRecord(
        SourceKey school,
        int schoolYear,
        String courseTitle,
        @Nullable String courseCode,
        @Nullable String sectionCode) implements CanonicalRecord {}
