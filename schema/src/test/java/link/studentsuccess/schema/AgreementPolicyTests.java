package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Agreements as the request role writes them, with no application in front: each side for itself, and only what it may. */
class AgreementPolicyTests {

    private static final String NEXT_YEAR = "daterange(access.today(), access.today() + 365)";
    private static final String WITH_OPERATOR = "00000000-0000-0000-0000-0000000000a1";
    private static final String WITH_DISTRICT = "00000000-0000-0000-0000-0000000000a2";

    private Connection connection;

    /** Organizations P and Q, a district, and a child of P with a good consent: only agreements are missing. */
    @BeforeEach
    void insert() throws SQLException {
        connection = TestDatabase.shared().as("postgres");
        connection.setAutoCommit(false);
        run("""
                insert into party.operator (name, host, zone) values ('Operator', 'o.example', 'America/Los_Angeles');
                insert into party.district (id, name, host, zone)
                values ('00000000-0000-0000-0000-000000000001', 'District', 'd.example', 'America/Los_Angeles');
                insert into party.organization (id, name, host) values
                  ('00000000-0000-0000-0000-000000000002', 'P', 'p.example'),
                  ('00000000-0000-0000-0000-000000000012', 'Q', 'q.example');
                insert into party.program (id, organization_id, name)
                values ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000002', 'Chess');
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
                insert into roster.participant (id, organization_id, given_name, family_name, birth_date)
                values ('00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000002', 'Ana', 'Diaz', '2014-03-15');
                insert into roster.student (id, organization_id, participant_id, district_id, district_student_id)
                values ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000002',
                  '00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000001', '100123');
                insert into roster.program_enrollment (organization_id, participant_id, program_id, served)
                values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000004',
                  '00000000-0000-0000-0000-000000000003', '[2026-09-05,)');
                insert into document.signer (id, organization_id, participant_id, name, capacity)
                values ('00000000-0000-0000-0000-000000000007', '00000000-0000-0000-0000-000000000002',
                  '00000000-0000-0000-0000-000000000004', 'Parent', 'PARENT');
                insert into document.consent (organization_id, participant_id, district_id, signer_id, signed_on, in_force,
                  categories, parties, purpose, student_birth_date)
                values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000004',
                  '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000007', current_date - 30,
                  daterange(current_date - 30, current_date + 300), '{ENROLLMENT,ATTENDANCE}', '{ORGANIZATION,OPERATOR}', 'Tutoring',
                  '2014-03-15');
                insert into sync.feed (id, district_id, name, connector, settings, categories, cron, zone)
                values ('00000000-0000-0000-0000-00000000000f', '00000000-0000-0000-0000-000000000001', 'F', 'x', '{}', '{}', '-', 'UTC');
                insert into record.student (district_id, id, district_student_id, given_name, family_name, birth_date, feed_id, source_key, content_hash)
                values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000d', '100123', 'Ana', 'Diaz',
                  '2014-03-15', '00000000-0000-0000-0000-00000000000f', 'u', '');
                insert into record.student_match (student_id, district_id, record_id, proved_at)
                values ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000001',
                  '00000000-0000-0000-0000-00000000000d', now());
                """);
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.close(); // without a commit
    }

    @Test
    void aDraftOpensNothingAndNeitherDoesOneSignature() throws SQLException {
        draftBoth();
        assertThat(reason()).isEqualTo("OPERATOR_AGREEMENT_NOT_IN_FORCE");

        sign("operator", "OPERATOR", "operator_agreement_id", WITH_OPERATOR);
        assertThat(reason()).isEqualTo("OPERATOR_AGREEMENT_NOT_IN_FORCE");

        sign("admin", "ORGANIZATION", "operator_agreement_id", WITH_OPERATOR);
        assertThat(reason()).isEqualTo("DISTRICT_AGREEMENT_NOT_IN_FORCE");

        sign("admin", "ORGANIZATION", "district_agreement_id", WITH_DISTRICT);
        assertThat(reason()).isEqualTo("DISTRICT_AGREEMENT_NOT_IN_FORCE");

        sign("steward", "DISTRICT", "district_agreement_id", WITH_DISTRICT);
        assertThat(reason()).isEqualTo("open");
    }

