package link.studentsuccess.connectors.spi;

import java.util.Set;

/**
 * A record as it stands now.
 *
 * @param about the keys of the students whose data it is, as {@link Catalog.StudentKeys} says; never empty in a
 *     personal stream
 */
public record Upsert(SourceKey key, CanonicalRecord record, Set<SourceKey> about) implements Change {

    public Upsert {
        about = Set.copyOf(about);
    }

    @Override
    public String toString() {
        return "Upsert[" + record.getClass().getSimpleName() + "]";
    }
}
