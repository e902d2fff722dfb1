package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** People of several places who write as the request role, with no application in front. */
abstract class RequestRoleStories {

    static final String NEXT_YEAR = "daterange(access.today(), access.today() + 365)";
    static final String WITH_OPERATOR = "00000000-0000-0000-0000-0000000000a1";
    static final String WITH_DISTRICT = "00000000-0000-0000-0000-0000000000a2";

    private Connection connection;

    /** Organizations P and Q, a district, and a child of P with a good consent: only agreements are missing. */
    @BeforeEach
    void insert() throws SQLException {
        connection = TestDatabase.shared().as("postgres");
        connection.setAutoCommit(false);
        run(TestDatabase.read("/one-child.sql"));
        run("""
                insert into party.organization (id, name, host)
                values ('00000000-0000-0000-0000-000000000012', 'Q', 'q.example');
                insert into party.staff (id, issuer, subject, given_name, family_name, email) values
                  ('00000000-0000-0000-0000-0000000000b1', 'i', 'operator', 'G', 'F', 'e'),
                  ('00000000-0000-0000-0000-0000000000b2', 'i', 'steward', 'G', 'F', 'e'),
                  ('00000000-0000-0000-0000-0000000000b3', 'i', 'admin', 'G', 'F', 'e'),
                  ('00000000-0000-0000-0000-0000000000b4', 'i', 'stranger', 'G', 'F', 'e'),
                  ('00000000-0000-0000-0000-0000000000b5', 'i', 'worker', 'G', 'F', 'e');
                insert into party.membership (id, staff_id, organization_id, district_id, role, active) values
                  ('00000000-0000-0000-0000-0000000000c1', '00000000-0000-0000-0000-0000000000b1', null, null, 'OPERATOR', '[2020-01-01,)'),
                  ('00000000-0000-0000-0000-0000000000c2', '00000000-0000-0000-0000-0000000000b2', null,
                    '00000000-0000-0000-0000-000000000001', 'DISTRICT_STEWARD', '[2020-01-01,)'),
                  ('00000000-0000-0000-0000-0000000000c3', '00000000-0000-0000-0000-0000000000b3',
                    '00000000-0000-0000-0000-000000000002', null, 'ADMIN', '[2020-01-01,)'),
                  ('00000000-0000-0000-0000-0000000000c4', '00000000-0000-0000-0000-0000000000b4',
                    '00000000-0000-0000-0000-000000000012', null, 'ADMIN', '[2020-01-01,)'),
                  ('00000000-0000-0000-0000-0000000000c5', '00000000-0000-0000-0000-0000000000b5',
                    '00000000-0000-0000-0000-000000000002', null, 'CASE_WORKER', '[2020-01-01,)');
                insert into document.consent (organization_id, participant_id, district_id, signer_id, signed_on, in_force,
                  categories, parties, purpose, student_birth_date)
                values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000004',
                  '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000007', current_date - 30,
                  daterange(current_date - 30, current_date + 300), '{ENROLLMENT,ATTENDANCE}', '{ORGANIZATION,OPERATOR}', 'Tutoring',
                  '2014-03-15');
                """);
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.close(); // without a commit
    }

    /** Goes on as the request role, in this person's name. */
    void enter(String who) throws SQLException {
        run("reset role");
        // The ledger takes one entry for a transaction and loses none: here one transaction plays several.
        run("set local session_replication_role = replica");
        run("delete from ledger.request where xid = pg_current_xact_id()");
        run("set local session_replication_role = origin");
        run("set local role link_request");
        var host = switch (who) {
            case "operator" -> "o.example";
            case "steward" -> "d.example";
            case "stranger" -> "q.example";
            default -> "p.example";
        };
        assertThat(values("select coalesce(refusal, 'entered') from access.enter('i', '" + who + "', '" + host
                        + "', '{student-data}', null, 'hash', null)"))
                .containsExactly("entered");
    }

    /** Whether a write is refused, or reaches no row. What it wrote stays. */
    boolean refused(String sql) throws SQLException {
        var before = connection.setSavepoint();
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql) == 0;
        } catch (SQLException refused) {
            connection.rollback(before);
            assertThat(refused.getSQLState()).as(refused.getMessage()).isIn("42501", "23514", "23503", "23505");
            return true;
        }
    }

    /** Why the child's enrollment is closed today; "open" when it is not. */
    String reason() throws SQLException {
        run("reset role");
        run("set local role link_policy");
        var found = values("""
                select coalesce(reason, 'open')
                from access.windows(transaction_timestamp(), array['00000000-0000-0000-0000-000000000005']::uuid[], '{ENROLLMENT}')
                """);
        run("reset role");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    void sign(String who, String side, String kind, String agreement) throws SQLException {
        enter(who);
        run(signature(who, side, kind, agreement).get(1));
    }

    /** Who signs, and how. */
    static List<String> signature(String who, String side, String kind, String agreement) {
        return List.of(who, """
                insert into document.agreement_signature (id, %s, side, membership_id, signer_name, signer_title, file_id)
                values (gen_random_uuid(), '%s', '%s', access.my_membership(), 'N', 'T', null)
                """.formatted(kind, agreement, side));
    }

    List<String> values(String sql) throws SQLException {
        return Sql.values(connection, sql);
    }

    void run(String sql) throws SQLException {
        Sql.run(connection, sql);
    }
}
