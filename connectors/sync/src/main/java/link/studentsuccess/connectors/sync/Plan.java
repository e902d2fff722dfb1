package link.studentsuccess.connectors.sync;

import java.util.List;
import java.util.Optional;
import link.studentsuccess.connectors.spi.Catalog;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.Watermark;
import org.jspecify.annotations.Nullable;

/** What a generation reads, in order: roster streams before what hangs on them. */
record Plan(Catalog.StudentKeys studentKeys, List<Stream> streams) {

    Plan {
        streams = List.copyOf(streams);
    }

    Optional<Stream> stream(StreamName name) {
        return streams.stream().filter(s -> s.name() == name).findFirst();
    }

    boolean serves(StreamName name) {
        return stream(name).isPresent();
    }

    Mode mode() {
        return streams.stream().anyMatch(s -> s.mode() == Mode.DELTA) ? Mode.DELTA : Mode.FULL;
    }

    /** Whether the source still offers what the plan was made from. */
    boolean fits(Catalog catalog) {
        return catalog.studentKeys() == studentKeys
                && catalog.streams().size() == streams.size()
                && streams.stream()
                        .allMatch(s -> catalog.stream(s.name())
                                .filter(c -> c.deletion() == s.deletion())
                                .isPresent());
    }

    /** One stream of it. */
    record Stream(StreamName name, Mode mode, @Nullable Watermark since, Catalog.Deletion deletion) {

        boolean deletesByAbsence() {
            return mode == Mode.FULL && deletion == Catalog.Deletion.ABSENCE_IN_FULL;
        }
    }
}
