package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.ABSENT_EXCUSED;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.connectors.testkit.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Consents that end in summer and are renewed in September: a school year's turn, for a feed that is due every hour. */
class RenewalTests {

    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    private static final LocalDate BORN = LocalDate.of(2012, 3, 14);
    private static final LocalDate ENTRY = TODAY.minusDays(40);
    private static final int CHILDREN = 24;
    private static final String PULLS = """
            select count(*) as n
            from sync.pull p
            join sync.feed f on f.id = p.feed_id
            join sync.scheduled_tasks t on t.task_instance = f.id::text and not t.picked
            where f.district_id = :district and p.state in ('PUBLISHED', 'UNCHANGED')
            """;

    private final SettableClock clock = new SettableClock(
            ZonedDateTime.of(TODAY.minusDays(1).atTime(23, 30), ZONE).toInstant(), ZONE);
    private final List<UUID> students = new ArrayList<>();
    private TestDistrict district;
    private UUID feed;
    private SyncEngine engine;

    @BeforeEach
    void aDistrictOfConsentedChildrenThatHasPublished() throws SQLException {
        district = new TestDistrict();
        feed = district.feed("scripted", List.of("ENROLLMENT", "ATTENDANCE"), Map.of());
        // Only this feed runs, on the hour.
        TestDistrict.execute(
                "update sync.feed set enabled = id = :feed, cron = case when id = :feed then '0 0 * * * *' else cron end",
                Map.of("feed", feed));
        var source = ScriptedSource.whole()
                .offeringChanges()
                .school("s1", "100")
                .schoolDays(ENTRY, TODAY)
                .covering(ENTRY, TODAY.minusDays(1));
        for (var n = 0; n < CHILDREN; n++) {
            source.student("k" + n, number(n), "Given" + n, "Family" + n, BORN)
                    .enrolled("k" + n, "s1", ENTRY, null)
                    .absent("k" + n, TODAY.minusDays(3), ABSENT_EXCUSED);
            students.add(district.consented(number(n), "Given" + n, "Family" + n, BORN));
        }
        engine = SyncEngine.start(
                TestDatabase.shared().engine(),
                SyncOptions.defaults()
                        .withClock(clock)
                        .withConnectors(List.of(source))
                        .withPollingInterval(Duration.ofMillis(50)));
        await("select count(*) as n from record.student_match where district_id = :district", CHILDREN);
        awaitPulls(1);
    }

    @AfterEach
    void stop() throws SQLException {
        engine.close();
        TestDistrict.execute("update sync.feed set enabled = true where id <> :feed", Map.of("feed", feed));
    }

    private static String number(int n) {
        return String.valueOf(300_000 + n);
    }

    @Test
    @DisplayName(
            "case 13: a consent that ended is closed, and not purged for 60 days; renewed, it opens without a full read")
    void endedIsClosedAndKeptUntilItIsRenewed() throws SQLException {
        endedDaysAgo(20);
        nextHour();
        nextHour();

        assertThat(district.count("attendance_event")).isEqualTo(CHILDREN);
        assertThat(reasons()).isEqualTo("CONSENT_EXPIRED");

        for (var student : students) {
            renew(student);
        }

        assertThat(reasons()).isEqualTo("open");
        nextHour();
        assertThat(fulls()).isZero();
        assertThat(district.count("attendance_event")).isEqualTo(CHILDREN);
    }

    @Test
    @DisplayName("case 13: after 60 days what ended is purged; many renewals on a day are one full read, not one each")
    void manyRenewalsAreOneFullReadADay() throws SQLException {
        endedDaysAgo(61);
        nextHour();
        assertThat(district.count("attendance_event")).isZero();

        for (var student : students.subList(0, CHILDREN - 4)) {
            renew(student);
            if (students.indexOf(student) % 4 == 0) {
                nextHour();
            }
        }
        assertThat(fulls()).isEqualTo(1);
        assertThat(district.count("attendance_event")).isBetween(1L, CHILDREN - 5L);

        // What was signed after the day's full read is collected for the next day's.
        pullAfter(Duration.ofDays(1));
        nextHour();
        assertThat(fulls()).isEqualTo(2);
        assertThat(district.count("attendance_event")).isEqualTo(CHILDREN - 4);
    }

    @Test
    @DisplayName("case 13: who asks for a pull by hand does not wait for the next day")
    void byHandAtOnce() throws SQLException {
        endedDaysAgo(61);
        nextHour();
        renew(students.get(0));
        nextHour();
        renew(students.get(1));
        nextHour();
        assertThat(district.count("attendance_event")).isEqualTo(1);

        engine.pullNow(feed);

        assertThat(district.count("attendance_event")).isEqualTo(2);
    }

    /** Full reads since the district first published. */
    private long fulls() throws SQLException {
        return district.number("""
                select count(*) - 1 as n from sync.pull p join sync.feed f on f.id = p.feed_id
                where f.district_id = :district and p.mode = 'FULL'
                """);
    }

    private void nextHour() throws SQLException {
        pullAfter(Duration.ofHours(1));
    }

    /** Ticks on past the next due time, and waits until that pull has ended: before it nothing is due, and after it neither. */
    private void pullAfter(Duration time) throws SQLException {
        var pulls = pulls();
        clock.tick(time);
        awaitPulls(pulls + 1);
    }

    private long pulls() throws SQLException {
        return district.number(PULLS);
    }

    private void awaitPulls(long number) throws SQLException {
        await(PULLS, number);
    }

    private void await(String count, long number) throws SQLException {
        Await.until(clock, () -> district.number(count) >= number);
        assertThat(district.number(count)).isEqualTo(number);
    }

    private void endedDaysAgo(int days) throws SQLException {
        TestDistrict.execute("""
                update document.consent
                set signed_on = current_date - 400, in_force = daterange(current_date - 400, current_date - :days::integer)
                where district_id = :district
                """, Map.of("district", district.id, "days", days));
    }

    private void renew(UUID student) throws SQLException {
        TestDistrict.execute("""
                insert into document.consent (organization_id, participant_id, district_id, signer_id, signed_on, in_force,
                  categories, parties, purpose, student_birth_date)
                select c.organization_id, c.participant_id, c.district_id, c.signer_id, current_date - 1,
                  daterange(current_date - 1, current_date + 300), c.categories, c.parties, c.purpose, c.student_birth_date
                from document.consent c
                join roster.student s on s.participant_id = c.participant_id
                where s.id = :student
                """, Map.of("student", student));
    }

    /** What the policy says of the children's attendance, each answer once. */
    private String reasons() throws SQLException {
        return district.text("""
                select string_agg(distinct coalesce(w.reason, 'open'), ' ')
                from access.windows(now(), array(select s.id from roster.student s where s.district_id = :district),
                  '{ATTENDANCE}') w
                """);
    }
}
