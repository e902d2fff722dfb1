package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import link.studentsuccess.sampledistrict.Child;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The ledger is the permission: nothing is readable before it is recorded, and what was read stands in it. */
class LedgerTests {

    private static final List<String> STUDENT_TABLES =
            List.of("record.enrollment", "record.attendance_event", "record.attendance_summary");

    private final DemoWorld world = Worlds.pulled();

    @Test
    void everyRequestLeavesOneHeaderAndOneReleaseByCategory() {
        var operation = "Ledger" + UUID.randomUUID().toString().substring(0, 8);
        Ask.as(Person.MARIA)
                .data(
                        "query " + operation
                                + "($id: ID!) { participant(id: $id) { students { enrollment { __typename } attendance { __typename } again: attendance { __typename } } } }",
                        Map.of("id", Id.PARTICIPANT.of(world.participant(Child.AMARA))));

        var headers = Worlds.truth(
                world,
                "select concat_ws('|', outcome, role, host, membership_id) from ledger.request where operation = '"
                        + operation + "'");
        assertThat(headers).containsExactly("ANSWERED|CASE_WORKER|soundreach.localhost|" + Person.MARIA.membershipId());
        var releases = Worlds.truth(
                world,
                "select concat_ws('|', l.category, l.released, l.withheld, l.reasons, l.bases, cardinality(l.consents), cardinality(l.agreements), l.purpose is not null)"
                        + " from ledger.release l join ledger.request r on r.id = l.request_id where r.operation = '"
                        + operation + "' order by l.category");
        var student = world.student(Child.AMARA);
        assertThat(releases)
                .containsExactly(
                        "ATTENDANCE|{}|{" + student + "}|{NOT_IN_CONSENT}|{}|0|0|f",
                        "ENROLLMENT|{" + student + "}|{}|{}|{WRITTEN_CONSENT}|1|2|t");
    }

    @Test
    void orderingByAGuardedValueIsRecorded() {
        var operation = "Ordered" + UUID.randomUUID().toString().substring(0, 8);
        Ask.as(Person.MARIA)
                .data("query " + operation
                        + " { viewer { caseload(first: 1, orderBy: { field: ABSENCES }) { totalCount } } }");

        assertThat(Worlds.truth(
                        world,
                        "select ordered_by || ' over ' || ordered_over from ledger.request where operation = '"
                                + operation + "'"))
                .containsExactly("ATTENDANCE over 31"); // thirty children, one of them at two districts
    }

    @Test
    @DisplayName(
            "attack 186: without anybody entered every table about students is empty; after the opening it shows what was released")
    void beforeOpenEveryStudentTableIsEmptyForTheRequestRoleAndAfterItShowsWhatWasReleased() throws SQLException {
        for (var table : STUDENT_TABLES) {
            assertThat(count(table)).as(table + " has rows").isPositive();
        }
        try (var connection = asRequest()) {
            connection.setAutoCommit(false);
            assertAllEmpty(connection);
            enter(connection, Person.MARIA, Place.SOUND_REACH.host());
            assertAllEmpty(connection);

            var lena = world.student(Child.LENA);
            list(connection, "select category from access.open(array['" + lena + "']::uuid[], array['ATTENDANCE'])");

            assertThat(list(connection, "select count(*) from record.enrollment"))
                    .containsExactly("0");
            assertThat(list(connection, "select count(*) from record.attendance_summary"))
                    .containsExactly("1");
            assertThat(list(connection, "select distinct enrollment_id from record.attendance_event"))
                    .isEqualTo(Worlds.truth(
                            world,
                            "select e.id from record.enrollment e join record.student_match m on m.record_id = e.student_id where m.student_id = '"
                                    + lena + "'"));
            connection.rollback();
            assertAllEmpty(connection);
        }
    }

