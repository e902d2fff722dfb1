package link.studentsuccess.api.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar … verify}, as main calls it. */
class VerifyCommandTests {

    private final SealedLedger ledger = new SealedLedger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void drop() {
        ledger.close();
    }

    @Test
    void saysThatAllIsAsItWasSealed() {
        ledger.write("Morning");
        Anchor.of(ledger.seal()).write(folder.resolve("anchor"));

        var said = verify("--link.seal.anchor=" + folder.resolve("anchor"));

        assertThat(said.code()).as(String.join("\n", said.lines())).isZero();
        assertThat(said.lines())
                .anyMatch(line -> line.startsWith("1 seals and 2 rows were checked, up to seal 1 of "))
                .contains("0 rows wait for their seal.", "The ledger is as it was sealed.")
                .noneMatch(line -> line.contains("No anchor"));
    }

    @Test
    void saysWhatIsNotAndHoldsNothingOfARow() {
        var request = ledger.write("Morning");
        ledger.seal();
        ledger.tamper("update ledger.request set role = 'ADMIN', host = 'elsewhere' where id = '" + request + "'");

        var said = verify();

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.lines())
                .contains(
                        "ROW_EDITED  Seal 1: the row ledger.request " + request + " was edited after it was sealed.",
                        "The ledger is NOT as it was sealed.");
        assertThat(String.join("\n", said.lines())).doesNotContain("elsewhere", "ADMIN", "Morning");
    }

    @Test
    void saysWhyItCouldNot() {
        assertThat(Said.of(List.of()).code()).isEqualTo(1);
        var said = verify("--link.seal.password=wrong");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.lines())
                .containsExactly("The ledger was not verified: the database answers with SQL state 28P01");
    }

    @Test
    void aLedgerWithoutASealIsNotAsItWasSealed() {
        var said = verify();

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.lines())
                .contains(
                        "NOT_SEALED  There is no seal: none was made, or all are gone.",
                        "The ledger is NOT as it was sealed.");
    }

    @Test
    void anAnchorThatIsNamedMustBeThere() {
        ledger.write("Morning");
        ledger.seal();

        var said = verify("--link.seal.anchor=" + folder.resolve("nothing"));

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.lines())
                .containsExactly("The ledger was not verified: there is no file where link.seal.anchor says");
    }

    @Test
    void withoutAnAnchorItSaysWhatItCannotTell() {
        ledger.write("Morning");
        ledger.seal();

        var said = verify();

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.lines())
                .contains(
                        "No anchor was given (link.seal.anchor): whether the end was cut off, or everything was rewritten and sealed"
                                + " anew, cannot be told.",
                        "The ledger fits its seals; more cannot be told.");
    }

    private Said verify(String... more) {
        return Said.of(ledger, SealedLedger.publicKey(ledger.pair()), List.of(more));
    }
}
