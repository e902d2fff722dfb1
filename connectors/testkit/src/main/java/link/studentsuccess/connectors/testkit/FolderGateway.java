package link.studentsuccess.connectors.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.FileGateway;

/** The files of a local folder, by name. */
public final class FolderGateway implements FileGateway {

    private final Path folder;

    public FolderGateway(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<DropFile> list() {
        try (var paths = Files.list(folder)) {
            return paths.filter(Files::isRegularFile)
                    .sorted()
                    .map(FolderGateway::describe)
                    .toList();
        } catch (IOException e) {
            throw new TransientProblem("The drop folder cannot be listed.", null);
        }
    }

    @Override
    public InputStream open(DropFile file) {
        var path = folder.resolve(file.name());
        if (!describe(path).equals(file)) {
            throw new RestartRequired("A file of the drop changed while it was read.");
        }
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw new TransientProblem("A file of the drop cannot be opened.", null);
        }
    }

    private static DropFile describe(Path path) {
        try {
            return new DropFile(
                    path.getFileName().toString(),
                    Files.size(path),
                    Files.getLastModifiedTime(path).toInstant());
        } catch (IOException e) {
            throw new RestartRequired("A file of the drop went away while it was read.");
        }
    }
}
