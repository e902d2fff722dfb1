package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KilledPullTests {

    /** Connectors.md 6: kill -9 at any instant and the same generation goes on. */
    @ParameterizedTest
    @CsvSource({"ATTENDANCE, attendance_event", "GRADE, grade"})
    void pullThatWasKilledGoesOnAfterItsLastStagedPage(StreamName stream, String table) throws Exception {
        var district = new TestDistrict();
        var feed = district.feed("scripted", List.of("ENROLLMENT", "ATTENDANCE", "GRADES"), Map.of());
        district.consented("500000", "Child0", "Kill", KilledPull.BORN, "ENROLLMENT,ATTENDANCE,GRADES");

        killWhenReached(feed, stream);
        assertThat(district.count("student")).isZero();
        var left = runningPull(district);

        var source = KilledPull.source();
        try (var engine = SyncEngine.idle(TestDatabase.shared().engine(), KilledPull.options(source))) {
            var pull = engine.pullNow(feed);

            assertThat(pull.state()).isEqualTo(State.PUBLISHED);
            assertThat(pull.pullId()).isEqualTo(left);
            assertThat(pull.stream(stream).read()).isEqualTo(KilledPull.DAYS);
        }
        assertThat(source.requests).allMatch(r -> r.stream().compareTo(stream) >= 0);
        assertThat(source.requests.get(0).at())
                .satisfies(p -> assertThat(KilledPull.position(p)).isEqualTo(KilledPull.KILLED_AT));
        assertThat(district.count(table)).isEqualTo(KilledPull.DAYS);
    }

    @Test
    void generationWhoseStagingWasLostStartsAgain() throws Exception {
        var district = new TestDistrict();
        var feed = district.feed("scripted", List.of("ENROLLMENT", "ATTENDANCE"), Map.of());
        district.consented("500000", "Child0", "Kill", KilledPull.BORN);
        killWhenReached(feed, StreamName.STUDENT);
        // What PostgreSQL does to unlogged tables when it dies itself.
        TestDistrict.execute(
                "truncate stage.generation, stage.stream, stage.page, stage.student, stage.kept", Map.of());

        var source = KilledPull.source();
        try (var engine = SyncEngine.idle(TestDatabase.shared().engine(), KilledPull.options(source))) {
            assertThat(engine.pullNow(feed).state()).isEqualTo(State.PUBLISHED);
        }
        assertThat(source.requests.get(0).stream()).isEqualTo(StreamName.SCHOOL);
        assertThat(district.count("attendance_event")).isEqualTo(KilledPull.DAYS);
    }

    private static void killWhenReached(UUID feed, StreamName stream) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledPull.class.getName(),
                        TestDatabase.shared().url(),
                        feed.toString(),
                        stream.name())
                .redirectErrorStream(true)
                .start();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            var said = lines.lines().filter(line -> line.startsWith("reached")).findFirst();
            assertThat(said).isPresent();
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static UUID runningPull(TestDistrict district) throws SQLException {
        return UUID.fromString(district.text("""
                select p.id::text
                from sync.pull p
                join sync.feed f on f.id = p.feed_id
                where f.district_id = :district and p.state = 'RUNNING'
                """));
    }
}
