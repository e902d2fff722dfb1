package link.studentsuccess.connectors.sync;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.Settings;

/**
 * One feed's folder below the deployment's drop folders. It shows settled files only (whole names, at rest for a while)
 * and follows no link, so that nothing half-uploaded is read and nothing outside the folder is reached. While any file
 * has not rested long enough the folder is not ready: what is still uploading may be just the file that is missed.
 */
final class DropFolder implements FileGateway {

    static final String SETTING = "folder";

    private static final List<String> HALF_UPLOADED = List.of(".part", ".partial", ".filepart", ".tmp", ".crdownload");

    private final SyncOptions.Outside outside;
    private final Settings settings;
    private final Clock clock;

    DropFolder(SyncOptions.Outside outside, Settings settings, Clock clock) {
        this.outside = outside;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<DropFile> list() {
        var folder = folder();
        var files = new ArrayList<DropFile>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                if (isFile(entry) && !hasRested(entry)) {
                    throw new TransientProblem(
                            "Files in the feed's drop folder have not rested long enough yet: they may still be uploading.",
                            null);
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
            return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new TransientProblem("A drop file cannot be opened.", e);
        }
    }

    private Optional<DropFile> settled(Path path) throws IOException {
        if (!isFile(path) || !isWhole(path) || !hasRested(path)) {
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

    private static boolean isWhole(Path path) {
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && HALF_UPLOADED.stream().noneMatch(name::endsWith);
    }

    private boolean hasRested(Path path) throws IOException {
        var modified = attributes(path).lastModifiedTime().toInstant();
        var rested = Duration.between(modified, clock.instant());
        return outside.settled().isZero() || rested.compareTo(outside.settled()) >= 0;
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
