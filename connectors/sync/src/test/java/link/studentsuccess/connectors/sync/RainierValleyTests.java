package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import link.studentsuccess.connectors.csv.CsvConnector;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.State;
import link.studentsuccess.sampledistrict.RainierChild;
import link.studentsuccess.sampledistrict.RainierValley;
import link.studentsuccess.sampledistrict.RainierValleyOptions;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The engine and the csv connector against the second sample district, over real SFTP. */
class RainierValleyTests {

    @TempDir
    private Path folder;

    @RegisterExtension
    final NothingPersonalLogged logged = new NothingPersonalLogged("Chandran", "550217");

    private final Map<String, String> settings = new TreeMap<>();
    private RainierValley sample;
    private TestDistrict district;
    private SyncEngine engine;
    private UUID ravi;

    @BeforeEach
    void aDistrictWithOneFeed() throws SQLException {
        sample = RainierValley.start(RainierValleyOptions.defaults(folder).withPassword("a password of its own"));
        district = new TestDistrict();
        settings.putAll(Map.of(
                "mapping", sample.mapping(),
                "sftpHost", sample.sftpHost(),
                "sftpPort", Integer.toString(sample.sftpPort()),
                "sftpUser", sample.sftpUser(),
                "sftpHostKey", sample.hostKey(),
                "sftpPassword", "env:RAINIER_VALLEY",
                "folder", sample.folder()));
        ravi = consented(RainierChild.RAVI);
        engine = SyncEngine.idle(
                TestDatabase.shared().engine(),
                SyncOptions.defaults()
                        .withLoopback(true)
                        .withConnectors(List.of(new CsvConnector()))
                        .withDropFolders(folder, Duration.ZERO)
                        .withSecrets(reference -> sample.sftpPassword())
                        .withPatience(new SyncOptions.Patience(
                                Duration.ofMillis(10),
                                Duration.ofMillis(20),
                                Duration.ofMillis(200),
                                new Random(1),
                                pause -> {})));
        logged.nor(sample.sftpPassword());
    }

    @AfterEach
    void stop() {
        engine.close();
        sample.close();
    }

    @Test
    void weeklyFilesPublishExactlyTheKept() throws SQLException {
        var dario = consented(RainierChild.DARIO);

        var feed = feed();
        var pull = engine.pullNow(feed);

        assertThat(pull.problemMessage()).isNull();
        assertThat(district.matched(ravi)).containsExactly("550217");
        assertThat(district.matched(dario)).containsExactly("104218");
        assertThat(district.count("student")).isEqualTo(2);
        assertThat(pull.stream(StreamName.STUDENT).dropped())
                .isEqualTo(sample.students().size() - 2);
        assertThat(district.count("attendance_event"))
                .isEqualTo(sample.attendance("550217").size()
                        + sample.attendance("104218").size());
        assertThat(district.count("grade"))
                .isEqualTo(
                        sample.marks("550217").size() + sample.marks("104218").size());
        assertThat(district.number("select count(*) as n from record.enrollment where district_id = :district"
                        + " and grade_level in ('09', '10')"))
                .isEqualTo(3); // Dario begins the year at two schools

        sample.redrop();
        assertThat(engine.pullNow(feed).state()).isIn(State.PUBLISHED, State.UNCHANGED);
        assertThat(district.count("student")).isEqualTo(2);
    }

    @Test
    void serverThatIsDownOrASetWithoutItsSignalLeavesWhatIsPublished() throws SQLException {
        var feed = feed();
        assertThat(engine.pullNow(feed).problemMessage()).isNull();
        var before = district.writes();
        assertThat(before).isNotEmpty();

        sample.faults().goDown();
        assertThat(engine.pullNow(feed).problem()).isEqualTo("TransientProblem");

        sample.faults().clear();
        sample.faults().dropWithoutMarker();
        assertThat(engine.pullNow(feed).problem()).isEqualTo("SourceDefect");

        sample.faults().dropHalfFile();
        assertThat(engine.pullNow(feed).problem()).isEqualTo("SourceDefect");

        assertThat(district.writes()).isEqualTo(before);

        sample.redrop();
        assertThat(engine.pullNow(feed).problemMessage()).isNull();
    }

    @Test
    void serverWithAnotherKeyIsNotAskedAgain() throws Exception {
        var other = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256).getPublic();
        settings.put("sftpHostKey", PublicKeyEntry.toString(other));

        var pull = engine.pullNow(feed());

        assertThat(pull.problem()).isEqualTo("AuthProblem");
        assertThat(pull.problemMessage()).contains("sftpHostKey").contains("nothing was sent");
        assertThat(district.count("student")).isZero();
    }

    @Test
    void connectionEndsWithThePullThatFailsToo() throws SQLException {
        var feed = feed();
        engine.pullNow(feed);
        awaitNoConnection();

        sample.faults().dropWithoutMarker();
        assertThat(engine.pullNow(feed).state()).isEqualTo(State.FAILED);
        awaitNoConnection();
    }

    /** The server learns of it a moment later. */
    private void awaitNoConnection() {
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (sample.connections() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(sample.connections()).isZero();
    }

    private UUID feed() throws SQLException {
        var escaped = new TreeMap<String, String>();
        settings.forEach((name, value) -> escaped.put(name, inJson(value)));
        return district.feed("csv", List.of("ENROLLMENT", "ATTENDANCE", "GRADES"), escaped);
    }

    private static String inJson(String text) {
        var quoted = new JsonMapper().writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private UUID consented(RainierChild child) throws SQLException {
        var student = sample.child(child);
        return district.consented(
                student.districtStudentId(),
                student.givenName(),
                student.familyName(),
                student.birthDate(),
                "ENROLLMENT,ATTENDANCE,GRADES");
    }
}
