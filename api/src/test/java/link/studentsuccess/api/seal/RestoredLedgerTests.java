package link.studentsuccess.api.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A dump that is restored on another server: one with a name of its own, whose transactions are counted from the beginning, so
 * that the numbers in the old rows are still to come there.
 */
class RestoredLedgerTests {

    private static OtherServer server;

    private final SealedLedger old = new SealedLedger();
    private final Verifier verifier = new Verifier(old.keys(), SealedLedger.LATENESS);
    private SealedLedger restored = old;
    private UUID first = UUID.randomUUID();
    private Anchor last = new Anchor(1, "");

    @BeforeAll
    static void start() {
        server = new OtherServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Three seals, and a row pair that has none yet; then a dump and a restore. */
    @BeforeEach
    void restore() throws SQLException {
        spend(old, 3_000);
        first = old.write("First");
        old.seal();
        old.writeFigures(old.write("Second"));
        old.seal();
        last = Anchor.of(old.seal());
        old.write("Not sealed before the dump");
        restored = new SealedLedger(server);
        restored.restoreFrom(old);

        assertThat(server(restored)).isNotEqualTo(server(old));
        assertThat(next(restored))
                .as("the numbers of the old rows are still to come")
                .isLessThan(number(old, "select min(xid::text::bigint) from ledger.request"));
    }

    @AfterEach
    void drop() {
        restored.close();
        old.close();
    }

    private static long server(SealedLedger ledger) {
        return number(ledger, "select system_identifier from pg_control_system()");
    }

    private static long next(SealedLedger ledger) {
        return number(ledger, "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
    }

    private static long number(SealedLedger ledger, String sql) {
        return Long.parseLong(ledger.value(sql));
    }

    /** Counts the transactions of a server on. */
    private static void spend(SealedLedger ledger, long transactions) throws SQLException {
        try (var connection = ledger.superuser();
                var statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute("do $$ begin for n in 1.." + transactions
                    + " loop perform pg_current_xact_id(); commit; end loop; end $$");
        }
    }

    @Test
    @DisplayName(
            "attack 201: restored elsewhere, the old chain is whole, and a new epoch seals what comes and what had no seal")
    void goesOn() throws SQLException {
        var asRestored = restored.verify(verifier, Verifier.Scope.WHOLE, last);
        assertThat(asRestored.findings()).isEmpty();
        assertThat(asRestored.checked().rows()).isEqualTo(6);
        assertThat(asRestored.waiting().rows()).isEqualTo(2);

        restored.write("Written after the restore");
        var seal = restored.seal(old.keys(), last);
        restored.write("And later");
        var next = restored.seal(old.keys(), last);

        assertThat(seal.statement().range().epoch()).isEqualTo(2);
        assertThat(seal.statement().content().rows()).isEqualTo(4);
        assertThat(next.statement().range().epoch()).isEqualTo(2);
        assertThat(next.statement().content().rows()).isEqualTo(2);
        assertIntact(last);

        // When the count has come to the numbers of the old rows and past them, none of them is taken twice, and none
        // missed.
        spend(restored, next(old) - next(restored));
        restored.write("With a number as old rows have");
        var caught = restored.seal(old.keys(), Anchor.of(next));
        assertThat(next(restored)).isGreaterThan(number(old, "select max(xid::text::bigint) from ledger.request"));
        assertThat(caught.statement().content().rows()).isEqualTo(2);
        assertIntact(Anchor.of(caught));
        assertThat(restored.verify(verifier, new Verifier.Scope(2, 1_000), Anchor.of(caught))
                        .intact())
                .isTrue();
    }

    @Test
    @DisplayName("attack 200, attack 201: what is changed after the restore is told, of the old rows and of the new")
    void isGuardedAsBefore() {
        var later = restored.write("Written after the restore");
        restored.seal(old.keys(), last);
        assertIntact(last);

        restored.tamper("update ledger.release set released = '{}' where request_id = '" + first + "'");
        restored.tamper("update ledger.statistic set cells = '[]'");
        restored.tamper("delete from ledger.release where request_id = '" + later + "'");
        // As if it had been written on the old server: a number that this one has not come to.
        restored.tamper("""
                insert into ledger.request (xid, at, host, outcome)
                select r.xid, r.at + interval '1 microsecond', r.host, r.outcome from ledger.request r where r.id = '%s'
                """.formatted(first));
        restored.seal(old.keys(), last);

        var told = restored.verify(verifier, Verifier.Scope.WHOLE, last);
        VerifyCommand.lines(told).forEach(line -> System.out.println("restored elsewhere: " + line));
        assertThat(kinds(told))
                .containsExactlyInAnyOrder("ROW_EDITED 1", "ROW_EDITED 2", "ROW_DELETED 4", "ROW_INSERTED 1");
    }

    @Test
    @DisplayName(
            "attack 201: the old server's sealer and the new one's make two chains, and the anchor tells which one is known")
    void cannotForkUnnoticed() {
        restored.write("Here");
        old.write("There");
        var here = Anchor.of(restored.seal(old.keys(), last));
        var there = Anchor.of(old.seal());
        assertThat(here.sequence()).isEqualTo(there.sequence());

        assertThat(kinds(old.verify(verifier, Verifier.Scope.WHOLE, here))).containsExactly("FORKED 4");
        assertThat(kinds(restored.verify(verifier, Verifier.Scope.WHOLE, there)))
                .containsExactly("FORKED 4");
        assertThatThrownBy(() -> old.seal(old.keys(), here)).isInstanceOf(Sealer.NotSealed.class);
        assertThatThrownBy(() -> restored.seal(old.keys(), there)).isInstanceOf(Sealer.NotSealed.class);
        // Nor can the seal of one be put in the place of the other's: it follows the same seal.
        assertIntact(here);
    }

    /** Point-in-time recovery: not a copy elsewhere, but the server itself as it was. */
    @Test
    @DisplayName(
            "attack 201: the server gone back to an older state is told by the anchor, and not sealed on before somebody has looked")
    void goneBackInTheSamePlace() {
        restored.write("Before the backup");
        var kept = restored.seal(old.keys(), last);
        server.backUp();
        restored = new SealedLedger(server);
        var lost = restored.write("After the backup");
        var newest = Anchor.of(restored.seal(old.keys(), Anchor.of(kept)));
        assertIntact(newest);
        var reached = next(restored);

        server.goBack();
        restored = new SealedLedger(server);
        assertThat(next(restored)).as("transactions are counted again").isLessThan(reached);
        assertThat(restored.value("select count(*) from ledger.request where id = '" + lost + "'"))
                .isEqualTo("0");

        assertThat(kinds(restored.verify(verifier, Verifier.Scope.WHOLE, newest)))
                .containsExactly("TAIL_MISSING 5");
        assertThatThrownBy(() -> restored.seal(old.keys(), newest))
                .isInstanceOf(Sealer.NotSealed.class)
                .hasMessageContaining("seal 5 is gone");
        // Somebody has looked, and put the anchor aside: the chain goes on, with the numbers that came before.
        restored.write("After the recovery");
        var next = restored.seal(old.keys(), Anchor.of(kept));
        assertThat(next.statement().range().epoch())
                .isEqualTo(kept.statement().range().epoch());
        assertThat(next.statement().content().rows()).isEqualTo(2);
        assertIntact(Anchor.of(next));
        assertThat(kinds(restored.verify(verifier, Verifier.Scope.WHOLE, newest)))
                .as("and the old anchor still tells")
                .containsExactly("FORKED 5");
    }

    private void assertIntact(Anchor anchor) {
        assertThat(restored.verify(verifier, Verifier.Scope.WHOLE, anchor).findings())
                .isEmpty();
    }

    private static List<String> kinds(Verification verification) {
        return verification.findings().stream()
                .map(finding -> finding.kind() + " " + finding.seal())
                .toList();
    }
}
