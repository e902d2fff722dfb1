package link.studentsuccess.api.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an administrator of the database can let the verifier read, while everybody else reads something else. Of a server that
 * lies as a whole only a restore elsewhere tells: see {@link Reading}.
 */
class ReadingTests {

    private final SealedLedger ledger = new SealedLedger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Service service;

    private UUID sealed = UUID.randomUUID();

    @BeforeEach
    void sealed() {
        service = new Service(ledger, folder.resolve("anchor"));
        sealed = service.write(Duration.ZERO);
        service.seal(Duration.ZERO);
        assertThat(service.verify().code()).isZero();
        ledger.spoil();
    }

    @AfterEach
    void drop() {
        ledger.close();
    }

    @Test
    @DisplayName(
            "attack 200: an invented row that a policy hides from the sealer and the verifier is told with the policy, and without it")
    void hiddenByAPolicy() throws SQLException {
        var invented = UUID.randomUUID();
        ledger.tamper(
                "insert into ledger.request (id, xid, at, host, outcome) values ('%s', '3', now(), 'x', 'ANSWERED')"
                        .formatted(invented));
        ledger.run("alter policy sealer_reads on ledger.request using (id <> '" + invented + "')");
        assertThat(seen("select count(*) from ledger.request where id = '" + invented + "'"))
                .as("the verifier's login does not see it")
                .isEqualTo("0");

        var said = service.verify();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.lines())
                .contains(
                        "READING_ALTERED  The table ledger.request does not show this login all its rows: a policy was changed.");
        assertThatThrownBy(() -> service.seal(Duration.ZERO)).isInstanceOf(Sealer.NotSealed.class);

        ledger.run("alter policy sealer_reads on ledger.request using (true)");
        assertThat(service.verify().findings()).containsExactly("ROW_INSERTED 1");
    }

    @Test
    @DisplayName(
            "attack 200: functions and operators that a search path puts before PostgreSQL's own change nothing of what is read")
    void searchPath() throws SQLException {
        ledger.run("""
                create schema before;
                create table before.original as select r.* from ledger.release r;
                create function before.to_jsonb(r ledger.release) returns jsonb language sql stable security definer as
                $$ select pg_catalog.to_jsonb(o) from before.original o where o.id = r.id $$;
                grant usage on schema before to link_sealer;
                """);
        ledger.run("alter role link_sealer in database " + ledger.value("select current_database()")
                + " set search_path = before, pg_catalog");
        ledger.signOut();
        ledger.tamper("update ledger.release set released = '{}' where request_id = '" + sealed + "'");
        assertThat(seen("select to_jsonb(r) ->> 'released' from ledger.release r"))
                .as("a query that trusts its search path reads what was there before")
                .isNotEqualTo("[]");

        var said = service.verify();

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.findings()).containsExactly("ROW_EDITED 1");
    }

    @Test
    @DisplayName(
            "attack 200: tables, policies, functions, operators and casts of the administrator's making are told, each by its name")
    void altered() throws SQLException {
        ledger.run("""
                create function pg_catalog.starts_with_id(uuid, text) returns boolean language sql as $$ select false $$;
                create function pg_catalog.other_text(jsonb) returns text language sql as $$ select '' $$;
                """);
        assertThat(service.verify().code())
                .as("names of their own are nobody's business")
                .isZero();

        alter(
                "The table ledger.release does not show this login all its rows: a policy was changed.",
                "create policy less on ledger.release as restrictive for select using (category <> 'GRADES')");
        alter(
                "The table ledger.subject does not show this login all its rows: a policy was changed.",
                "drop policy sealer_reads on ledger.subject");
        alter(
                "The table ledger.subject is not the ordinary table that it was.",
                "create table ledger.further () inherits (ledger.subject)");
        alter("The table ledger.request is not the ordinary table that it was.", """
                alter table ledger.request rename column client to told;
                alter table ledger.request add column client text generated always as (null::text) virtual
                """);
        alter("The table audit.change is not the ordinary table that it was.", """
                alter table audit.change rename to other;
                create view audit.change as select o.* from audit.other o;
                grant select on audit.change to link_sealer
                """);
        alter("PostgreSQL's function to_jsonb was replaced.", """
                create function pg_catalog.to_jsonb(ledger.release) returns jsonb language sql as $$ select '{}'::jsonb $$
                """);
        alter("PostgreSQL's function clock_timestamp was replaced.", """
                create or replace function pg_catalog.clock_timestamp() returns timestamptz language sql as
                $$ select '2020-01-01Z'::timestamptz $$
                """);
        alter("PostgreSQL's function uuid_eq was replaced.", """
                create or replace function pg_catalog.uuid_eq(uuid, uuid) returns boolean language sql immutable strict as
                $$ select false $$
                """);
        alter(
                "The operator = was added to PostgreSQL's own.",
                "create operator pg_catalog.= (leftarg = uuid, rightarg = text, function = pg_catalog.starts_with_id)");
        alter(
                "A cast was added to PostgreSQL's own.",
                "create cast (jsonb as text) with function pg_catalog.other_text(jsonb)");

        var said = service.verify();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.lines().stream().filter(line -> line.startsWith("READING_ALTERED")))
                .hasSize(10);
        assertThatThrownBy(() -> service.seal(Duration.ZERO)).isInstanceOf(Sealer.NotSealed.class);
    }

    private void alter(String told, String sql) throws SQLException {
        assertThat(altered(told)).isFalse();
        ledger.run(sql);
        assertThat(altered(told)).as(told).isTrue();
    }

    private boolean altered(String told) throws SQLException {
        try (var connection = ledger.sealer()) {
            connection.setAutoCommit(false);
            Reading.begin(connection);
            return Reading.altered(connection).contains(told);
        }
    }

    private String seen(String sql) throws SQLException {
        try (var connection = ledger.sealer();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
