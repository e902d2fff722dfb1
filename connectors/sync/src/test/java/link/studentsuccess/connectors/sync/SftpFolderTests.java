package link.studentsuccess.connectors.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.FileGateway.DropFile;
import link.studentsuccess.connectors.spi.Settings;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real SFTP server on the loopback address. */
class SftpFolderTests {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String PASSWORD = "correct horse";

    private static KeyPair ecKey;
    private static KeyPair rsaKey;
    private static KeyPair usersKey;

    @TempDir
    private Path temporary;

    private final AtomicInteger signIns = new AtomicInteger();
    private SshServer server;
    private Map<String, String> settings;
    private Path folder;
    private @Nullable SftpFolder opened;
    private boolean loopback = true;
    private String secret = PASSWORD;

    @BeforeAll
    static void keys() throws Exception {
        ecKey = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        rsaKey = KeyUtils.generateKeyPair("ssh-rsa", 3072);
        usersKey = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    }

    @BeforeEach
    void aServer() throws IOException {
        folder = Files.createDirectories(temporary.resolve("home/out"));
        server = server(0);
        settings = new HashMap<>(Map.of(
                "sftpHost", "127.0.0.1",
                "sftpPort", Integer.toString(server.getPort()),
                "sftpUser", "link",
                "sftpHostKey", PublicKeyEntry.toString(ecKey.getPublic()),
                "sftpPassword", "env:DISTRICT_PASSWORD",
                "folder", "out"));
    }

