package link.studentsuccess.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Folders that only their owner may read, and their end. */
final class Folders {

    private Folders() {}

    static Path makePrivate(Path folder) {
        try {
            Files.createDirectories(folder);
            protect(folder, "rwx------");
            return folder;
        } catch (IOException e) {
            throw new DemoProblem("The demo cannot write into its data folder " + folder + ".", e);
        }
    }

    static void writePrivate(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            Files.createFile(file);
            protect(file, "rw-------");
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new DemoProblem("The demo cannot write " + file + ".", e);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new Deleting());
        } catch (IOException e) {
            throw new UncheckedIOException("The demo cannot delete its data folder " + folder + ".", e);
        }
    }

    /** All but one file. */
    static void empty(Path folder, String kept) {
        try (var entries = Files.list(folder)) {
            entries.filter(entry -> !entry.getFileName().toString().equals(kept))
                    .forEach(Folders::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void protect(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
