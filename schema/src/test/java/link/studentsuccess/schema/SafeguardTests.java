package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no request gets around beside agreements: whose an address is, that somebody stays in charge, and the sample of consents. */
class SafeguardTests extends RequestRoleStories {

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
}
