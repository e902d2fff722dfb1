package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Shared participation: two opt-ins and a second consent, each of which closes it alone. */
class SharingTests {

    private static final String RECORD = "00000000-0000-0000-0000-00000000000d";

    private Connection connection;

    /** Organization P serves the child of a district's record in a program, and shares it with both audiences. */
    @BeforeEach
    void insert() throws SQLException {
        connection = TestDatabase.shared().as("postgres");
        connection.setAutoCommit(false);
        run(TestDatabase.read("/one-child.sql"));
        run("""
                insert into document.operator_agreement (id, organization_id, in_force)
                values ('00000000-0000-0000-0000-000000000006', '00000000-0000-0000-0000-000000000002', '[2026-07-01,2027-07-01)');
                insert into document.district_agreement (organization_id, district_id, in_force, categories, purpose)
                values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', '[2026-08-01,2027-08-01)',
                  '{ENROLLMENT}', 'Mentoring');
                insert into document.sharing_opt_in (organization_id, operator_agreement_id, program_id, audience, agreed_at)
                select '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000006',
                  '00000000-0000-0000-0000-000000000003', a, '2026-09-01' from unnest('{WITH_DISTRICT,WITH_PARTNERS}'::text[]) a;
                insert into document.consent (organization_id, participant_id, district_id, kind, signer_id, signed_on, in_force,
                  categories, audiences, parties, purpose, student_birth_date)
                values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000004',
                  '00000000-0000-0000-0000-000000000001', 'SHARING', '00000000-0000-0000-0000-000000000007', '2026-09-01',
                  '[2026-09-01,2027-09-01)', '{}', '{DISTRICT,PARTNERS}', '{ORGANIZATION,OPERATOR}', 'Working together', '2014-03-15');
                """);
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.close(); // without a commit
    }

    @Test
    void isSeenByWhomBothTheOptInAndTheSecondConsentName() throws SQLException {
        assertThat(sharedWith()).containsExactly("WITH_DISTRICT", "WITH_PARTNERS");
    }

    @Test
    @DisplayName("case 16: opted in for the district only, or a program that is never shared")
    void eachOptInStandsForItself() throws SQLException {
        run("update document.sharing_opt_in set withdrawn_at = '2026-11-16 11:59-08' where audience = 'WITH_PARTNERS'");
        assertThat(sharedWith()).containsExactly("WITH_DISTRICT");

        run("update document.sharing_opt_in set withdrawn_at = null where audience = 'WITH_PARTNERS'");
        run("update document.sharing_opt_in set withdrawn_at = '2026-11-16 11:59-08' where audience = 'WITH_DISTRICT'");
        assertThat(sharedWith()).containsExactly("WITH_PARTNERS");

        run("update document.sharing_opt_in set withdrawn_at = null");
        run("update party.program set sharing = 'NEVER'");
        assertThat(sharedWith()).isEmpty();
    }

    @Test
    void theOptInEndsWithTheAgreementItStandsIn() throws SQLException {
        run("update document.operator_agreement set in_force = '[2026-07-01,2026-11-16)'");

        assertThat(sharedWith()).isEmpty();
    }

    @Test
    void theSecondConsentNamesItsAudiences() throws SQLException {
        run("update document.consent set audiences = '{DISTRICT}'");
        assertThat(sharedWith()).containsExactly("WITH_DISTRICT");

        run("update document.consent set audiences = '{}'");
        assertThat(sharedWith()).isEmpty();
    }

    @Test
    void theSecondConsentFollowsTheRulesOfTheFirst() throws SQLException {
        run(
                "update document.consent set kind = 'GENERAL', audiences = '{}', categories = '{ENROLLMENT,PARTICIPATION}'");
        assertThat(sharedWith()).as("a general consent is not the second one").isEmpty();

        run(
                "update document.consent set kind = 'SHARING', audiences = '{DISTRICT,PARTNERS}', revoked_at = '2026-11-16 09:00-08'");
        assertThat(sharedWith()).as("withdrawn").isEmpty();

        run("update document.consent set revoked_at = null, in_force = '[2026-09-01,2026-11-16)'");
        assertThat(sharedWith()).as("ended").isEmpty();

        run("update document.consent set in_force = '[2026-09-01,2027-09-01)', purpose = null");
        assertThat(sharedWith()).as("incomplete").isEmpty();

        run("update document.consent set purpose = 'Working together'");
        run("update document.district_agreement set verification = 'EACH'");
        assertThat(sharedWith())
                .as("not verified, where the district demands it")
                .isEmpty();

        run("update document.consent set verified_on = '2026-09-20'");
        assertThat(sharedWith()).hasSize(2);

        run("update record.student set birth_date = '2008-11-16'");
        assertThat(sharedWith()).as("a parent's, of a student of 18").isEmpty();
    }

    @Test
    void isAboutTheMatchedChildOnly() throws SQLException {
        run("delete from record.student_match");

        assertThat(sharedWith()).isEmpty();
    }

    @Test
    @DisplayName("case 32: a safety hold closes shared participation too")
    void aHoldClosesIt() throws SQLException {
        run("""
                insert into party.staff (id, issuer, subject, given_name, family_name, email)
                values ('00000000-0000-0000-0000-000000000008', 'i', 's', 'G', 'F', 'e');
                insert into party.membership (id, staff_id, district_id, role, active)
                values ('00000000-0000-0000-0000-000000000009', '00000000-0000-0000-0000-000000000008',
                  '00000000-0000-0000-0000-000000000001', 'DISTRICT_STEWARD', '[2020-01-01,)');
                insert into document.hold (kind, district_id, district_student_id, cause, begins, set_by)
                values ('CLOSE', '00000000-0000-0000-0000-000000000001', '100123', 'SAFETY_PLAN', '2026-11-16 12:00-08',
                  '00000000-0000-0000-0000-000000000009');
                """);
        assertThat(sharedWith()).isEmpty();

        run("update document.hold set ends = '2026-11-16 12:00-08'");
        assertThat(sharedWith()).as("after the hold").hasSize(2);
    }

    @Test
    void isNotToldBeforeItBegins() throws SQLException {
        run("update roster.program_enrollment set served = '[2026-11-17,)'");

        assertThat(sharedWith()).isEmpty();
    }

    private List<String> sharedWith() throws SQLException {
        run("set local role link_policy");
        var audiences = Sql.values(connection, """
                select a
                from unnest('{WITH_DISTRICT,WITH_PARTNERS}'::text[]) a
                cross join lateral access.shared_enrollments(
                  '2026-11-16 12:00-08', '00000000-0000-0000-0000-000000000001', '%s', a) x
                join roster.program_enrollment e on e.id = x.program_enrollment_id
                order by a
                """.formatted(RECORD));
        run("reset role");
        return audiences;
    }

    private void run(String sql) throws SQLException {
        Sql.run(connection, sql);
    }
}
