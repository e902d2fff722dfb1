package link.studentsuccess.sampledistrict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** SFTP on the loopback address, for one user who sees one folder. */
final class ValleyServer implements AutoCloseable {

    static final String USER = "student-success-link";

    private final Path root;
    private final SimpleGeneratorHostKeyProvider hostKey;
    private final byte[] password;
    private SshServer server;

    ValleyServer(int port, Path root, Path hostKeyFile, String password) {
        this.root = root;
        this.password = password.getBytes(StandardCharsets.UTF_8);
        this.hostKey = new SimpleGeneratorHostKeyProvider(hostKeyFile);
        hostKey.setAlgorithm("EC");
        hostKey.setKeySize(256);
        this.server = listening(port);
    }

    int port() {
        return server.getPort();
    }

    /** As a line of a known_hosts file has it after the host's name. */
    String hostKey() {
        return PublicKeyEntry.toString(hostKey.loadKeys(null).iterator().next().getPublic());
    }

    private SshServer listening(int port) {
        var fresh = SshServer.setUpDefaultServer();
        fresh.setHost("127.0.0.1");
        fresh.setPort(port);
        fresh.setKeyPairProvider(hostKey);
        fresh.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        fresh.setPasswordAuthenticator((user, given, session) ->
                USER.equals(user) && MessageDigest.isEqual(password, given.getBytes(StandardCharsets.UTF_8)));
        fresh.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        fresh.setFileSystemFactory(new VirtualFileSystemFactory(root));
        try {
            fresh.start();
            return fresh;
        } catch (IOException failed) {
            throw new UncheckedIOException("The sample district could not listen on port " + port + ".", failed);
        }
    }

    int connections() {
        return server.getActiveSessions().size();
    }

    void goDown() {
        try {
            server.stop(true);
        } catch (IOException failed) {
            throw new UncheckedIOException("The sample district could not stop listening.", failed);
        }
    }

    void revive() {
        if (!server.isOpen()) {
            server = listening(server.getPort());
        }
    }

    @Override
    public void close() {
        goDown();
    }
}
