package link.studentsuccess.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One world per data folder. It ends with the process, however that ends. */
final class FolderLock implements AutoCloseable {

    static final String FILE = "lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(DemoOptions options) {
        try {
            var file = Folders.makePrivate(options.folder()).resolve(FILE);
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(channel)) {
                channel.close();
                throw inUse(options.folder());
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException bySameProcess) {
            return true;
        }
    }

    private static DemoProblem inUse(Path folder) {
        return new DemoProblem("The demo is already running on the data folder " + folder + ": stop it first.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
