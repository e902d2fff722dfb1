package link.studentsuccess.api.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.demo.SharedWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar … verify}, as main calls it. */
class VerifyCommandTests {

    private final SealedLedger ledger = new SealedLedger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private record Said(int code, List<String> lines) {}

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
        assertThat(VerifyCommand.run(
                        List.of(), new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
                .isEqualTo(1);
        var said = verify("--link.seal.password=wrong");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.lines())
                .containsExactly("The ledger was not verified: the database answers with SQL state 28P01");
    }

    private Said verify(String... more) {
        var login = SharedWorld.get().database().sealer();
        var arguments = new ArrayList<>(List.of(
                "--link.seal.url=" + ledger.url(),
                "--link.seal.username=" + login.username(),
                "--link.seal.password=" + login.password(),
                "--link.seal.public-keys=" + SealedLedger.publicKey(ledger.pair())));
        arguments.addAll(List.of(more));
        var bytes = new ByteArrayOutputStream();
        var code = VerifyCommand.run(arguments, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return new Said(code, bytes.toString(StandardCharsets.UTF_8).lines().toList());
    }
}
