package link.studentsuccess.connectors.spi;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one question a connector answers.
 *
 * @param since the watermark of the last published pull, with DELTA only
 * @param at where to go on inside this pull; absent for the first page
 * @param students whom to read, with STUDENTS only
 * @param sizeHint how many rows the engine would like; a source may give fewer or more
 */
public record PageRequest(
        StreamName stream,
        Mode mode,
        @Nullable Watermark since,
        @Nullable Position at,
        Set<StudentRef> students,
        int sizeHint) {

    public PageRequest {
        if (sizeHint < 1) {
            throw new IllegalArgumentException("sizeHint must be at least 1");
        }
        if (mode == Mode.DELTA && since == null) {
            throw new IllegalArgumentException("DELTA needs a watermark");
        }
        students = Set.copyOf(students);
    }

    public static PageRequest full(StreamName stream, int sizeHint) {
        return new PageRequest(stream, Mode.FULL, null, null, Set.of(), sizeHint);
    }

    public static PageRequest delta(StreamName stream, Watermark since, int sizeHint) {
        return new PageRequest(stream, Mode.DELTA, since, null, Set.of(), sizeHint);
    }

    public PageRequest at(@Nullable Position position) {
        return new PageRequest(stream, mode, since, position, students, sizeHint);
    }
}
