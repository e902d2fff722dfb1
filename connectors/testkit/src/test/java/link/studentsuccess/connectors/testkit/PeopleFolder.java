package link.studentsuccess.connectors.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.StreamName;

/** The people of a {@link PeopleServer}, dropped as one file that is answered from no web service. */
final class PeopleFolder extends PeopleServer {

    static final String FILE = "people.txt";

    private final Path folder = Files.createTempDirectory("people");

    PeopleFolder() throws IOException {}

    @Override
    public void seed(int students) {
        super.seed(students);
        drop();
    }

    @Override
    public boolean spoilRow(StreamName stream) {
        var spoiled = super.spoilRow(stream);
        drop();
        return spoiled;
    }

    @Override
    public boolean clampAt(int most) {
        return false;
    }

    @Override
    public FileGateway files() {
        return new FolderGateway(folder);
    }

    private void drop() {
        try {
            var file = Files.writeString(folder.resolve(FILE), everybody());
            Files.setLastModifiedTime(file, FileTime.from(clock().instant()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        super.close();
        try {
            Files.deleteIfExists(folder.resolve(FILE));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
