package link.studentsuccess.api.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an administrator of the database can do, who is a superuser there and has neither the key nor the anchor: rewrite, cut off,
 * restore. With the anchor {@code verify} tells it; without one it says what it cannot tell.
 */
class AdministratorTests {

    private final SealedLedger ledger = new SealedLedger();
    private final List<UUID> requests = new ArrayList<>();
    private final List<Seal> seals = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Service service;

    /** Four seals of the last twelve minutes, a request in each. */
    @BeforeEach
    void sealedForAWhile() {
        service = new Service(ledger, folder.resolve("anchor"));
        for (var minute = 13; minute > 1; minute -= 3) {
            requests.add(service.write(minutes(minute)));
            seals.add(service.seal(minutes(minute - 1)));
        }
        var said = service.verify();
        assertThat(said.code()).as(said.toString()).isZero();
        assertThat(said.lines()).contains("The ledger is as it was sealed.");
    }

    @AfterEach
    void drop() {
        ledger.close();
    }

    @Test
    @DisplayName("attack 200: a ledger that was rewritten after all seals were deleted is told, and not sealed anew")
    void rewrittenWithoutSeals() {
        rewrite(requests.get(1));
        ledger.tamper("delete from ledger.sealed_row; delete from ledger.seal");

        var said = service.verify();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.findings()).containsExactly("TAIL_MISSING 4", "NOT_SEALED");
        assertThatThrownBy(() -> service.seal(Duration.ZERO))
                .isInstanceOf(Sealer.NotSealed.class)
                .hasMessageContaining("seal 4 is gone");
        assertThat(service.verifyWithoutAnchor().findings()).containsExactly("NOT_SEALED");
    }

    @Test
    @DisplayName(
            "attack 200: sealed anew by a service that lost its anchor, with the real key, the old anchor tells it")
    void rewrittenAndSealedAnew() {
        rewrite(requests.get(1));
        ledger.tamper("delete from ledger.sealed_row; delete from ledger.seal");
        var elsewhere = service.withoutAnchor();
        elsewhere.seal(Duration.ZERO);

        var said = service.verify();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.findings()).contains("TAIL_MISSING 4");
        // The rows are older than a seal that comes when it should.
        assertThat(elsewhere.verify().findings()).containsExactly("SEALED_LATE 1");
        assertThat(elsewhere.verifyWithoutAnchor().code()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "attack 200: who rewrites the times too leaves what only the anchor tells; without one verify says so, and ends with 2")
    void rewrittenWithItsTimes() {
        ledger.tamper("""
                update ledger.release set released = '{}', at = now();
                update ledger.request set at = now();
                delete from ledger.sealed_row; delete from ledger.seal
                """);
        service.withoutAnchor().seal(Duration.ZERO);

        assertThat(service.verify().findings()).contains("TAIL_MISSING 4");
        var alone = service.verifyWithoutAnchor();
        assertThat(alone.code()).as(alone.toString()).isEqualTo(2);
        assertThat(alone.lines())
                .contains("The ledger fits its seals; more cannot be told.")
                .anyMatch(
                        line -> line.startsWith("No anchor was given")
                                && line.endsWith(
                                        "whether the end was cut off, or everything was rewritten and sealed anew, cannot be told."));
    }

    @Test
    @DisplayName(
            "attack 200: rewritten after the newest seals were deleted, and sealed anew: told by the anchor, and by the gap")
    void newestDeletedAndRewritten() {
        rewrite(requests.get(2));
        ledger.tamper("delete from ledger.sealed_row where sequence >= 3; delete from ledger.seal where sequence >= 3");

        assertThat(service.verify().findings()).containsExactly("TAIL_MISSING 4", "NOT_SEALED");
        assertThatThrownBy(() -> service.seal(Duration.ZERO)).isInstanceOf(Sealer.NotSealed.class);
        var elsewhere = service.withoutAnchor();
        elsewhere.seal(minutes(1));
        assertThat(service.verify().findings()).contains("TAIL_MISSING 4");
        elsewhere.seal(Duration.ZERO);
        var said = service.verify();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.findings()).contains("FORKED 4");
        assertThat(elsewhere.verifyWithoutAnchor().findings()).contains("SEALED_LATE 3");
    }

    @Test
    void anAnchorThatIsOldVouchesForLittle() {
        var said = service.verify(Anchor.of(seals.get(1)));

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.lines())
                .anyMatch(
                        line -> line.startsWith("The anchor knows seal 2 of ")
                                && line.endsWith(
                                        "whether what came after it was cut off, or rewritten and sealed anew, cannot be told."));
    }

    @Test
    @DisplayName("attack 201: an older state, restored in the same place, is told, and not sealed on")
    void restoredOlderState() {
        try (var backup = new SealedLedger()) {
            backup.restoreFrom(ledger);
            service.write(minutes(1));
            service.seal(Duration.ZERO);
            ledger.empty();
            ledger.restoreFrom(backup);
        }

        var said = service.verify();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.findings()).containsExactly("TAIL_MISSING 5");
        assertThatThrownBy(() -> service.seal(Duration.ZERO)).hasMessageContaining("seal 5 is gone");
        // As an operator lets it go on who has looked: the file is put aside, and still tells what there was.
        var after = service.withoutAnchor();
        service.write(minutes(1));
        var next = after.seal(Duration.ZERO);
        assertThat(next.sequence()).isEqualTo(5);
        assertThat(after.verify().code()).isZero();
        assertThat(service.verify().findings()).containsExactly("FORKED 5");
    }

    @Test
    @DisplayName("attack 201: a key that leaked after another had followed it seals nothing any more")
    void leakedKey() throws SQLException {
        var rotated = service.withNewKey();
        service.write(minutes(1));
        var fifth = rotated.seal(Duration.ZERO);
        assertThat(rotated.verify().code()).isZero();
        assertThatThrownBy(() -> rotated.withFirstKey().seal(Duration.ZERO))
                .hasMessageContaining("The newest seal, 5, is signed with the key");

        service.forge(fifth);
        var said = rotated.verify();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.findings()).containsExactly("KEY_RETIRED 6");
        assertThatThrownBy(() -> rotated.seal(Duration.ZERO))
                .as("nothing is sealed over it")
                .hasMessageContaining("The newest seal, 6, is signed with the key");
    }

    @Test
    @DisplayName(
            "attack 201: a tail that is made anew with an old key is told by the anchor, and by the end that the key was given")
    void leakedKeyFromItsTime() throws SQLException {
        var rotated = service.withNewKey();
        var victim = service.write(minutes(1));
        rotated.seal(Duration.ZERO);
        ledger.tamper("""
                delete from ledger.release where request_id = '%1$s';
                delete from ledger.request where id = '%1$s';
                delete from ledger.sealed_row where sequence > 4;
                delete from ledger.seal where sequence > 4
                """.formatted(victim));
        service.forge(seals.get(3));

        assertThat(rotated.verify().findings()).containsExactly("FORKED 5");
        assertThat(rotated.withFirstKeyUntil(4).verifyWithoutAnchor().findings())
                .containsExactly("KEY_RETIRED 5");
        var alone = rotated.verifyWithoutAnchor();
        assertThat(alone.code()).as("said plainly: " + alone).isEqualTo(2);
    }

    private void rewrite(UUID request) {
        ledger.tamper("update ledger.release set released = '{}' where request_id = '" + request + "'");
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
