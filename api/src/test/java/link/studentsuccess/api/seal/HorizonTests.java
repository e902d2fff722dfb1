package link.studentsuccess.api.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an administrator of the database wins by time: rows that wait for their seal, and rows that say another time than that
 * at which they were written. What is older than {@code link.seal.late} is told.
 */
class HorizonTests {

    private final SealedLedger ledger = new SealedLedger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Service service;

    /** A seal each two minutes, the newest eleven minutes old. */
    @BeforeEach
    void sealedForAWhile() {
        service = new Service(ledger, folder.resolve("anchor"));
        for (var minute = 15; minute > 10; minute -= 2) {
            service.write(minutes(minute + 1));
            service.seal(minutes(minute));
        }
    }

    @AfterEach
    void drop() {
        ledger.close();
    }

    @Test
    @DisplayName(
            "attack 200: rows that were held back by an open transaction, and changed before any seal, are told by the seals")
    void frozenHorizon() throws SQLException {
        ledger.awaitEnded();
        try (var holding = transaction()) {
            var victim = service.write(minutes(10));
            for (var minute = 9; minute > 0; minute -= 2) {
                assertThat(service.sealNow(minutes(minute))
                                .statement()
                                .content()
                                .rows())
                        .as("seals are made, and hold nothing")
                        .isZero();
            }
            assertThat(service.verify().findings()).containsExactly("SEALED_LATE 6", "NOT_SEALED");
            ledger.tamper(
                    "delete from ledger.release where request_id = '%1$s'; delete from ledger.request where id = '%1$s'"
                            .formatted(victim));
            holding.commit();
        }
        service.write(Duration.ZERO);
        service.seal(Duration.ZERO);

        var said = service.verify();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.findings()).containsExactly("SEALED_LATE 6");
        assertThat(said.lines()).anyMatch(line -> line.contains("a transaction was held open"));
        // Whoever has looked, and knows why, says so in the settings.
        assertThat(service.command("--link.seal.explained=6").code()).isZero();
        assertThat(service.verify(5L, 7L).code()).isEqualTo(1);
    }

    @Test
    @DisplayName("attack 200: transactions that end one after another let the horizon creep, and that is told as well")
    void creepingHorizon() throws SQLException {
        ledger.awaitEnded();
        var holding = new ArrayList<Connection>();
        for (var n = 0; n < 6; n++) {
            holding.add(transaction());
        }
        service.write(minutes(10));
        var ends = new ArrayList<String>();
        for (var minute = 9; minute > 0; minute -= 2) {
            var first = holding.remove(0);
            first.commit();
            first.close();
            ends.add(service.sealNow(minutes(minute)).statement().range().upto());
        }
        holding.get(0).commit();
        holding.get(0).close();

        assertThat(ends).as("each seal reaches further").doesNotHaveDuplicates();
        assertThat(service.verify().findings()).contains("SEALED_LATE 6");
    }

    @Test
    @DisplayName("attack 201: a sealer that was stopped for a while leaves a gap, and that is told")
    void gap() {
        service.write(minutes(2));
        service.seal(minutes(1));

        assertThat(service.verify().findings()).containsExactly("SEALED_LATE 4");
    }

    @Test
    void aSealerThatDoesNotRunIsToldThoughNoRowWaits() {
        var said = service.verify();

        assertThat(said.findings()).containsExactly("NOT_SEALED");
        assertThat(said.lines())
                .anyMatch(line -> line.startsWith("NOT_SEALED  0 rows have no seal: the newest seal is of ")
                        && line.endsWith(", the sealer does not run."));
    }

    @Test
    @DisplayName("attack 200: a row of now that says some minutes ago is told, with the seal that took it")
    void backDatedByMinutes() {
        goOnUntilNow();
        service.write(minutes(8));
        service.seal(Duration.ZERO);

        assertThat(service.verify().findings()).containsExactly("ROW_BACK_DATED 9");
    }

    @Test
    @DisplayName("attack 200: a row of a time to come is told, sealed or not")
    void future() {
        goOnUntilNow();
        service.write(Duration.ofDays(-26_000));
        assertThat(service.verify().findings()).as("not sealed yet").containsExactly("ROW_BACK_DATED 8");

        service.seal(Duration.ZERO);
        assertThat(service.verify().findings()).containsExactly("ROW_BACK_DATED 9");
    }

    @Test
    @DisplayName("attack 200: a row of a time to come with a made-up transaction, which no seal would take, is told")
    void madeUpTransaction() {
        goOnUntilNow();
        for (var xid : new String[] {"3", "9000000000000000000"}) {
            ledger.run(
                    "insert into ledger.request (id, xid, at, host, outcome) values ('%s', '%s', '2099-01-01Z', 'x', 'ANSWERED')"
                            .formatted(UUID.randomUUID(), xid));
        }
        service.seal(Duration.ZERO);

        var said = service.verify();
        assertThat(said.findings()).containsExactly("ROW_INSERTED 9");
        assertThat(said.lines().stream().filter(line -> line.startsWith("ROW_INSERTED")))
                .hasSize(2);
        assertThat(said.lines()).contains("0 rows wait for their seal.");
    }

    /** With the server's clock at hand, a year could be sealed anew in a day. */
    @Test
    @DisplayName("attack 201: nothing is sealed at a time that is not the service's own")
    void otherClock() throws SQLException {
        var tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
        var sealer = new Sealer(ledger.keys(), new Lateness(minutes(5), Set.of(), tomorrow));
        try (var connection = ledger.sealer()) {
            connection.setAutoCommit(false);

            assertThatThrownBy(() -> sealer.seal(connection, Duration.ZERO, null))
                    .isInstanceOf(Sealer.NotSealed.class)
                    .hasMessageContaining("The database's clock says ");
        }
    }

    private void goOnUntilNow() {
        for (var minute = 9; minute > 0; minute -= 2) {
            service.seal(minutes(minute));
        }
        assertThat(service.verify().code()).isZero();
    }

    private Connection transaction() throws SQLException {
        var connection = ledger.superuser();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_current_xact_id()");
        }
        return connection;
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
