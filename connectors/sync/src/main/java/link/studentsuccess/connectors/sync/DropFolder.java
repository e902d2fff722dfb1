package link.studentsuccess.connectors.sync;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.Settings;

/**
 * One feed's folder below the deployment's drop folders. It shows settled files only (whole names, at rest for a while)
 * and follows no link, so that nothing half-uploaded is read and nothing outside the folder is reached.
 */
final class DropFolder implements FileGateway {

    static final String SETTING = "folder";

    private final SyncOptions.Outside outside;
    private final Settings settings;
    private final Settled settled;

    DropFolder(SyncOptions.Outside outside, Settings settings, Clock clock) {
        this.outside = outside;
        this.settings = settings;
        this.settled = new Settled(outside.settled(), clock);
    }

    @Override
    public List<DropFile> list() {
        var folder = folder();
        var files = new ArrayList<DropFile>();
        var count = 0;
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                Settled.checkCount(++count);
                if (isFile(entry) && !hasRested(entry)) {
                    throw Settled.restless();
                }
                settled(entry).ifPresent(files::add);
            }
        } catch (IOException e) {
            throw new TransientProblem("The feed's drop folder cannot be listed.", e);
        }
        files.sort(Comparator.comparing(DropFile::name));
        return List.copyOf(files);
    }

    @Override
    public InputStream open(DropFile file) {
        if (!Path.of(file.name()).getFileName().toString().equals(file.name())) {
            throw new ConfigProblem("A drop file is named without folders.");
        }
        var path = folder().resolve(file.name());
        try {
            if (!settled(path).filter(file::equals).isPresent()) {
                throw new RestartRequired("A drop file changed while it was read.");
            }
            Settled.checkSize(file.size());
            return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new TransientProblem("A drop file cannot be opened.", e);
        }
    }

    private Optional<DropFile> settled(Path path) throws IOException {
        if (!isFile(path) || !Settled.isWhole(path.getFileName().toString()) || !hasRested(path)) {
            return Optional.empty();
        }
        var attributes = attributes(path);
        return Optional.of(new DropFile(
                path.getFileName().toString(),
                attributes.size(),
                attributes.lastModifiedTime().toInstant()));
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean hasRested(Path path) throws IOException {
        return settled.hasRested(attributes(path).lastModifiedTime().toInstant());
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private Path folder() {
        var base = outside.dropFolders();
        if (base == null) {
            throw new ConfigProblem("This deployment has no drop folders: set one up before using file feeds.");
        }
        var name = settings.text(SETTING);
        try {
            var root = base.toRealPath();
            var folder = root.resolve(name).toRealPath();
            if (!folder.startsWith(root) || !Files.isDirectory(folder)) {
                throw new ConfigProblem("The setting '" + SETTING + "' must name a folder below the drop folders.");
            }
            return folder;
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw new ConfigProblem("The setting '" + SETTING + "' names a folder that does not exist.");
        }
    }
}
