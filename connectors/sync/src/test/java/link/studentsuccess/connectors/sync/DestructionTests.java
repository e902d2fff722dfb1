package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.ABSENT_EXCUSED;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.connectors.testkit.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is destroyed when an agreement or a district ends, after the agreed days, and what is then on record. */
class DestructionTests {

    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    private static final LocalDate BORN = LocalDate.of(2012, 3, 14);
    private static final LocalDate ENTRY = TODAY.minusDays(40);
    private static final String RECORD = """
            select coalesce(string_agg(concat_ws(' ', d.ground, (d.organization_id is not null)::text,
              (d.district_agreement_id is not null)::text, x.what, x.category, x.rows), ', ' order by d.ground, x.what, x.category), 'nothing')
            from document.destruction d
            join document.destroyed x on x.destruction_id = d.id
            where d.district_id = :district and d.destroyed_by is null
            """;

    private TestDistrict district;
    private UUID feed;
    private UUID lena;
    private SyncEngine engine;

    @BeforeEach
    void aDistrictThatHasPublishedOneOfTwoChildren() throws SQLException {
        district = new TestDistrict();
        feed = district.feed("scripted", List.of("ENROLLMENT", "ATTENDANCE"), Map.of());
        lena = district.consented("104218", "Lena", "Okafor", BORN);
        var source = ScriptedSource.whole()
                .school("s1", "100")
                .schoolDays(ENTRY, TODAY)
                .covering(ENTRY, TODAY.minusDays(1));
        for (var key : List.of("104218", "104219")) {
            source.student(key, key, key.equals("104218") ? "Lena" : "Ana", "Okafor", BORN)
                    .enrolled(key, "s1", ENTRY, null)
                    .absent(key, TODAY.minusDays(3), ABSENT_EXCUSED)
                    .absent(key, TODAY.minusDays(4), ABSENT_EXCUSED);
        }
        engine = SyncEngine.idle(
                TestDatabase.shared().engine(), SyncOptions.defaults().withConnectors(List.of(source)));
        engine.pullNow(feed);
        assertThat(district.count("attendance_event")).isEqualTo(2);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    @DisplayName(
            "case 33: what a district supplied is destroyed the agreed days after its agreement has ended, with a record")
    void destroyedAfterTheAgreedDays() throws SQLException {
        agreed(30);
        endedDaysAgo(29);
        engine.purgeNow(district.id);
        assertThat(district.count("attendance_event")).isEqualTo(2);
        assertThat(district.text(RECORD)).isEqualTo("nothing");

        endedDaysAgo(30);
        engine.purgeNow(district.id);

        assertThat(district.count("attendance_event")).isZero();
        assertThat(district.count("student")).isZero();
        assertThat(district.count("student_match")).isZero();
        assertThat(district.text(RECORD))
                .isEqualTo("AGREEMENT_ENDED true true attendance_event ATTENDANCE 2,"
                        + " AGREEMENT_ENDED true true attendance_summary ATTENDANCE 1,"
                        + " AGREEMENT_ENDED true true enrollment ENROLLMENT 1,"
                        + " AGREEMENT_ENDED true true student 1, AGREEMENT_ENDED true true student_match 1");
        engine.purgeNow(district.id);
        assertThat(district.number("select count(*) as n from document.destruction where district_id = :district"))
                .as("nothing twice")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("case 33: more than 60 days, where the agreement says so")
    void moreDaysWhereAgreed() throws SQLException {
        agreed(90);
        endedDaysAgo(89);
        engine.purgeNow(district.id);
        assertThat(district.count("attendance_event")).isEqualTo(2);

        endedDaysAgo(90);
        engine.purgeNow(district.id);
        assertThat(district.count("attendance_event")).isZero();
    }

    @Test
    @DisplayName(
            "case 33: the district's own switch stops the feeds, and the data goes in the night after the agreed days")
    void theSwitchDestroysInTheNight() throws SQLException {
        agreed(30);
        switchedOffDaysAgo(29);
        engine.purgeNow(district.id);
        assertThat(district.count("attendance_event")).isEqualTo(2);
        switchedOffDaysAgo(30);

        TestDistrict.execute("update sync.feed set enabled = false where id <> :feed", Map.of("feed", feed));
        TestDistrict.execute(
                "delete from sync.scheduled_tasks where task_name = :task", Map.of("task", "district-purge"));
        var clock = new SettableClock(ZonedDateTime.of(TODAY.atTime(2, 0), ZONE).toInstant(), ZONE);
        try (var running = SyncEngine.start(
                TestDatabase.shared().engine(),
                SyncOptions.defaults()
                        .withClock(clock)
                        .withConnectors(List.of(ScriptedSource.whole()))
                        .withPollingInterval(Duration.ofMillis(50)))) {
            assertThat(running.nextPull(feed)).as("the feed itself is on hold").isNotNull();
            assertThat(district.count("attendance_event")).isEqualTo(2);

            clock.tick(Duration.ofMinutes(31));
            Await.until(clock, () -> district.count("student") == 0);
        } finally {
            TestDistrict.execute("update sync.feed set enabled = true where id <> :feed", Map.of("feed", feed));
        }

        assertThat(district.text(RECORD)).startsWith("DISTRICT_SWITCH true true attendance_event ATTENDANCE 2");
        assertThat(district.count("student")).isZero();
    }

    @Test
    @DisplayName("case 33: a hold of another cause on the district closes, and destroys nothing")
    void anIncidentDestroysNothing() throws SQLException {
        agreed(0);
        district.hold("district_id", district.id, "INCIDENT", 100);
        engine.purgeNow(district.id);

        assertThat(district.count("attendance_event")).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "case 12: what is purged because a consent was withdrawn is on record, for the organization whose it was")
    void aWithdrawalIsOnRecord() throws SQLException {
        var other = district.ofAnotherOrganization();
        other.consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT");
        engine.pullNow(feed);
        district.revoke(lena);

        engine.purgeNow(district.id);

        assertThat(district.count("enrollment")).isEqualTo(1);
        assertThat(district.count("attendance_event")).isZero();
        assertThat(district.text(RECORD))
                .isEqualTo("WINDOW_CLOSED true false attendance_event ATTENDANCE 2,"
                        + " WINDOW_CLOSED true false attendance_summary ATTENDANCE 1,"
                        + " WINDOW_CLOSED true false student_match 1");
    }

    @Test
    @DisplayName(
            "a key of a mutation is forgotten after 90 days, in the night like the rest, and what it has made is not")
    void oldKeysAreForgotten() throws SQLException {
        TestDistrict.execute("""
                insert into audit.submission (id, input, at)
                select gen_random_uuid(), sha256(d::text::bytea), now() - d * interval '1 day' - interval '1 minute'
                from unnest(array[0, 89, 90, 400]) d
                """, Map.of());

        engine.purgeNow(district.id);

        assertThat(
                        district.text(
                                "select string_agg(extract(day from now() - s.at)::text, ' ' order by s.at desc) from audit.submission s"))
                .isEqualTo("0 89");
        assertThat(district.number("select count(*) as n from document.destruction where district_id = :district"))
                .as("nothing of a child")
                .isZero();
        TestDistrict.execute("delete from audit.submission", Map.of());
    }

    private void agreed(int days) throws SQLException {
        TestDistrict.execute(
                "update document.district_agreement set destruction_days = :days where district_id = :district",
                Map.of("days", days, "district", district.id));
    }

    private void endedDaysAgo(int days) throws SQLException {
        TestDistrict.execute("""
                update document.district_agreement a
                set in_force = daterange(current_date - 400, (now() at time zone d.zone)::date - :days::integer)
                from party.district d
                where d.id = a.district_id and a.district_id = :district
                """, Map.of("days", days, "district", district.id));
    }

    private void switchedOffDaysAgo(int days) throws SQLException {
        TestDistrict.execute(
                "delete from document.hold where district_id = :district", Map.of("district", district.id));
        district.hold("district_id", district.id, "DISTRICT_SWITCH", days);
    }
}