    private SshServer server(int port) throws IOException {
        var server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(rsaKey, ecKey));
        server.setPasswordAuthenticator((user, password, session) -> {
            signIns.incrementAndGet();
            return user.equals("link") && password.equals(PASSWORD);
        });
        server.setPublickeyAuthenticator((user, key, session) -> {
            signIns.incrementAndGet();
            return user.equals("link") && KeyUtils.compareKeys(key, usersKey.getPublic());
        });
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(temporary.resolve("home")));
        server.start();
        return server;
    }

    @AfterEach
    void stop() throws IOException {
        close();
        server.stop(true);
    }

    private void close() {
        if (opened != null) {
            opened.close();
        }
        opened = null;
    }

    /** Opened at its first use, when the test has its settings as it wants them. */
    private SftpFolder sftp() {
        if (opened == null) {
            var outside = new SyncOptions.Outside(reference -> secret, loopback, null, Duration.ofSeconds(30));
            opened = new SftpFolder(outside, new Settings(settings), Clock.fixed(NOW, ZoneOffset.UTC));
        }
        return opened;
    }

    /** Connectors.md: settled files only. */
    @Test
    void showsWholeFilesThatHaveRested() throws IOException {
        file("b.txt", 60);
        file("a.txt", 31);
        file("upload.txt.filepart", 60);
        file(".hidden.txt", 60);
        Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("a.txt"));
        Files.createDirectories(folder.resolve("inner"));

        assertThat(sftp().list())
                .containsExactly(
                        new DropFile("a.txt", 5, NOW.minusSeconds(31)), new DropFile("b.txt", 5, NOW.minusSeconds(60)));
        assertThatThrownBy(() -> sftp().open(new DropFile("link.txt", 5, NOW.minusSeconds(31))))
                .isInstanceOf(RestartRequired.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"READY.CTL", "marks.txt.part", ".marks.txt.Xq3"})
    void waitsWhileAnyFileMayStillBeUploading(String name) throws IOException {
        file("marks.txt", 60);
        file(name, 29);

        assertThatThrownBy(() -> sftp().list()).isInstanceOf(TransientProblem.class);

        file(name, 30);
        assertThat(sftp().list()).extracting(DropFile::name).contains("marks.txt");
    }

    @Test
    void streamsAFileAsItWasListed() throws IOException {
        var rows = "id\n" + "1234567890\n".repeat(200_000);
        Files.writeString(folder.resolve("big.txt"), rows);
        Files.setLastModifiedTime(folder.resolve("big.txt"), FileTime.from(NOW.minusSeconds(60)));
        var listed = sftp().list().get(0);

        try (var stream = sftp().open(listed)) {
            assertThatThrownBy(() -> sftp().open(listed))
                    .as("a second reader")
                    .isInstanceOf(IllegalStateException.class);
            assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo(rows);
        }
        try (var stream = sftp().open(listed)) {
            assertThat(stream.readNBytes(3)).asString().isEqualTo("id\n");
        }
        Files.writeString(folder.resolve("big.txt"), "id\n2\n");
        assertThatThrownBy(() -> sftp().open(listed)).isInstanceOf(RestartRequired.class);
        Files.delete(folder.resolve("big.txt"));
        assertThatThrownBy(() -> sftp().open(listed)).isInstanceOf(RestartRequired.class);
    }

    @Test
    void noticesAtItsEndThatAFileWasReplacedWhileItWasRead() throws IOException {
        file("a.txt", 60);
        var listed = sftp().list().get(0);

        try (var stream = sftp().open(listed)) {
            file("a.txt", 40);
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(RestartRequired.class);
        }
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        assertThatThrownBy(() -> sftp().open(new DropFile("a.txt", Settled.LARGEST_FILE + 1, NOW)))
                .isInstanceOf(SourceDefect.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "out/../..", "../out", "out\\..", "missing", "out/a.txt"})
    void leavesItsFolderNowhere(String setting) throws IOException {
        file("a.txt", 60);
        settings.put("folder", setting);

        assertThatThrownBy(() -> sftp().list()).isInstanceOf(ConfigProblem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.txt", "inner/a.txt", "..", "in\\a.txt"})
    void opensNoFileOfAnotherFolder(String name) throws IOException {
        Files.writeString(temporary.resolve("home/secret.txt"), "x");

        assertThatThrownBy(() -> sftp().open(new DropFile(name, 1, NOW))).isInstanceOf(ConfigProblem.class);
    }

    /** A server with another key may be anybody, so it learns nothing. */
    @Test
    void offersNoCredentialsToAServerWithAnotherKey() throws Exception {
        settings.put(
                "sftpHostKey",
                PublicKeyEntry.toString(
                        KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256).getPublic()));

        assertThatThrownBy(() -> sftp().list())
                .isInstanceOf(AuthProblem.class)
                .hasMessageContaining("sftpHostKey")
                .hasMessageContaining("ask the district");
        assertThat(signIns).hasValue(0);
    }

    @Test
    void offersNoCredentialsToAServerThatHasNoKeyOfThePinnedType() throws IOException {
        server.setKeyPairProvider(KeyPairProvider.wrap(rsaKey));

        assertThatThrownBy(() -> sftp().list()).isInstanceOf(AuthProblem.class).hasMessageContaining("sftpHostKey");
        assertThat(signIns).hasValue(0);
    }

    @Test
    void acceptsALineOfAKnownHostsFile() throws IOException {
        file("a.txt", 60);
        settings.put("sftpHostKey", "[127.0.0.1]:2222 " + PublicKeyEntry.toString(rsaKey.getPublic()) + " district");

        assertThat(sftp().list()).hasSize(1);
    }

    @Test
    void asksOnceWhereThePasswordIsWrong() {
        secret = "wrong";

        assertThatThrownBy(() -> sftp().list()).isInstanceOf(AuthProblem.class).hasMessageContaining("sftpUser");
        assertThat(signIns).as("tries that could lock an account").hasValue(1);
    }

    @Test
    void signsInWithAPrivateKey() throws Exception {
        file("a.txt", 60);
        var text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(usersKey, "link", null, text);
        settings.remove("sftpPassword");
        settings.put("sftpPrivateKey", "file:/run/secrets/district-key");
        secret = text.toString(UTF_8);

        assertThat(sftp().list()).hasSize(1);

        close();
        secret = "no key";
        assertThatThrownBy(() -> sftp().list())
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("sftpPrivateKey");
    }

    @ParameterizedTest
    @CsvSource({
        "sftpHostKey, ''",
        "sftpHostKey, SHA256:abc",
        "sftpHostKey, ecdsa-sha2-nistp256 AAAA",
        "sftpUser, ''",
        "sftpPassword, ''",
        "sftpPrivateKey, env:TOO",
        "sftpPort, 0",
        "folder, ''"
    })
    void tellsWhichSettingIsWrong(String name, String value) {
        settings.put(name, value);

        assertThatThrownBy(() -> sftp().list())
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(name);
        assertThat(signIns).hasValue(0);
    }

    /** Connectors.md 17: no private address after resolution unless allowed. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "10.0.0.1", "169.254.1.1", "192.168.1.1", "[::1]", "[fd00::1]"})
    void reachesNoPrivateAddress(String host) throws IOException {
        file("a.txt", 60);
        assertThat(sftp().list()).as("reachable where it is allowed").hasSize(1);
        close();
        signIns.set(0);
        settings.put("sftpHost", host);
        loopback = false;

        assertThatThrownBy(() -> sftp().list())
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("private");
        assertThat(signIns).hasValue(0);
    }

    @Test
    void serverThatIsDownIsTriedAgainAndFoundAgain() throws IOException {
        file("a.txt", 60);
        assertThat(sftp().list()).hasSize(1);
        var port = server.getPort();
        server.stop(true);

        assertThatThrownBy(() -> sftp().list()).isInstanceOf(TransientProblem.class);

        server = server(port);
        assertThat(sftp().list()).hasSize(1);
    }

    @Test
    void closesItsConnection() throws IOException {
        file("a.txt", 60);
        assertThat(sftp().list()).hasSize(1);
        assertThat(server.getActiveSessions()).hasSize(1);

        close();

        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!server.getActiveSessions().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(server.getActiveSessions()).isEmpty();
    }

    private void file(String name, int restedSeconds) throws IOException {
        var path = Files.writeString(folder.resolve(name), "id\n1\n");
        Files.setLastModifiedTime(path, FileTime.from(NOW.minusSeconds(restedSeconds)));
    }
}
