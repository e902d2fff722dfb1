package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.TARDY;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncEngineTests {

    private static final LocalDate BORN = LocalDate.of(2012, 3, 14);

    /** Roster feeds first, then what hangs on their matches, then each on its schedule. */
    @Test
    void everyFeedThatNeverPublishedIsPulledAtTheStart() throws SQLException {
        var district = new TestDistrict();
        district.consented("104218", "Lena", "Okafor", BORN);
        var filesFeed = district.feed("files", List.of("ATTENDANCE"), Map.of());
        var rosterFeed = district.feed("scripted", List.of("ENROLLMENT"), Map.of());
        TestDistrict.execute("update sync.feed set enabled = district_id = :district", Map.of("district", district.id));
        var roster = ScriptedSource.roster()
                .school("s1", "100")
                .schoolDays(TODAY.minusDays(20), TODAY)
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .enrolled("k1", "s1", TODAY.minusDays(20), null);
        var files = ScriptedSource.attendanceFiles()
                .covering(TODAY.minusDays(20), TODAY)
                .absent("104218", TODAY.minusDays(2), TARDY);

        try (var engine = SyncEngine.start(
                TestDatabase.shared().engine(),
                SyncOptions.defaults()
                        .withConnectors(List.of(roster, files))
                        .withPollingInterval(Duration.ofMillis(100)))) {
            Await.until(() -> district.count("attendance_event") > 0);
            assertThat(district.count("attendance_event")).isEqualTo(1);
            awaitScheduled(engine, rosterFeed);
            awaitScheduled(engine, filesFeed);
        }
        assertThat(district.text("""
                        select string_agg(distinct convert_from(t.task_data, 'UTF8'), ' ')
                        from sync.scheduled_tasks t
                        join sync.feed f on f.id::text = t.task_instance
                        where f.district_id = :district
                        """)).isEqualTo("{\"cron\":\"0 0 2 * * *\",\"zone\":\"America/Los_Angeles\"}");
    }

    /** A hold on the feed, or the district's own switch. */
    @ParameterizedTest
    @ValueSource(strings = {"feed_id", "district_id"})
    void aFeedOnHoldIsNotPulledUntilTheHoldEnds(String target) throws SQLException {
        var district = new TestDistrict();
        district.consented("104218", "Lena", "Okafor", BORN);
        var feed = district.feed("scripted", List.of("ENROLLMENT"), Map.of());
        district.hold(target, target.equals("feed_id") ? feed : district.id, "DISTRICT_SWITCH", 0);
        var roster = ScriptedSource.roster()
                .school("s1", "100")
                .schoolDays(TODAY.minusDays(20), TODAY)
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .enrolled("k1", "s1", TODAY.minusDays(20), null);

        try (var engine = SyncEngine.idle(
                TestDatabase.shared().engine(), SyncOptions.defaults().withConnectors(List.of(roster)))) {
            assertThatThrownBy(() -> engine.pullNow(feed)).hasMessageStartingWith("A hold is in force on feed");
            engine.pullSoon(feed);
            assertThat(engine.nextPull(feed)).isNull();
            assertThat(district.count("student")).isZero();

            TestDistrict.execute(
                    "update document.hold set ends = transaction_timestamp() where :target in (feed_id, district_id)",
                    Map.of("target", target.equals("feed_id") ? feed : district.id));
            engine.pullNow(feed);

            assertThat(district.count("student")).isEqualTo(1);
        }
    }

    /** It is due again at its next time, and not forgotten. */
    @Test
    void aDueFeedOnHoldWaitsForItsNextTurn() throws SQLException {
        var district = new TestDistrict();
        district.consented("104218", "Lena", "Okafor", BORN);
        var feed = district.feed("scripted", List.of("ENROLLMENT"), Map.of());
        TestDistrict.execute("update sync.feed set enabled = district_id = :district", Map.of("district", district.id));
        district.hold("feed_id", feed, "DISTRICT_SWITCH", 0);

        try (var engine = SyncEngine.start(
                TestDatabase.shared().engine(),
                SyncOptions.defaults()
                        .withConnectors(List.of(ScriptedSource.roster()))
                        .withPollingInterval(Duration.ofMillis(100)))) {
            awaitScheduled(engine, feed);
        }
        assertThat(district.text("""
                        select count(p.id)::text from sync.pull p join sync.feed f on f.id = p.feed_id
                        where f.district_id = :district
                        """)).isEqualTo("0");
    }

    private static void awaitScheduled(SyncEngine engine, UUID feed) throws SQLException {
        Await.until(() -> {
            var next = engine.nextPull(feed);
            return next != null && next.isAfter(Instant.now().plusSeconds(30));
        });
    }
}
