package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An agreement in force: it does not change, it ends at the word of either side, and an amendment replaces it. */
class AgreementInForceTests extends RequestRoleStories {

    /** What was entered as in force before there were signatures stands as if it were signed. */
    @Test
    void whatIsInForceDoesNotChangeThoughNobodySignedHere() throws SQLException {
        inForceBefore();

        enter("steward");
        assertThat(refused("update document.district_agreement set categories = '{ENROLLMENT,GRADES}'"))
                .isTrue();
        assertThat(refused("update document.district_agreement set withdrawn_at = now()"))
                .as("withdrawn it could never be ended")
                .isTrue();
        enter("operator");
        assertThat(refused("update document.operator_agreement set term = daterange(access.today(), null)"))
                .isTrue();
    }

    @Test
    void endingClosesInTheSameSecondAndNeverInThePast() throws SQLException {
        inForceBefore();
        assertThat(reason()).isEqualTo("open");

        enter("admin");
        assertThat(
                        refused(
                                "update document.district_agreement set ended_on = access.today() - 1, ended_by = access.my_membership()"))
                .isTrue();
        enter("stranger");
        assertThat(
                        refused(
                                "update document.district_agreement set ended_on = access.today(), ended_by = access.my_membership()"))
                .as("of another organization")
                .isTrue();
        enter("admin");
        assertThat(
                        refused(
                                "update document.district_agreement set ended_on = access.today(), ended_by = access.my_membership()"))
                .isFalse();
        assertThat(reason()).isEqualTo("DISTRICT_AGREEMENT_NOT_IN_FORCE");
        enter("steward");
        assertThat(refused("update document.district_agreement set ended_on = access.today() + 90"))
                .as("ended stays ended")
                .isTrue();
    }

    /** An end far ahead, set by one side, keeps the other from nothing. */
    @Test
    void eitherSideEndsEarlierAndNobodyLater() throws SQLException {
        inForceBefore();
        var end =
                "update document.district_agreement set ended_on = access.today() + %d, ended_by = access.my_membership()";

        enter("admin");
        assertThat(refused(end.formatted(400))).as("later than it says").isTrue();
        assertThat(refused(end.formatted(200))).isFalse();
        enter("steward");
        assertThat(refused(end.formatted(100))).isFalse();
        assertThat(refused(end.formatted(150))).as("later than the other side").isTrue();
        assertThat(values("select upper(in_force) - access.today() from document.district_agreement"))
                .containsExactly("100");
    }

    @Test
    @DisplayName("case 34: an organization's agreements end, and nothing opens")
    void withTheOperatorsAgreementEverythingEnds() throws SQLException {
        inForceBefore();
        assertThat(reason()).isEqualTo("open");

        enter("operator");
        assertThat(
                        refused(
                                "update document.operator_agreement set ended_on = access.today(), ended_by = access.my_membership()"))
                .isFalse();

        assertThat(reason()).isEqualTo("OPERATOR_AGREEMENT_NOT_IN_FORCE");
    }

    @Test
    void nobodyReplacesTheAgreementOfOthers() throws SQLException {
        inForceBefore();

        enter("stranger");
        var draft = """
                insert into document.district_agreement
                  (id, organization_id, district_id, term, drafted_by, drafted_side, categories, purpose, replaces_id)
                values (gen_random_uuid(), '00000000-0000-0000-0000-000000000012', '00000000-0000-0000-0000-000000000001', %s,
                  access.my_membership(), 'ORGANIZATION', '{ENROLLMENT}', 'Tutoring', %s)
                """;
        assertThat(refused(draft.formatted(NEXT_YEAR, "'" + WITH_DISTRICT + "'")))
                .isTrue();
        assertThat(refused(draft.formatted(NEXT_YEAR, "null"))).isFalse();
    }

    @Test
    void anAmendmentKeepsTheChoicesAndTheRoster() throws SQLException {
        amendAfterChoices();

        assertThat(values(
                        "select count(*) || ' ' || count(distinct operator_agreement_id) from document.sharing_opt_in"))
                .containsExactly("2 2");
        assertThat(values("select count(distinct district_agreement_id) from document.designation"))
                .containsExactly("2");
        assertThat(values("select count(distinct district_agreement_id) from document.named_staff"))
                .containsExactly("2");
        assertThat(values("select upper(in_force) - access.today() from document.district_agreement where id = '"
                        + WITH_DISTRICT + "'"))
                .as("the former ends where the new one begins")
                .containsExactly("10");
    }

