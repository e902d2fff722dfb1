package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.FileGateway.DropFile;
import link.studentsuccess.connectors.spi.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropFolderTests {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    private Path temporary;

    private Path base;

    @BeforeEach
    void aFolder() throws IOException {
        base = Files.createDirectories(temporary.resolve("drops"));
        Files.createDirectories(base.resolve("ridge"));
    }

    /** Connectors.md: settled files only. */
    @Test
    void showsWholeFilesThatHaveRested() throws IOException {
        file("b.csv", 60);
        file("a.csv", 31);
        file("upload.csv.part", 60);
        file(".hidden.csv", 60);
        Files.createSymbolicLink(base.resolve("ridge/link.csv"), base.resolve("ridge/a.csv"));
        Files.createDirectories(base.resolve("ridge/inner"));

        assertThat(folder("ridge").list()).extracting(DropFile::name).containsExactly("a.csv", "b.csv");
    }

    /** Else a manifest that arrives last would be missed, as if the district had forgotten it. */
    @ParameterizedTest
    @ValueSource(strings = {"manifest.csv", "manifest.csv.part", ".manifest.csv.Xq3"})
    void waitsWhileAnyFileMayStillBeUploading(String name) throws IOException {
        file("attendance.csv", 60);
        file(name, 29);

        assertThatThrownBy(() -> folder("ridge").list())
                .isInstanceOf(TransientProblem.class)
                .hasMessage(
                        "Files in the feed's drop folder have not rested long enough yet: they may still be uploading.");

        file(name, 30);
        assertThat(folder("ridge").list()).extracting(DropFile::name).contains("attendance.csv");
    }

    @Test
    void readsAFileAsItWasListed() throws IOException {
        file("a.csv", 60);
        var listed = folder("ridge").list().get(0);

        try (var stream = folder("ridge").open(listed)) {
            assertThat(stream.readAllBytes()).asString().isEqualTo("id\n1\n");
        }
        Files.writeString(base.resolve("ridge/a.csv"), "id\n1\n2\n");
        assertThatThrownBy(() -> folder("ridge").open(listed)).isInstanceOf(RestartRequired.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "ridge/../..", "/", "missing", "outside"})
    void leavesItsFolderNowhere(String setting) throws IOException {
        Files.createDirectories(temporary.resolve("secret"));
        Files.createSymbolicLink(base.resolve("outside"), temporary.resolve("secret"));

        assertThatThrownBy(() -> folder(setting).list()).isInstanceOf(ConfigProblem.class);
    }

    @Test
    void opensNoFileOfAnotherFolder() throws IOException {
        Files.writeString(temporary.resolve("secret.csv"), "x");

        assertThatThrownBy(() -> folder("ridge").open(new DropFile("../../secret.csv", 1, NOW)))
                .isInstanceOf(ConfigProblem.class);
    }

    private void file(String name, int restedSeconds) throws IOException {
        var path = Files.writeString(base.resolve("ridge").resolve(name), "id\n1\n");
        Files.setLastModifiedTime(path, FileTime.from(NOW.minusSeconds(restedSeconds)));
    }

    private DropFolder folder(String setting) {
        var outside = new SyncOptions.Outside(Secrets::resolve, false, base, Duration.ofSeconds(30));
        return new DropFolder(
                outside, new Settings(Map.of(DropFolder.SETTING, setting)), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
