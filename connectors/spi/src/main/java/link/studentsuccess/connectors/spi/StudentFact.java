package link.studentsuccess.connectors.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a source says of one student in one category. The engine hangs it on the student's enrollment at its place. */
public sealed interface StudentFact extends CanonicalRecord
        permits ScheduleRecord,
                AssignmentRecord,
                ContactRecord,
                DemographicsRecord,
                AssessmentRecord,
                ProgramRecord,
                DisciplineRecord,
                AttendanceReasonRecord {

    /** The student's key, as {@link Catalog.StudentKeys} says. */
    SourceKey student();

    Place place();

    /** Whether the row says nothing of the student, so that nothing is kept. */
    default boolean saysNothing() {
        return false;
    }

    /**
     * Which enrollment: of those that fit the one that holds the day, else the latest.
     *
     * @param school the school's key in the source, or its code; absent for any
     * @param schoolYear the calendar year in which the school year ends; absent for any
     * @param day a day of it, where the source gives one
     */
    record Place(
            @Nullable SourceKey school,
            @Nullable Integer schoolYear,
            @Nullable LocalDate day) {

        /** The latest enrollment, whichever it is. */
        public static final Place LATEST = new Place(null, null, null);
    }
}
