package link.studentsuccess.sampledistrict;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** One row of the second district's assignments file. */
public record ValleyAssignment(ValleyCourse course, String title, LocalDate due, Work work) {

    /** Of ten points; nothing where it is missing. */
    public record Work(@Nullable Integer score, boolean late) {}

    public boolean missing() {
        return work.score() == null;
    }
}
