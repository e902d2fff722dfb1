package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.Mode;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.State;
import org.junit.jupiter.api.Test;

/** Grades of which the consent changes. */
class GradeConsentTests extends GradeStories {

    /** Connectors.md 4: revocation purges what no remaining window covers, without asking the source. */
    @Test
    void gradesThatAreWithdrawnAloneArePurgedAloneThoughTheSourceFails() throws SQLException {
        pull();
        var before = district.writes();
        consentTo("ENROLLMENT,ATTENDANCE");
        source.before(request -> {
            throw new AuthProblem("The source refuses the account.");
        });

        assertThat(pull().state()).isEqualTo(State.FAILED);

        assertThat(district.count("grade")).isZero();
        assertThat(district.count("grade_summary")).isZero();
        assertThat(district.count("attendance_event")).isEqualTo(1);
        assertThat(before).containsAll(district.writes());

        source.well();
        pull();
        assertThat(district.count("section")).isZero();
        assertThat(district.count("attendance_event")).isEqualTo(1);

        consentTo("ENROLLMENT,ATTENDANCE,GRADES");
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        assertThat(district.count("section")).isEqualTo(2);
    }

    @Test
    void gradesThatAreWithdrawnAsTheyAreReadArePurgedAtPublish() throws SQLException {
        pull();
        source.before(request -> {
            if (request.stream() == StreamName.GRADE) {
                consentTo("ENROLLMENT,ATTENDANCE");
            }
        });

        pull();

        assertThat(district.count("grade")).isZero();
        assertThat(district.count("grade_summary")).isZero();
        assertThat(district.count("attendance_event")).isEqualTo(1);
    }

    @Test
    void anotherOrganizationsConsentKeepsTheGrades() throws SQLException {
        district.ofAnotherOrganization().consented("104218", "Lena", "Okafor", BORN, "ENROLLMENT,GRADES");
        pull();
        consentTo("ENROLLMENT,ATTENDANCE");

        pull();
        assertThat(district.count("grade")).isEqualTo(2);

        district.revoke(lena);
        pull();
        assertThat(district.count("grade")).isEqualTo(2);
        assertThat(district.count("grade_summary")).isEqualTo(1);
        assertThat(district.count("attendance_event")).isZero();
    }

    @Test
    void gradesNewlyConsentedToAreReadInFull() throws SQLException {
        consentTo("ENROLLMENT,ATTENDANCE");
        source.offeringChanges();
        pull();
        assertThat(pull().mode()).isEqualTo(Mode.DELTA);
        assertThat(district.count("grade")).isZero();

        consentTo("ENROLLMENT,ATTENDANCE,GRADES");

        assertThat(pull().mode()).isEqualTo(Mode.FULL);
        assertThat(district.count("grade")).isEqualTo(2);
    }
}
