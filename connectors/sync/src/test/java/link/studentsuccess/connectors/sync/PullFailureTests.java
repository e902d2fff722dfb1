package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.TARDY;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RateLimited;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.junit.jupiter.api.Test;

/** Pulls that fail, or may not write any more, leave what is published as it was. */
class PullFailureTests extends AttendanceStories {

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @Override
    SyncOptions options() {
        return super.options()
                .withPatience(new SyncOptions.Patience(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(2),
                        new Random(1),
                        pauses::add));
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
    void refusedCredentialsAreNotTriedAgain() {
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

    @Test
    void waitsAsLongAsTheSourceAsks() {
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
    void sourceThatChangedUnderTheReadIsReadAgain() {
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

    private String pulls() throws SQLException {
        return district.text("""
                select string_agg(concat_ws(' ', p.state, p.problem), ',' order by p.started_at)
                from sync.pull p
                join sync.feed f on f.id = p.feed_id
                where f.district_id = :district
                """);
    }

    private void overtakeLease() throws SQLException {
        TestDistrict.execute(
                "update sync.lease set token = token + 1 where district_id = :district",
                Map.of("district", district.id));
    }
}
