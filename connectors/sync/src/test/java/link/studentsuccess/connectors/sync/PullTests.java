package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.ABSENT_EXCUSED;
import static link.studentsuccess.connectors.spi.AttendanceStatus.ABSENT_UNEXCUSED;
import static link.studentsuccess.connectors.spi.AttendanceStatus.TARDY;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RateLimited;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.DistrictConnector;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PullTests {

    private static final LocalDate BORN = LocalDate.of(2012, 3, 14);
    private static final LocalDate ENTRY = TODAY.minusDays(40);

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<SyncEngine> engines = new ArrayList<>();
    private TestDistrict district;
    private ScriptedSource source;
    private UUID feed;
    private UUID lena;

    @BeforeEach
    void aDistrictOfFourWithOneConsent() throws SQLException {
        district = new TestDistrict();
        source = ScriptedSource.whole()
                .school("s1", "100")
                .school("s2", "200")
                .schoolDays(ENTRY, TODAY)
                .covering(ENTRY, TODAY.minusDays(1))
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .student("k2", "104219", "Ana", "Petrova", BORN)
                .student("k3", "104220", "Eva", "Petrova", BORN)
                .student("k4", "104221", "Omar", "Haddad", BORN);
        for (var key : List.of("k1", "k2", "k3", "k4")) {
            source.enrolled(key, "s1", ENTRY, null)
                    .absent(key, TODAY.minusDays(3), ABSENT_EXCUSED)
                    .absent(key, TODAY.minusDays(4), ABSENT_UNEXCUSED)
                    .absent(key, TODAY.minusDays(5), TARDY);
        }
        feed = district.feed("scripted", List.of("ENROLLMENT", "ATTENDANCE"), Map.of());
        lena = district.consented("104218", "Lena", "Okafor", BORN);
        logged.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(logged);
    }

    @AfterEach
    void nothingPersonalWasLogged() {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(logged);
        engines.forEach(SyncEngine::close);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.matches(".*(Lena|Okafor|Petrova|Haddad|10421[89]|10422[01]|2012-03-14).*"));
    }

    /** Connectors.md 3: what nobody may see is dropped in memory, before staging. */
    @Test
    void firstPullPublishesExactlyTheKept() throws SQLException {
        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.PUBLISHED);
        assertThat(pull.mode()).isEqualTo(Mode.FULL);
        assertThat(district.matched(lena)).containsExactly("104218");
        assertThat(district.count("student")).isEqualTo(1);
        assertThat(district.count("enrollment")).isEqualTo(1);
        assertThat(district.count("attendance_event")).isEqualTo(3);
        assertThat(district.count("school")).isEqualTo(2);
        assertThat(pull.stream(StreamName.STUDENT))
                .satisfies(s -> assertThat(s.read()).isEqualTo(4))
                .satisfies(s -> assertThat(s.kept()).isEqualTo(1))
                .satisfies(s -> assertThat(s.dropped()).isEqualTo(3))
                .satisfies(s -> assertThat(s.counts().created()).isEqualTo(1));
        assertThat(staged()).isZero();
    }

    @Test
    void summaryCountsCoveredSchoolDaysOfTheEnrollment() throws SQLException {
        pull();

        assertThat(district.text("""
                        select concat_ws(' ', enrolled, excused, unexcused, tardy, covered_until)
                        from record.attendance_summary
                        where district_id = :district
                        """)).isEqualTo("40 1 1 1 " + TODAY.minusDays(1));
        assertThat(district.text("""
                        select covered_until::text from sync.freshness
                        where district_id = :district and category = 'ATTENDANCE'
                        """)).isEqualTo(TODAY.minusDays(1).toString());
    }

    /** Connectors.md 12: a replay changes nothing. */
    @Test
    void secondPullWithoutChangeWritesNothing() throws SQLException {
        pull();
        var before = district.writes();

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.UNCHANGED);
        assertThat(before).isNotEmpty();
        assertThat(district.writes()).isEqualTo(before);
        assertThat(pull.stream(StreamName.ATTENDANCE).counts().unchanged()).isEqualTo(3);
    }

    /** Connectors.md 9: any failure leaves the published data untouched. */
    @Test
    void sourceThatDiesMidPullLeavesWhatIsPublishedAndTheNextPullCompletes() throws SQLException {
        pull();
        var before = district.writes();
        source.absent("k1", TODAY.minusDays(6), TARDY).before(request -> {
            if (request.stream() == StreamName.ATTENDANCE && request.at() != null) {
                throw new TransientProblem("The source is away.", null);
            }
        });

        var failed = pull();
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.problem()).isEqualTo("TransientProblem");
        assertThat(district.writes()).isEqualTo(before);
        assertThat(staged()).isZero();
        assertThat(pauses).isNotEmpty().allMatch(p -> p.compareTo(Duration.ofSeconds(5)) <= 0);

        source.well();
        assertThat(pull().state()).isEqualTo(State.PUBLISHED);
        assertThat(district.count("attendance_event")).isEqualTo(4);
    }

    @Test
    void refusedCredentialsAreNotTriedAgain() throws SQLException {
        source.before(request -> {
            throw new AuthProblem("The source refuses the account.");
        });

        var pull = pull();

        assertThat(pull.problem()).isEqualTo("AuthProblem");
        assertThat(pull.problemMessage()).isEqualTo("The source refuses the account.");
        assertThat(source.requests).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void overflowOfTheStackFailsThePullAndTheNextOneStartsAfresh() throws SQLException {
        source.before(request -> {
            throw new StackOverflowError();
        });

        var failed = pull();

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.problem()).isEqualTo("UnexpectedProblem");
        assertThat(staged()).isZero();
        source.well();
        var next = pull();
        assertThat(next.state()).isEqualTo(State.PUBLISHED);
        assertThat(next.pullId()).isNotEqualTo(failed.pullId());
    }

    /** Memory that ran out is the whole machine's concern, so the error goes on after it is recorded. */
    @Test
    void memoryThatRunsOutFailsThePullAndIsToldOn() throws SQLException {
        source.before(request -> {
            throw new OutOfMemoryError("a row of a student");
        });

        assertThatThrownBy(this::pull).isInstanceOf(OutOfMemoryError.class);

        assertThat(pulls()).isEqualTo("FAILED UnexpectedProblem");
        assertThat(staged()).isZero();
        source.well();
        assertThat(pull().state()).isEqualTo(State.PUBLISHED);
    }

    private String pulls() throws SQLException {
        return district.text("""
                select string_agg(concat_ws(' ', p.state, p.problem), ',' order by p.started_at)
                from sync.pull p
                join sync.feed f on f.id = p.feed_id
                where f.district_id = :district
                """);
    }

    @Test
    void waitsAsLongAsTheSourceAsks() throws SQLException {
        var asked = new AtomicInteger();
        source.before(request -> {
            if (asked.getAndIncrement() == 0) {
                throw new RateLimited("Slow down.", Instant.now().plusSeconds(90));
            }
        });

        assertThat(pull().state()).isEqualTo(State.PUBLISHED);
        assertThat(pauses).singleElement().matches(p -> p.toSeconds() >= 80 && p.toSeconds() <= 90);
    }

    /** Connectors.md 7: only an unbroken chain with consistent evidence is published. */
    @Test
    void readThatDeliversLessThanDeclaredIsRefused() throws SQLException {
        source.declaringMore(1);

        var pull = pull();

        assertThat(pull.problem()).isEqualTo("SourceDefect");
        assertThat(district.count("student")).isZero();
    }

    @Test
    void sourceThatChangedUnderTheReadIsReadAgain() throws SQLException {
        var times = new AtomicInteger();
        source.before(request -> {
            if (request.stream() == StreamName.ENROLLMENT && request.at() != null && times.getAndIncrement() == 0) {
                throw new RestartRequired("Changed.");
            }
        });

        assertThat(pull().state()).isEqualTo(State.PUBLISHED);
        assertThat(source.requests.stream().filter(r -> r.stream() == StreamName.SCHOOL))
                .hasSize(2);
    }

    /** Connectors.md 10: empty or header-only full reads are blocked. */
    @Test
    void emptyReadOfAStreamThatHadRowsIsRefused() throws SQLException {
        pull();
        var before = district.writes();
        source.clear(StreamName.STUDENT);

        assertThat(pull().problem()).isEqualTo("SourceDefect");
        assertThat(district.writes()).isEqualTo(before);
    }

    /** Connectors.md 20: a number given to another child breaks the match before anything shows. */
    @Test
    void matchBrokenByAChangedNumberDisappearsInTheSamePublish() throws SQLException {
        pull();
        source.student("k1", "999999", "Lena", "Okafor", BORN).student("k4", "104218", "Omar", "Haddad", BORN);

        var pull = pull();

        assertThat(pull.state()).isEqualTo(State.PUBLISHED);
        assertThat(district.matched(lena)).isEmpty();
        assertThat(district.count("student")).isZero();
        assertThat(district.count("enrollment")).isZero();
        assertThat(district.count("attendance_event")).isZero();
        assertThat(district.count("attendance_summary")).isZero();
    }

    @Test
    void twinsWithNeighbouringNumbersAreNotTakenForEachOther() throws SQLException {
        var ana = district.consented("104220", "Ana", "Petrova", BORN);
        var eva = district.consented("104220", "Eva", "Petrova", BORN);

        pull();

        assertThat(district.matched(ana)).isEmpty();
        assertThat(district.matched(eva)).containsExactly("104220");
    }

    @Test
    void birthDateAndNamesAloneMakeNoMatch() throws SQLException {
        var ana = district.consented(null, "Ana", "Petrova", BORN);

        var pull = pull();

        assertThat(district.matched(ana)).isEmpty();
        assertThat(pull.stream(StreamName.STUDENT).kept()).isEqualTo(1);
    }

    /** Connectors.md 4: revocation purges what no remaining window covers. */
    @Test
    void revokedConsentPurgesAtTheNextPublish() throws SQLException {
        pull();
        assertThat(district.count("attendance_event")).isEqualTo(3);
        district.revoke(lena);

        pull();

        assertThat(district.count("student")).isZero();
        assertThat(district.count("student_match")).isZero();
        assertThat(district.count("attendance_event")).isZero();
        assertThat(district.count("school")).isEqualTo(2);
    }

    @Test
    void purgeComesBeforeTheFirstQuestionToTheSource() throws SQLException {
        var omar = district.consented("104221", "Omar", "Haddad", BORN);
        pull();
        var before = district.writes();
        district.revoke(lena);
        var seen = new ArrayList<Long>();
        source.before(request -> {
            seen.add(matches());
            throw new AuthProblem("The source refuses the account.");
        });

        var failed = pull();

        assertThat(failed.problem()).isEqualTo("AuthProblem");
        assertThat(seen).containsExactly(1L);
        assertThat(district.matched(lena)).isEmpty();
        assertThat(district.matched(omar)).containsExactly("104221");
        assertThat(district.count("student")).isEqualTo(1);
        assertThat(district.count("enrollment")).isEqualTo(1);
        assertThat(district.count("attendance_event")).isEqualTo(3);
        assertThat(district.count("attendance_summary")).isEqualTo(1);
        assertThat(before).containsAll(district.writes());
    }

    @Test
    void categoryThatIsWithdrawnAloneIsPurgedAloneThoughTheSourceFails() throws SQLException {
        pull();
        var before = district.writes();
        consentTo("ENROLLMENT");
        source.before(request -> {
            throw new AuthProblem("The source refuses the account.");
        });

        assertThat(pull().state()).isEqualTo(State.FAILED);

        assertThat(district.matched(lena)).containsExactly("104218");
        assertThat(district.count("enrollment")).isEqualTo(1);
        assertThat(district.count("attendance_event")).isZero();
        assertThat(district.count("attendance_summary")).isZero();
        assertThat(before).containsAll(district.writes());
    }

    /** What was purged no watermark will ever deliver again. */
    @Test
    void whatIsConsentedToAgainAfterAPurgeIsReadInFull() throws SQLException {
        source.offeringChanges();
        pull();
        for (var withdrawn : List.of("", "ENROLLMENT")) {
            consentTo(withdrawn);
            source.before(request -> {
                throw new AuthProblem("The source refuses the account.");
            });
            pull();
            assertThat(district.count("attendance_event")).isZero();

            consentTo("ENROLLMENT,ATTENDANCE");
            source.well();
            assertThat(pull().mode()).isEqualTo(Mode.FULL);
            assertThat(district.count("attendance_event")).isEqualTo(3);
            assertThat(district.count("attendance_summary")).isEqualTo(1);
        }
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
    }

    @Test
    void categoryThatNobodyMaySeeIsNotStored() throws SQLException {
        district.revoke(lena);
        var omar = district.consented("104221", "Omar", "Haddad", BORN, "ENROLLMENT");

        var pull = pull();

        assertThat(district.matched(omar)).hasSize(1);
        assertThat(district.count("enrollment")).isEqualTo(1);
        assertThat(district.count("attendance_event")).isZero();
        assertThat(pull.stream(StreamName.ATTENDANCE).kept()).isZero();
    }

    @Test
    void newWindowIsReadInFullWhereOnlyChangesWouldBeAsked() throws SQLException {
        source.offeringChanges();
        pull();
        source.absent("k1", TODAY.minusDays(7), TARDY);
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
        assertThat(district.count("attendance_event")).isEqualTo(4);

        district.consented("104221", "Omar", "Haddad", BORN);

        assertThat(pull().mode()).isEqualTo(Mode.FULL);
        assertThat(district.count("attendance_event")).isEqualTo(7);
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
    }

    @Test
    void rowsThatTheSourceNoLongerHasGoWithAFullRead() throws SQLException {
        pull();
        source.remove(StreamName.ATTENDANCE, "a-k1-" + TODAY.minusDays(3))
                .covering(TODAY.minusDays(3), TODAY.minusDays(1));
        source.remove(StreamName.ATTENDANCE, "a-k1-" + TODAY.minusDays(5));

        pull();

        // The fifth day lies outside the days that the read speaks for.
        assertThat(district.count("attendance_event")).isEqualTo(2);
    }

    @Test
    void attendanceFollowsTheChildToTheEnrollmentThatCoversItsDay() throws SQLException {
        pull();
        source.enrolled("k1", "s1", ENTRY, TODAY.minusDays(4)).enrolled("k1", "s2", TODAY.minusDays(4), null);

        pull();

        assertThat(district.text("""
                        select string_agg(c.code || ':' || e.date, ' ' order by e.date)
                        from record.attendance_event e
                        join record.enrollment n on n.id = e.enrollment_id
                        join record.school c on c.id = n.school_id
                        where e.district_id = :district
                        """))
                .isEqualTo(
                        "100:%s 200:%s 200:%s".formatted(TODAY.minusDays(5), TODAY.minusDays(4), TODAY.minusDays(3)));
        assertThat(district.text("""
                        select string_agg(concat_ws('/', s.enrolled, s.excused, s.unexcused, s.tardy), ' ' order by n.entry_date)
                        from record.attendance_summary s
                        join record.enrollment n on n.id = s.enrollment_id
                        where s.district_id = :district
                        """)).isEqualTo("36/0/0/1 4/1/1/0");
        var before = district.writes();
        assertThat(pull().state()).isEqualTo(State.UNCHANGED);
        assertThat(district.writes()).isEqualTo(before);
    }

    /** Connectors.md 1: a stale holder's write is refused. */
    @Test
    void staleHolderIsRefused() throws SQLException {
        pull();
        var before = district.writes();
        source.absent("k1", TODAY.minusDays(8), TARDY).before(request -> {
            if (request.stream() == StreamName.ATTENDANCE) {
                overtakeLease();
            }
        });

        assertThatThrownBy(this::pull).isInstanceOf(Leases.LeaseLost.class);

        assertThat(district.writes()).isEqualTo(before);
    }

    @Test
    void rowLevelSecurityItselfRefusesAStaleToken() throws SQLException {
        pull();
        try (var connection = TestDatabase.shared().engine().getConnection()) {
            connection.setAutoCommit(false);
            Sql.of(connection, """
                            select set_config('sync.leased_district', l.district_id::text, true),
                              set_config('sync.lease_token', (l.token - 1)::text, true)
                            from sync.lease l where l.district_id = :district
                            """).set("district", district.id).exists();

            var seen = Sql.of(connection, "select count(*) as n from record.student")
                    .one(row -> row.getLong("n"));

            assertThat(seen).isZero();
            assertThatThrownBy(() -> Sql.of(connection, """
                            insert into record.student (district_id, district_student_id, given_name, family_name, feed_id,
                              source_key, content_hash)
                            values (:district, '1', 'A', 'B', :feed, '1', '\\x00')
                            """)
                            .set("district", district.id)
                            .set("feed", feed)
                            .update())
                    .hasMessageContaining("row-level security");
            connection.rollback();
        }
        assertThat(district.count("student")).isEqualTo(1);
    }

    @Test
    void attendanceFilesOfAnotherFeedHangOnTheMatchesOfTheRoster() throws SQLException {
        var files = ScriptedSource.attendanceFiles()
                .covering(ENTRY, TODAY.minusDays(1))
                .absent("104218", TODAY.minusDays(9), ABSENT_EXCUSED)
                .absent("104219", TODAY.minusDays(9), ABSENT_EXCUSED);
        var filesFeed = district.feed("files", List.of("ATTENDANCE"), Map.of());
        var roster = ScriptedSource.roster()
                .school("s1", "100")
                .schoolDays(ENTRY, TODAY)
                .student("k1", "104218", "Lena", "Okafor", BORN)
                .enrolled("k1", "s1", ENTRY, null);
        var engine = engine(roster, files);

        assertThat(engine.pullNow(filesFeed).stream(StreamName.ATTENDANCE).kept())
                .isZero();
        engine.pullNow(feed);
        var soon = engine.nextPull(filesFeed);
        engine.pullNow(filesFeed);

        assertThat(soon).isBefore(Instant.now().plusSeconds(1));
        assertThat(district.count("attendance_event")).isEqualTo(1);
        assertThat(district.count("attendance_summary")).isEqualTo(1);
    }

    private PullSummary pull() throws SQLException {
        return engine(source).pullNow(feed);
    }

    /** Due times lie far ahead of the polling, so that only the test pulls. */
    private SyncEngine engine(DistrictConnector... connectors) {
        engines.forEach(SyncEngine::close);
        engines.clear();
        var engine = SyncEngine.idle(
                TestDatabase.shared().engine(),
                SyncOptions.defaults()
                        .withConnectors(List.of(connectors))
                        .withPatience(new SyncOptions.Patience(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(2),
                                new Random(1),
                                pauses::add)));
        engines.add(engine);
        return engine;
    }

    /** Lena's consent as it stands from now on; to nothing at all means withdrawn. */
    private void consentTo(String categories) throws SQLException {
        if (categories.isEmpty()) {
            district.revoke(lena);
            return;
        }
        TestDistrict.execute("""
                update document.consent
                set revoked_at = null, categories = string_to_array(:categories, ',')
                where participant_id = (select participant_id from roster.student where id = :student)
                """, Map.of("categories", categories, "student", lena));
    }

    private long matches() {
        try {
            return district.count("student_match");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void overtakeLease() {
        try {
            TestDistrict.execute(
                    "update sync.lease set token = token + 1 where district_id = :district",
                    Map.of("district", district.id));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long staged() throws SQLException {
        long rows = 0;
        for (var table :
                List.of("generation", "stream", "page", "kept", "proof", "student", "enrollment", "attendance")) {
            rows += district.number("""
                    select count(*) as n
                    from stage.%s s
                    join sync.pull p on p.id = s.pull_id
                    join sync.feed f on f.id = p.feed_id
                    where f.district_id = :district
                    """.formatted(table));
        }
        return rows;
    }
}
