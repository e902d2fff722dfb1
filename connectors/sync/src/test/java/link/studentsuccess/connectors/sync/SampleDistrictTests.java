package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.State;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.Faults;
import link.studentsuccess.sampledistrict.Options;
import link.studentsuccess.sampledistrict.SampleDistrict;
import link.studentsuccess.sampledistrict.SampleStudent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine with the real connectors against a district that serves OneRoster and drops files. */
class SampleDistrictTests {

    @TempDir
    private Path drops;

    @RegisterExtension
    final NothingPersonalLogged logged = new NothingPersonalLogged("Okafor", "104218", "access_token");

    private TestDistrict district;
    private SampleDistrict sample;
    private SyncEngine engine;
    private UUID roster;
    private UUID files;
    private UUID lena;

    @BeforeEach
    void aDistrictWithTwoFeeds() throws Exception {
        sample = SampleDistrict.start(Options.defaults(Files.createDirectories(drops.resolve("ridge")))
                .withStudents(300));
        district = new TestDistrict();
        roster = district.feed(
                "oneroster",
                List.of("ENROLLMENT"),
                Map.of(
                        "baseUrl", sample.oneRosterBase().toString(),
                        "tokenUrl", sample.tokenAddress().toString(),
                        "clientId", sample.clientId(),
                        "clientSecret", "env:SAMPLE_DISTRICT"));
        files = district.feed("csv", List.of("ATTENDANCE"), Map.of("folder", "ridge"));
        lena = consented(sample.child(Child.LENA));
        engine = SyncEngine.idle(
                TestDatabase.shared().engine(),
                SyncOptions.defaults()
                        .withLoopback(true)
                        .withDropFolders(drops, Duration.ZERO)
                        .withSecrets(reference -> sample.clientSecret())
                        .withPatience(new SyncOptions.Patience(
                                Duration.ofMillis(10),
                                Duration.ofMillis(20),
                                Duration.ofMillis(200),
                                new Random(1),
                                pause -> {})));
        logged.nor(sample.clientSecret());
    }

    @AfterEach
    void stop() {
        engine.close();
        sample.close();
    }

    @Test
    void rosterAndFilesTogetherPublishExactlyTheKept() throws SQLException {
        var mateo = consented(sample.child(Child.MATEO));

        var rosterPull = engine.pullNow(roster);
        var filesPull = engine.pullNow(files);

        assertThat(rosterPull.problemMessage()).isNull();
        assertThat(filesPull.problemMessage()).isNull();
        assertThat(district.matched(lena)).containsExactly("104218");
        assertThat(district.matched(mateo)).containsExactly("104377");
        assertThat(district.count("student")).isEqualTo(2);
        assertThat(rosterPull.stream(StreamName.STUDENT).dropped()).isGreaterThan(290);
        var told = Stream.of(Child.LENA, Child.MATEO)
                .flatMap(c -> sample.attendance(sample.child(c).sourcedId()).stream())
                .toList();
        assertThat(district.count("attendance_event")).isEqualTo(told.size());
        assertThat(district.number("""
                        select sum(excused + unexcused) as n from record.attendance_summary where district_id = :district
                        """))
                .isEqualTo(told.stream().filter(a -> a.code().absent()).count());
        var before = district.writes();
        assertThat(engine.pullNow(roster).state()).isEqualTo(State.UNCHANGED);
        assertThat(engine.pullNow(files).state()).isEqualTo(State.UNCHANGED);
        assertThat(district.writes()).isEqualTo(before);
    }

