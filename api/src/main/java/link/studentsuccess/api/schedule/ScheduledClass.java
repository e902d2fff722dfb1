package link.studentsuccess.api.schedule;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A class that a student attends. */
record ScheduledClass(
        String courseTitle,
        @Nullable String courseCode,
        @Nullable String sectionCode,
        @Nullable String period,
        @Nullable String teacher,
        @Nullable String room,
        @Nullable String term,
        @Nullable LocalDate begins,
        @Nullable LocalDate ends) {}