    @Test
    void requestRoleCannotWriteTheLedgerOrDecideForItself() throws SQLException {
        try (var connection = asRequest()) {
            for (var attempt : List.of(
                    "insert into ledger.release (request_id) values (gen_random_uuid())",
                    "select * from ledger.request",
                    "select * from access.decide(gen_random_uuid(), null, now(), '{}', '{}')",
                    "select * from access.windows(now(), '{}', '{}')",
                    "select * from access.kept(gen_random_uuid())",
                    "select district_student_id from record.student",
                    "set role link_policy",
                    "create domain pg_temp.uuid as pg_catalog.uuid",
                    "create temporary table t (a int)",
                    "update document.consent set activated_at = now()",
                    "delete from document.consent")) {
                assertThatThrownBy(() -> list(connection, attempt))
                        .as(attempt)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    @Test
    void twoPeopleCannotBeEnteredInOneTransaction() throws SQLException {
        try (var connection = asRequest()) {
            connection.setAutoCommit(false);
            enter(connection, Person.MARIA, Place.SOUND_REACH.host());

            assertThatThrownBy(() -> enter(connection, Person.DANA, Place.SOUND_REACH.host()))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo("23505"));
        }
    }

    @Test
    void ledgerIsAppendOnlyEvenForTheSuperuserByAccident() {
        assertThatThrownBy(() -> Worlds.change(world, "delete from ledger.release"))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> Worlds.change(world, "update ledger.release set released = '{}'"))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> Worlds.change(world, "truncate ledger.release"))
                .hasMessageContaining("append-only");
    }

    @Test
    void administratorReadsWhoSawAChildAndTheReadingIsRecorded() {
        var id = Id.PARTICIPANT.of(world.participant(Child.PRIYA));
        Ask.as(Person.MARIA)
                .data(
                        "query Morning($id: ID!) { participant(id: $id) { students { attendance { __typename } } } }",
                        Map.of("id", id));
        var query = """
                query Seen($id: ID!) { participant(id: $id) { disclosures(first: 100) { edges { node {
                  at staffName role organizationName category released reason basis purpose operation } } } } }
                """;

        var seen = Ask.as(Person.ALEX).data(query, Map.of("id", id)).at("/participant/disclosures/edges");
        var forCaseWorker = Ask.as(Person.MARIA).data(query, Map.of("id", id)).at("/participant/disclosures");

        assertThat(seen).anySatisfy(edge -> {
            assertThat(edge.at("/node/staffName").asString()).isEqualTo("Maria Delgado");
            assertThat(edge.at("/node/category").asString()).isEqualTo("ATTENDANCE");
            assertThat(edge.at("/node/released").asBoolean()).isTrue();
            assertThat(edge.at("/node/basis").asString()).isEqualTo("WRITTEN_CONSENT");
            assertThat(edge.at("/node/operation").asString()).isEqualTo("Morning");
        });
        assertThat(forCaseWorker.isNull()).isTrue();
        assertThat(Worlds.truth(
                        world,
                        "select distinct r.role from ledger.release l join ledger.request r on r.id = l.request_id where l.category = 'DISCLOSURES' and '"
                                + world.student(Child.PRIYA) + "' = any(l.released)"))
                .contains("ADMIN")
                .doesNotContain("CASE_WORKER");
    }

    private void assertAllEmpty(Connection connection) throws SQLException {
        for (var table : STUDENT_TABLES) {
            assertThat(list(connection, "select count(*) from " + table)).containsExactly("0");
        }
    }

    private void enter(Connection connection, Person person, String host) throws SQLException {
        list(
                connection,
                "select request_id from access.enter('%s', '%s', '%s', array['student-data'], 'Test', null, null)"
                        .formatted(world.signIn().issuer(), person.subject(), host));
    }

    private Connection asRequest() throws SQLException {
        var login = world.database().request();
        return DriverManager.getConnection(world.database().jdbcUrl(), login.username(), login.password());
    }

    private static List<String> list(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var values = new ArrayList<String>();
            if (statement.execute(sql)) {
                var rows = statement.getResultSet();
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
                }
            }
            return values;
        }
    }

    private int count(String table) {
        return Integer.parseInt(
                Worlds.truth(world, "select count(*) from " + table).get(0));
    }
}
