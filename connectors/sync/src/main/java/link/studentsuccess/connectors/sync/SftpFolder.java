package link.studentsuccess.connectors.sync;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.PermissionProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.FileGateway;
import link.studentsuccess.connectors.spi.Settings;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * One folder of a district's SFTP server, with the guarantees of {@link DropFolder}. Files are streamed from the server
 * each time they are read; nothing of them is written to this machine.
 */
final class SftpFolder implements FileGateway, AutoCloseable {

    private static final int BUFFER = 128 * 1024;

    private final SftpServer server;
    private final Settings settings;
    private final Settled settled;
    private boolean reading;

    SftpFolder(SyncOptions.Outside outside, Settings settings, Clock clock) {
        this.server = new SftpServer(outside, settings);
        this.settings = settings;
        this.settled = new Settled(outside.settled(), clock);
    }

    @Override
    public List<DropFile> list() {
        var folder = folder();
        var sftp = server.sftp();
        var files = new ArrayList<DropFile>();
        var count = 0;
        try (var handle = sftp.openDir(folder)) {
            for (var entry : sftp.listDir(handle)) {
                Settled.checkCount(++count);
                var attributes = entry.getAttributes();
                if (!attributes.isRegularFile()) {
                    continue;
                }
                if (!settled.hasRested(attributes.getModifyTime().toInstant())) {
                    throw Settled.restless();
                }
                if (isPlain(entry.getFilename()) && Settled.isWhole(entry.getFilename())) {
                    files.add(described(entry.getFilename(), attributes));
                }
            }
        } catch (IOException e) {
            throw problem(e);
        } catch (RuntimeException e) {
            // The iterator wraps what the connection throws.
            throw e.getCause() instanceof IOException cause ? problem(cause) : e;
        }
        files.sort(Comparator.comparing(DropFile::name));
        return List.copyOf(files);
    }

    @Override
    public InputStream open(DropFile file) {
        if (!isPlain(file.name())) {
            throw new ConfigProblem("A drop file is named without folders.");
        }
        if (reading) {
            throw new IllegalStateException("A pull has one file open at a time");
        }
        Settled.checkSize(file.size());
        var path = folder() + "/" + file.name();
        var sftp = server.sftp();
        try {
            requireUnchanged(path, file);
            var stream = sftp.read(path, BUFFER, List.of(OpenMode.Read));
            reading = true;
            return new WholeFile(stream, path, file);
        } catch (SftpException e) {
            throw isMissing(e) ? changed() : problem(e);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private void requireUnchanged(String path, DropFile file) throws IOException {
        try {
            var attributes = server.sftp().lstat(path);
            if (!attributes.isRegularFile()
                    || !described(file.name(), attributes).equals(file)) {
                throw changed();
            }
        } catch (SftpException e) {
            throw isMissing(e) ? changed() : problem(e);
        }
    }

    private static RestartRequired changed() {
        return new RestartRequired("A drop file changed while it was read.");
    }

    private static DropFile described(String name, Attributes attributes) {
        return new DropFile(
                name, attributes.getSize(), attributes.getModifyTime().toInstant());
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.matches("[^/\\\\\\p{Cntrl}]+");
    }

    private String folder() {
        var folder = settings.text(DropFolder.SETTING);
        var climbs = Arrays.asList(folder.split("/", -1)).contains("..");
        if (climbs || folder.indexOf('\\') >= 0 || folder.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigProblem("The setting '" + DropFolder.SETTING
                    + "' must name a folder of the SFTP server, with / between its parts and without '..'.");
        }
        return folder.length() > 1 && folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    }

    private static boolean isMissing(SftpException e) {
        return e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
                || e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH
                || e.getStatus() == SftpConstants.SSH_FX_NOT_A_DIRECTORY;
    }

    /** A status says that the server lives and refuses; anything else that the way to it broke. */
    private static ConnectorProblem problem(IOException failure) {
        if (!(failure instanceof SftpException refused)) {
            return SftpServer.lost(failure);
        }
        if (isMissing(refused)) {
            return new ConfigProblem("The setting '" + DropFolder.SETTING
                    + "' names a folder that the SFTP server does not have: ask the district for its name.");
        }
        if (refused.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED) {
            return new PermissionProblem(
                    "The SFTP account may not read the feed's folder: ask the district to allow it.");
        }
        return SftpServer.lost(refused);
    }

    @Override
    public void close() {
        server.close();
    }

    /** Notices at its end that the file was replaced while it was read. */
    private final class WholeFile extends FilterInputStream {

        private final String path;
        private final DropFile file;
        private boolean open = true;

        WholeFile(InputStream stream, String path, DropFile file) {
            super(stream);
            this.path = path;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return checked(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return checked(super.read(bytes, offset, length));
        }

        private int checked(int read) throws IOException {
            if (read < 0) {
                requireUnchanged(path, file);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            if (open) {
                open = false;
                reading = false;
                super.close();
            }
        }
    }
}
