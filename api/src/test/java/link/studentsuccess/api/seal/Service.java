package link.studentsuccess.api.seal;

import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The service beside a ledger: it seals, and keeps its anchor in a file. Rows and seals are dated back as if each had been made
 * when it should, so that no test waits for a minute.
 */
final class Service {

    private final SealedLedger ledger;
    private final Path anchor;
    private final String publicKeys;
    private final KeyPair signing;

    Service(SealedLedger ledger, Path anchor) {
        this(ledger, anchor, SealedLedger.publicKey(ledger.pair()), ledger.pair());
    }

    private Service(SealedLedger ledger, Path anchor, String publicKeys, KeyPair signing) {
        this.ledger = ledger;
        this.anchor = anchor;
        this.publicKeys = publicKeys;
        this.signing = signing;
    }

    /** The same with a new key; the old one stays in the list. */
    Service withNewKey() {
        var next = SealedLedger.newPair();
        return new Service(ledger, anchor, publicKeys + "," + SealedLedger.publicKey(next), next);
    }

    /** An instance that still has the first one. */
    Service withFirstKey() {
        return new Service(ledger, anchor, publicKeys, ledger.pair());
    }

    /** The same, whose settings say at which seal the first key ended. */
    Service withFirstKeyUntil(long seal) {
        return new Service(ledger, anchor, publicKeys.replaceFirst(",", " until " + seal + ","), signing);
    }

    /** The same on another machine: it remembers nothing. */
    Service withoutAnchor() {
        return new Service(ledger, anchor.resolveSibling("elsewhere"), publicKeys, signing);
    }

    private Keys keys() {
        return Keys.known(List.of(publicKeys.split(",", -1)))
                .signingWith(Base64.getEncoder().encode(signing.getPrivate().getEncoded()));
    }

    UUID write(Duration ago) {
        var request = UUID.randomUUID();
        ledger.run(SealedLedger.recorded(request, "Asked", "now() - interval '" + ago.toSeconds() + " seconds'"));
        return request;
    }

    /** One of its turns, so long ago. */
    Seal seal(Duration ago) {
        ledger.awaitEnded();
        return sealNow(ago);
    }

    /** The same while a transaction is open. */
    Seal sealNow(Duration ago) {
        var seal = ledger.sealNow(keys(), Anchor.readIfThere(anchor));
        var dated = ago.isZero() ? seal : dated(seal, Instant.now().minus(ago).truncatedTo(ChronoUnit.MICROS));
        Anchor.of(dated).write(anchor);
        return dated;
    }

    private Seal dated(Seal seal, Instant at) {
        var made = seal.statement();
        var stated = new Seal.Statement(
                made.sequence(),
                made.range(),
                made.content(),
                new Seal.Made(at, made.made().xid()),
                made.signer());
        var dated = new Seal(stated, stated.hash(), keys().sign(stated.text()));
        ledger.tamper("update ledger.seal set sealed_at = '%s', hash = '\\x%s', signature = '\\x%s' where sequence = %d"
                .formatted(
                        at,
                        HexFormat.of().formatHex(dated.hash()),
                        HexFormat.of().formatHex(dated.signature()),
                        seal.sequence()));
        return dated;
    }

    /** A seal that somebody makes who has this service's key, asking nothing: of no rows, behind another. */
    void forge(Seal behind) throws SQLException {
        var before = behind.statement();
        var nothing = new EnumMap<Relation, Integer>(Relation.class);
        for (var relation : Relation.values()) {
            nothing.put(relation, 0);
        }
        var keys = keys();
        try (var connection = ledger.superuser()) {
            var server = Server.now(connection);
            var stated = new Seal.Statement(
                    before.sequence() + 1,
                    new Seal.Range(
                            before.range().epoch(),
                            server.place(),
                            before.range().upto(),
                            server.horizon()),
                    new Seal.Content(nothing, new Hashes.Tree().root()),
                    new Seal.Made(server.at(), server.next()),
                    new Seal.Statement.Signer(behind.hash(), keys.keyId()));
            new Seals(connection).insert(new Seal(stated, stated.hash(), keys.sign(stated.text())));
        }
    }

    /** As the command does, with the limits that the product has. */
    Said verify(Long... explained) {
        return verify(Anchor.read(anchor), explained);
    }

    Said verifyWithoutAnchor() {
        return verify((Anchor) null);
    }

    Said verify(@Nullable Anchor known, Long... explained) {
        var lateness = new Lateness(Duration.ofMinutes(5), Set.of(explained), Clock.systemUTC());
        var verifier = new Verifier(Keys.known(List.of(publicKeys.split(",", -1))), lateness);
        var verification = ledger.verify(verifier, Verifier.Scope.WHOLE, known);
        return new Said(VerifyCommand.code(verification), VerifyCommand.lines(verification));
    }

    /** The command itself, with the deployment's settings. */
    Said command(String... more) {
        var arguments = new ArrayList<>(List.of("--link.seal.anchor=" + anchor));
        arguments.addAll(List.of(more));
        return Said.of(ledger, publicKeys, arguments);
    }
}
