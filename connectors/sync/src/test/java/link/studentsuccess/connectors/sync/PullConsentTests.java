package link.studentsuccess.connectors.sync;

import static link.studentsuccess.connectors.spi.AttendanceStatus.TARDY;
import static link.studentsuccess.connectors.sync.TestDistrict.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.junit.jupiter.api.Test;

/** Pulls of which the consent changes: what no window covers is purged, and what a new one covers is read in full. */
class PullConsentTests extends AttendanceStories {

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
            seen.add(district.count("student_match"));
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
            if (withdrawn.isEmpty()) {
                district.revoke(lena);
            } else {
                consentTo(withdrawn);
            }
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
}
