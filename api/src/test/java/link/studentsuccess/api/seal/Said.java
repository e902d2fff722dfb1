package link.studentsuccess.api.seal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.demo.SharedWorld;

/** What {@code java -jar … verify} says, as main calls it, and its exit code. */
record Said(int code, List<String> lines) {

    static Said of(SealedLedger ledger, String publicKeys, List<String> more) {
        var login = SharedWorld.get().database().sealer();
        var arguments = new ArrayList<>(List.of(
                "--link.seal.url=" + ledger.url(),
                "--link.seal.username=" + login.username(),
                "--link.seal.password=" + login.password(),
                "--link.seal.public-keys=" + publicKeys));
        arguments.addAll(more);
        return of(arguments);
    }

    static Said of(List<String> arguments) {
        var bytes = new ByteArrayOutputStream();
        var code = VerifyCommand.run(arguments, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return new Said(code, bytes.toString(StandardCharsets.UTF_8).lines().toList());
    }

    /** Kind and seal of each finding, such as {@code ROW_EDITED 2}; the kind alone where it concerns no seal. */
    List<String> findings() {
        return lines.stream()
                .filter(line -> line.matches("[A-Z_]+  .*"))
                .map(line ->
                        line.replaceAll("^([A-Z_]+)  Seal (\\d+).*", "$1 $2").replaceAll("^([A-Z_]+)  .*", "$1"))
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return "exit code " + code + "\n" + String.join("\n", lines);
    }
}
