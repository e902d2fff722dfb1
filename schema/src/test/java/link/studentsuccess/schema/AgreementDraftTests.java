package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A draft, a request and the signatures that put it into force: each side for itself, and only what it may. */
class AgreementDraftTests extends RequestRoleStories {

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
}