    /** Between the signature and the first day: what is taken back then must not come back with the successor. */
    @Test
    void whatIsTakenBackBeforeTheAmendmentBeginsStaysSo() throws SQLException {
        amendAfterChoices();

        enter("admin");
        assertThat(refused(
                        "update document.sharing_opt_in set withdrawn_at = transaction_timestamp() where operator_agreement_id = '"
                                + WITH_OPERATOR + "'"))
                .isFalse();
        run("reset role");
        run(
                "update document.designation set in_force = daterange(lower(in_force), access.today()) where district_agreement_id = '"
                        + WITH_DISTRICT + "'");
        run(
                "update document.named_staff set named = daterange(lower(named), access.today()) where district_agreement_id = '"
                        + WITH_DISTRICT + "'");

        assertThat(values("select count(*) from document.sharing_opt_in where withdrawn_at is null"))
                .containsExactly("0");
        assertThat(values("select count(*) from document.designation where upper(in_force) > access.today()"))
                .containsExactly("0");
        assertThat(values("select count(*) from document.named_staff where upper_inf(named)"))
                .containsExactly("0");
    }

    @Test
    void anAmendmentDoesNotBeginInThePast() throws SQLException {
        inForceBefore();
        var draft = """
                insert into document.operator_agreement (id, organization_id, term, drafted_by, replaces_id)
                values ('%s', '00000000-0000-0000-0000-000000000002', daterange(access.today() - %d, null), access.my_membership(), '%s')
                """;
        var amendment = WITH_OPERATOR.replace("a1", "f1");
        enter("operator");

        assertThat(refused(draft.formatted(amendment, 1, WITH_OPERATOR))).isTrue();
        assertThat(refused(draft.formatted(amendment, 0, WITH_OPERATOR))).isFalse();
        assertThat(refused(
                        "update document.operator_agreement set term = daterange(access.today() - 1, null) where id = '"
                                + amendment + "'"))
                .isTrue();
        run("reset role");
        run("update document.operator_agreement set term = daterange(access.today() - 1, null) where id = '" + amendment
                + "'");
        var signature = signature("operator", "OPERATOR", "operator_agreement_id", amendment);
        enter(signature.get(0));
        assertThat(refused(signature.get(1))).as("its day has passed").isTrue();
        assertThat(refused(
                        "update document.operator_agreement set withdrawn_at = now() where id = '" + amendment + "'"))
                .isFalse();
    }

    /** As agreements stand that were entered before people signed here. */
    private void inForceBefore() throws SQLException {
        run("reset role");
        run("""
                insert into document.operator_agreement (id, organization_id, in_force)
                values ('%s', '00000000-0000-0000-0000-000000000002', daterange(current_date - 90, current_date + 300));
                insert into document.district_agreement (id, organization_id, district_id, in_force, categories, purpose)
                values ('%s', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001',
                  daterange(current_date - 90, current_date + 300), '{ENROLLMENT,ATTENDANCE}', 'Tutoring')
                """.formatted(WITH_OPERATOR, WITH_DISTRICT));
    }

    /** In ten days; both sides had chosen under what it replaces. */
    private void amendAfterChoices() throws SQLException {
        inForceBefore();
        run("""
                insert into document.sharing_opt_in (organization_id, operator_agreement_id, program_id, audience)
                values ('00000000-0000-0000-0000-000000000002', '%s', '00000000-0000-0000-0000-000000000003', 'WITH_DISTRICT')
                """.formatted(WITH_OPERATOR));
        run("""
                update document.district_agreement set basis = 'SCHOOL_OFFICIAL', designated_categories = '{ENROLLMENT}', requires_named_staff = true;
                insert into document.designation (district_agreement_id, district_student_id, in_force, designated_by)
                values ('%1$s', '100123', daterange(current_date - 9, current_date + 99), '00000000-0000-0000-0000-0000000000c2');
                insert into document.named_staff (district_agreement_id, membership_id, named)
                values ('%1$s', '00000000-0000-0000-0000-0000000000c5', daterange(current_date - 9, null))
                """.formatted(WITH_DISTRICT));

        amendBoth();
    }

    private void amendBoth() throws SQLException {
        var operators = WITH_OPERATOR.replace("a1", "f1");
        var districts = WITH_DISTRICT.replace("a2", "f2");
        enter("operator");
        run("""
                insert into document.operator_agreement (id, organization_id, term, drafted_by, replaces_id)
                values ('%s', '00000000-0000-0000-0000-000000000002', daterange(access.today() + 10, null),
                  access.my_membership(), '%s')
                """.formatted(operators, WITH_OPERATOR));
        enter("steward");
        run("""
                insert into document.district_agreement
                  (id, organization_id, district_id, term, drafted_by, drafted_side, categories, purpose, replaces_id, basis,
                   designated_categories, requires_named_staff)
                values ('%s', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', daterange(access.today() + 10, null),
                  access.my_membership(), 'DISTRICT', '{ENROLLMENT}', 'Tutoring', '%s', 'SCHOOL_OFFICIAL', '{ENROLLMENT}', true)
                """.formatted(districts, WITH_DISTRICT));
        sign("operator", "OPERATOR", "operator_agreement_id", operators);
        sign("admin", "ORGANIZATION", "operator_agreement_id", operators);
        sign("steward", "DISTRICT", "district_agreement_id", districts);
        sign("admin", "ORGANIZATION", "district_agreement_id", districts);
        run("reset role");
    }
}