    /** Schedules and demographics of the one whose parents named them, and of nobody else. */
    @Test
    void whatElseTheRosterFeedNamesIsPublishedForTheKeptAlone() throws SQLException {
        var priya = sample.child(Child.PRIYA);
        district.consented(
                priya.districtStudentId(),
                priya.givenName(),
                priya.familyName(),
                priya.birthDate(),
                "ENROLLMENT,SCHEDULE,DEMOGRAPHICS");
        var wider = district.feed(
                "oneroster",
                List.of("ENROLLMENT", "SCHEDULE", "CONTACT", "DEMOGRAPHICS"),
                Map.of(
                        "baseUrl", sample.oneRosterBase().toString(),
                        "tokenUrl", sample.tokenAddress().toString(),
                        "clientId", sample.clientId(),
                        "clientSecret", "env:SAMPLE_DISTRICT",
                        "alsoRead", "SCHEDULE, CONTACT, DEMOGRAPHICS"));

        var pull = engine.pullNow(wider);

        assertThat(pull.problemMessage()).isNull();
        assertThat(pull.stream(StreamName.SCHEDULE).counts().orphaned()).isZero();
        assertThat(pull.stream(StreamName.SCHEDULE).counts().created()).isPositive();
        assertThat(pull.stream(StreamName.CONTACT).kept()).isZero();
        assertThat(district.count("demographics")).isEqualTo(1);
        assertThat(district.text("""
                        select string_agg(distinct s.district_student_id, ' ')
                        from record.scheduled_class c
                        join record.enrollment e on e.district_id = c.district_id and e.id = c.enrollment_id
                        join record.student s on s.district_id = e.district_id and s.id = e.student_id
                        where c.district_id = :district
                        """)).isEqualTo(priya.districtStudentId());
        var before = district.writes();
        assertThat(engine.pullNow(wider).state()).isEqualTo(State.UNCHANGED);
        assertThat(district.writes()).isEqualTo(before);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("500", f -> f.status(500).untilCleared(), "TransientProblem"),
                fault("429", f -> f.tooManyRequests(3_600).untilCleared(), "RateLimited"),
                fault("a sign-in page", f -> f.html().untilCleared(), "SourceDefect"),
                fault("half a page", f -> f.halfPage().on("students").untilCleared(), "SourceDefect"),
                fault("a broken connection", f -> f.closeMidPage().untilCleared(), "TransientProblem"),
                fault("a next link elsewhere", f -> f.nextElsewhere().untilCleared(), null));
    }

    private static Arguments fault(String name, Consumer<Faults> add, @Nullable String problem) {
        return Arguments.of(name, add, problem);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void whatTheSourceDoesWrongLeavesWhatIsPublished(String name, Consumer<Faults> add, @Nullable String problem)
            throws SQLException {
        engine.pullNow(roster);
        var before = district.writes();
        add.accept(sample.faults());

        var pull = engine.pullNow(roster);

        assertThat(before).isNotEmpty();
        assertThat(district.writes()).as(name).isEqualTo(before);
        // A connector that pages by offset needs no next link, so that fault may go by.
        if (problem != null) {
            assertThat(pull.problem()).as(name).isEqualTo(problem);
            assertThat(pull.state()).isEqualTo(State.FAILED);
        }
        sample.faults().clear();
        assertThat(engine.pullNow(roster).state()).isEqualTo(State.UNCHANGED);
    }

    /** Connectors.md 4: revocation purges without asking the source. */
    @Test
    void districtThatIsDownDoesNotKeepAWithdrawnChildsRows() throws SQLException {
        var mateo = consented(sample.child(Child.MATEO));
        engine.pullNow(roster);
        engine.pullNow(files);
        var before = district.writes();
        var mateosDays =
                sample.attendance(sample.child(Child.MATEO).sourcedId()).size();
        assertThat(district.count("attendance_event")).isGreaterThan(mateosDays);
        district.revoke(lena);
        sample.faults().status(500).untilCleared();

        var pull = engine.pullNow(roster);

        assertThat(pull.state()).isEqualTo(State.FAILED);
        assertThat(pull.problem()).isEqualTo("TransientProblem");
        assertThat(district.matched(lena)).isEmpty();
        assertThat(district.matched(mateo)).containsExactly("104377");
        assertThat(district.count("student")).isEqualTo(1);
        assertThat(district.count("attendance_event")).isEqualTo(mateosDays);
        assertThat(before).containsAll(district.writes());
    }

    @Test
    void districtThatDiesMidPullIsReadToItsEndLater() throws SQLException {
        sample.faults().dieAfter(4);

        assertThat(engine.pullNow(roster).problem()).isEqualTo("TransientProblem");
        assertThat(district.count("student")).isZero();

        sample.faults().clear();
        sample.revive();
        assertThat(engine.pullNow(roster).state()).isEqualTo(State.PUBLISHED);
        assertThat(district.matched(lena)).hasSize(1);
    }

    @Test
    void numberGivenToAnotherChildEndsTheMatch() throws SQLException {
        engine.pullNow(roster);
        engine.pullNow(files);
        assertThat(district.count("attendance_event")).isPositive();
        sample.student(sample.child(Child.LENA).sourcedId()).changeNumber("777001");

        engine.pullNow(roster);

        assertThat(district.matched(lena)).isEmpty();
        assertThat(district.count("attendance_event")).isZero();
    }

    private UUID consented(SampleStudent student) throws SQLException {
        return district.consented(
                student.districtStudentId(), student.givenName(), student.familyName(), student.birthDate());
    }
}
