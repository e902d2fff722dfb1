package link.studentsuccess.connectors.spi;

import java.util.List;
import java.util.Optional;

/** The streams a district really serves, in dependency order, and how its records name students. */
public record Catalog(List<StreamSpec> streams, StudentKeys studentKeys) {

    public Catalog {
        streams = List.copyOf(streams);
    }

    public Optional<StreamSpec> stream(StreamName name) {
        return streams.stream().filter(s -> s.name() == name).findFirst();
    }

    /** What the keys in {@link Upsert#about()} are. */
    public enum StudentKeys {
        /** The source's own keys; the source also serves STUDENT, which carries the district student ID. */
        SOURCE,
        /** The district student ID itself, as in flat files. */
        DISTRICT_STUDENT_ID
    }

    /** What one stream of this district can do. Declare only what holds: the engine relies on it. */
    public record StreamSpec(StreamName name, Deletion deletion, boolean delta, boolean byStudent) {}

    /** How a source says that a row is gone. */
    public enum Deletion {
        /** By a tombstone, delivered as {@link Delete}. */
        EXPLICIT,
        /** By not being in a full read that arrived unbroken. */
        ABSENCE_IN_FULL,
        /** Never. */
        NONE
    }
}