    @Test
    void eachSideSignsForItselfAlone() throws SQLException {
        draftBoth();

        for (var forged : List.of(
                signature("admin", "OPERATOR", "operator_agreement_id", WITH_OPERATOR),
                signature("admin", "DISTRICT", "district_agreement_id", WITH_DISTRICT),
                signature("stranger", "ORGANIZATION", "operator_agreement_id", WITH_OPERATOR),
                signature("worker", "ORGANIZATION", "operator_agreement_id", WITH_OPERATOR),
                signature("steward", "ORGANIZATION", "district_agreement_id", WITH_DISTRICT),
                signature("operator", "ORGANIZATION", "operator_agreement_id", WITH_OPERATOR),
                signature("operator", "DISTRICT", "district_agreement_id", WITH_DISTRICT))) {
            enter(forged.get(0));
            assertThat(refused(forged.get(1))).as(forged.toString()).isTrue();
        }
        assertThat(values("select count(*) from document.agreement_signature")).containsExactly("0");
    }

    @Test
    void nobodyWritesTheDaysInForce() throws SQLException {
        draftBoth();

        for (var who : List.of("operator", "steward", "admin")) {
            enter(who);
            assertThat(refused("update document.operator_agreement set in_force = term"))
                    .as(who)
                    .isTrue();
            assertThat(refused("update document.district_agreement set in_force = term"))
                    .as(who)
                    .isTrue();
        }
    }

    @Test
    void whatOneSideHasSignedDoesNotChange() throws SQLException {
        draftBoth();
        sign("admin", "ORGANIZATION", "district_agreement_id", WITH_DISTRICT);

        enter("steward");
        assertThat(refused("update document.district_agreement set categories = '{ENROLLMENT,GRADES}'"))
                .isTrue();
        assertThat(refused("update document.district_agreement set term = daterange(access.today(), null)"))
                .isTrue();
    }

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
    void theOtherSidesDraftIsNotChanged() throws SQLException {
        draftBoth();

        enter("admin");
        assertThat(refused("update document.operator_agreement set term = daterange(access.today(), null)"))
                .isTrue();
        assertThat(refused("update document.operator_agreement set withdrawn_at = now()"))
                .isTrue();
        assertThat(
                        refused(
                                "update document.district_agreement set drafted_side = 'ORGANIZATION', categories = '{GRADES}'"))
                .isTrue();
        assertThat(
                        refused(
                                "update document.district_agreement set ended_on = access.today(), ended_by = access.my_membership(), categories = '{GRADES}'"))
                .isTrue();
    }

