package link.studentsuccess.connectors.spi;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/** The only way to a district's files, read-only. It shows settled files only: nothing half-uploaded. */
public interface FileGateway {

    /** The settled files of the feed's folder, by name. */
    List<DropFile> list();

    /** Streams one file; at most one is open in a pull. */
    InputStream open(DropFile file);

    /**
     * A file as it was listed. Opening it after it changed is a {@link ConnectorProblem.RestartRequired}.
     *
     * @param name the file's name without folders
     */
    record DropFile(String name, long size, Instant modified) {}
}
