package link.studentsuccess.connectors.spi;

import org.jspecify.annotations.Nullable;

/** One student to read in STUDENTS mode, by whichever of the two keys the engine knows. */
public record StudentRef(@Nullable SourceKey key, @Nullable String districtStudentId) {

    public StudentRef {
        if (key == null && districtStudentId == null) {
            throw new IllegalArgumentException("A student is named by the source's key or the district student ID");
        }
    }

    @Override
    public String toString() {
        return "StudentRef[…]";
    }
}