    @Test
    void anOrganizationCannotMakeItselfASchoolOfficial() throws SQLException {
        enter("admin");
        var draft = """
                insert into document.district_agreement
                  (id, organization_id, district_id, term, drafted_by, drafted_side, categories, purpose, basis)
                values ('%s', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', %s,
                  access.my_membership(), '%s', '{ENROLLMENT}', 'Tutoring', '%s')
                """;
        assertThat(refused(draft.formatted(WITH_DISTRICT, NEXT_YEAR, "ORGANIZATION", "SCHOOL_OFFICIAL")))
                .isTrue();
        assertThat(refused(draft.formatted(WITH_DISTRICT, NEXT_YEAR, "DISTRICT", "SCHOOL_OFFICIAL")))
                .isTrue();
        assertThat(refused(draft.formatted(WITH_DISTRICT, NEXT_YEAR, "ORGANIZATION", "WRITTEN_CONSENT")))
                .as("a request on the usual basis")
                .isFalse();
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
    void noSecondAgreementComesIntoForceBesideTheFirst() throws SQLException {
        draftBoth();
        run("reset role");
        run("""
                insert into document.district_agreement (id, organization_id, district_id, in_force, categories, purpose)
                values ('00000000-0000-0000-0000-0000000000a9', '00000000-0000-0000-0000-000000000002',
                  '00000000-0000-0000-0000-000000000001', daterange(access.today() + 100, access.today() + 200), '{GRADES}', 'Mentoring')
                """);
        var signature = signature("steward", "DISTRICT", "district_agreement_id", WITH_DISTRICT);

        enter("steward");
        assertThat(values("select access.unsignable('" + WITH_DISTRICT + "')")).containsExactly("ANOTHER_IN_FORCE");
        assertThat(refused(signature.get(1))).isTrue();
        run("reset role");
        run("update document.district_agreement set in_force = daterange(access.today() - 9, access.today())"
                + " where not isempty(in_force)");
        enter("steward");
        assertThat(refused(signature.get(1))).as("it has ended").isFalse();
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
    void aSignatureCarriesNobodyElsesFile() throws SQLException {
        draftBoth();
        run("reset role");
        run("""
                insert into document.file (id, membership_id, organization_id, purpose, name, ticket_hash, media_type, size, sha256, content, uploaded_at)
                values
                  ('00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000c4', '00000000-0000-0000-0000-000000000012',
                    'SIGNED_AGREEMENT', 'theirs.pdf', '1', 'application/pdf', 1, 'x', 'x', now()),
                  ('00000000-0000-0000-0000-0000000000e2', '00000000-0000-0000-0000-0000000000c3', '00000000-0000-0000-0000-000000000002',
                    'SIGNED_AGREEMENT', 'ours.pdf', '2', 'application/pdf', 1, 'x', 'x', now())
                """);

        enter("admin");
        var theirs = signature("admin", "ORGANIZATION", "operator_agreement_id", WITH_OPERATOR)
                .get(1)
                .replace("null)", "'00000000-0000-0000-0000-0000000000e1')");
        assertThat(refused(theirs)).isTrue();
        assertThat(refused(theirs.replace("e1')", "e2')"))).isFalse();
        assertThat(values("select name from access.file_content('00000000-0000-0000-0000-0000000000e1')"))
                .isEmpty();
        enter("operator");
        assertThat(values("select name from access.file_content('00000000-0000-0000-0000-0000000000e2')"))
                .as("the other party reads what was signed")
                .containsExactly("ours.pdf");
        enter("stranger");
        assertThat(values("select name from access.file_content('00000000-0000-0000-0000-0000000000e2')"))
                .isEmpty();
    }

    /** As a list does that nobody imports. */
    @Test
    void aFileOnWhichNothingHangsGoesAfterADay() throws SQLException {
        draftBoth();
        run("reset role");
        run("""
                insert into document.file (id, membership_id, organization_id, purpose, name, ticket_hash, media_type, size, sha256, content, uploaded_at)
                select ('00000000-0000-0000-0000-0000000000e' || n)::uuid, '00000000-0000-0000-0000-0000000000c3',
                  '00000000-0000-0000-0000-000000000002', 'SIGNED_AGREEMENT', n || '.pdf', n::text::bytea, 'application/pdf', 1, 'x', 'x',
                  now() - case n when 3 then interval '23 hours' else interval '25 hours' end
                from generate_series(1, 3) n
                """);
        enter("admin");
        var signed = signature("admin", "ORGANIZATION", "operator_agreement_id", WITH_OPERATOR)
                .get(1)
                .replace("null)", "'00000000-0000-0000-0000-0000000000e1')");
        assertThat(refused(signed)).isFalse();

        run("reset role");
        run("set role link_engine");
        run("select access.forget_files()");
        run("reset role");

        assertThat(
                        values(
                                "select name from document.file where content is not null and destroyed_at is null order by name"))
                .as("one is signed, one is young")
                .containsExactly("1.pdf", "3.pdf");
        assertThat(values("select name || size || sha256 from document.file where destroyed_at is not null"))
                .containsExactly("2.pdf1x");
        enter("admin");
        assertThat(refused(signed.replace("e1')", "e2')")))
                .as("nothing is there any more")
                .isTrue();
    }

    /** The district answers a request by taking it over; the organization does not get it back. */
    @Test
    void aRequestIsChangedByWhoeverHoldsIt() throws SQLException {
        enter("admin");
        run("""
                insert into document.district_agreement
                  (id, organization_id, district_id, term, drafted_by, drafted_side, categories, purpose)
                values ('%s', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', %s,
                  access.my_membership(), 'ORGANIZATION', '{ENROLLMENT}', 'Tutoring')
                """.formatted(WITH_DISTRICT, NEXT_YEAR));
        var change = "update document.district_agreement set categories = '{ATTENDANCE}'";
        assertThat(refused(change)).isFalse();
        enter("steward");
        assertThat(
                        refused(
                                "update document.district_agreement set drafted_side = 'DISTRICT', drafted_by = access.my_membership()"))
                .isFalse();
        enter("admin");
        assertThat(refused(change)).isTrue();
    }

    @Test
    void anAmendmentKeepsTheChoicesAndTheRoster() throws SQLException {
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

        amendBoth("access.today() + 10");

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

    /** Between the signature and the first day: what is taken back then must not come back with the successor. */
    @Test
    void whatIsTakenBackBeforeTheAmendmentBeginsStaysSo() throws SQLException {
        anAmendmentKeepsTheChoicesAndTheRoster();

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
    void aPreviewCountsWhatADraftWouldOpenAndLeavesEverythingAsItWas() throws SQLException {
        draftBoth();
        sign("operator", "OPERATOR", "operator_agreement_id", WITH_OPERATOR);
        sign("admin", "ORGANIZATION", "operator_agreement_id", WITH_OPERATOR);
        var preview =
                "select category || ' ' || gains || ' ' || loses || ' ' || cardinality(gaining) from access.agreement_preview('"
                        + WITH_DISTRICT + "') where gains + loses > 0";

        enter("steward");
        assertThat(values(preview)).as("counts only").containsExactly("ENROLLMENT 1 0 0", "ATTENDANCE 1 0 0");
        enter("admin");
        assertThat(values(preview)).containsExactly("ENROLLMENT 1 0 1", "ATTENDANCE 1 0 1");
        for (var nobody : List.of("stranger", "worker")) {
            enter(nobody);
            assertThat(values("select category from access.agreement_preview('" + WITH_DISTRICT + "')"))
                    .as(nobody)
                    .isEmpty();
        }
        assertThat(reason()).isEqualTo("DISTRICT_AGREEMENT_NOT_IN_FORCE");
    }

    @Test
    void anAddressBelongsToOne() throws SQLException {
        enter("operator");
        for (var taken : List.of("d.example", "o.example", "p.example")) {
            assertThat(refused("insert into party.organization (id, name, host) values (gen_random_uuid(), 'R', '"
                            + taken + "')"))
                    .as(taken)
                    .isTrue();
        }
        assertThat(refused(
                        "insert into party.organization (id, name, host) values (gen_random_uuid(), 'R', 'r.example')"))
                .isFalse();
        enter("admin");
        assertThat(refused(
                        "insert into party.organization (id, name, host) values (gen_random_uuid(), 'S', 's.example')"))
                .isTrue();
    }

    @Test
    void anAddressNeverChanges() throws SQLException {
        enter("operator");

        assertThat(refused(
                        "update party.organization set name = 'Q2' where id = '00000000-0000-0000-0000-000000000002'"))
                .isFalse();
        assertThat(
                        refused(
                                "update party.organization set host = 'r.example' where id = '00000000-0000-0000-0000-000000000002'"))
                .isTrue();
    }

    @Test
    void theLastStewardAndTheLastOperatorStay() throws SQLException {
        var steward = "00000000-0000-0000-0000-0000000000c2";
        enter("operator");

        assertThat(values("select access.deactivate_staff('" + steward + "', 1)"))
                .containsExactly("LAST_STEWARD");
        assertThat(values("select access.change_staff('" + steward
                        + "', 1, 'DISTRICT_STEWARD', 'EMPLOYEE', null, null, null, current_date + 9, null, null)"))
                .containsExactly("LAST_STEWARD");
        run("reset role");
        run("set local role link_policy");
        assertThat(values("select access.last_of_its_place(m.id) from party.membership m where m.role = 'OPERATOR'"))
                .containsExactly("LAST_OPERATOR");
        run("reset role");
        run("""
                insert into party.membership (staff_id, organization_id, district_id, role, active) values
                  ('00000000-0000-0000-0000-0000000000b4', null, null, 'OPERATOR', '[2020-01-01,)'),
                  ('00000000-0000-0000-0000-0000000000b4', null, '00000000-0000-0000-0000-000000000001', 'DISTRICT_STEWARD', '[2020-01-01,)');
                """);
        enter("operator");
        assertThat(values("select access.deactivate_staff('" + steward + "', 1)"))
                .as("another one is there")
                .containsExactly((String) null);
    }

    /** 34 CFR 99.30 asks for signed consents; a district that looks at a sample of them must not be led around it. */
    @Test
    void theSampleIsDrawnByTheDatabaseAlone() throws SQLException {
        enter("admin");
        assertThat(refused("""
                        insert into document.consent (id, organization_id, participant_id, district_id, signer_id, in_force, drawn)
                        select gen_random_uuid(), c.organization_id, c.participant_id, c.district_id, c.signer_id, c.in_force, false
                        from document.consent c
                        """)).isTrue();
        assertThat(refused("update document.consent set drawn = false")).isTrue();
        run("reset role");
        run("""
                insert into document.consent (id, organization_id, participant_id, district_id, signer_id, in_force, categories, parties,
                  purpose)
                select gen_random_uuid(), c.organization_id, c.participant_id, c.district_id, c.signer_id, c.in_force, c.categories, c.parties,
                  'Sample'
                from document.consent c
                cross join generate_series(1, 2000)
                """);

        var drawn = values("select id from document.consent where drawn and purpose = 'Sample'");

        assertThat(drawn.size()).as("one in ten of 2,000").isBetween(100, 320);
    }

    private void draftBoth() throws SQLException {
        enter("operator");
        run("""
                insert into document.operator_agreement (id, organization_id, term, drafted_by)
                values ('%s', '00000000-0000-0000-0000-000000000002', %s, access.my_membership())
                """.formatted(WITH_OPERATOR, NEXT_YEAR));
        enter("steward");
        run("""
                insert into document.district_agreement
                  (id, organization_id, district_id, term, drafted_by, drafted_side, categories, purpose)
                values ('%s', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', %s,
                  access.my_membership(), 'DISTRICT', '{ENROLLMENT,ATTENDANCE}', 'Tutoring')
                """.formatted(WITH_DISTRICT, NEXT_YEAR));
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

    private void amendBoth(String begins) throws SQLException {
        var operators = WITH_OPERATOR.replace("a1", "f1");
        var districts = WITH_DISTRICT.replace("a2", "f2");
        enter("operator");
        run("""
                insert into document.operator_agreement (id, organization_id, term, drafted_by, replaces_id)
                values ('%s', '00000000-0000-0000-0000-000000000002', daterange(%s, null), access.my_membership(), '%s')
                """.formatted(operators, begins, WITH_OPERATOR));
        enter("steward");
        run("""
                insert into document.district_agreement
                  (id, organization_id, district_id, term, drafted_by, drafted_side, categories, purpose, replaces_id, basis,
                   designated_categories, requires_named_staff)
                values ('%s', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', daterange(%s, null),
                  access.my_membership(), 'DISTRICT', '{ENROLLMENT}', 'Tutoring', '%s', 'SCHOOL_OFFICIAL', '{ENROLLMENT}', true)
                """.formatted(districts, begins, WITH_DISTRICT));
        sign("operator", "OPERATOR", "operator_agreement_id", operators);
        sign("admin", "ORGANIZATION", "operator_agreement_id", operators);
        sign("steward", "DISTRICT", "district_agreement_id", districts);
        sign("admin", "ORGANIZATION", "district_agreement_id", districts);
        run("reset role");
    }

    private void sign(String who, String side, String kind, String agreement) throws SQLException {
        enter(who);
        run(signature(who, side, kind, agreement).get(1));
    }

    /** Who signs, and how. */
    private static List<String> signature(String who, String side, String kind, String agreement) {
        return List.of(who, """
                insert into document.agreement_signature (id, %s, side, membership_id, signer_name, signer_title, file_id)
                values (gen_random_uuid(), '%s', '%s', access.my_membership(), 'N', 'T', null)
                """.formatted(kind, agreement, side));
    }

    /** Goes on as the request role, in this person's name. */
    private void enter(String who) throws SQLException {
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
    private boolean refused(String sql) throws SQLException {
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
    private String reason() throws SQLException {
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

    private List<String> values(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
