package link.studentsuccess.api.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import link.studentsuccess.api.seal.Finding.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is sealed stays as it was, or is told: which seal, which row, and how it differs. */
class SealTests {

    private final SealedLedger ledger = new SealedLedger();
    private final UUID first = ledger.write("First");
    private UUID second = first;
    private UUID third = first;

    /** Three seals: one row pair in each. */
    @BeforeEach
    void sealed() {
        ledger.seal();
        second = ledger.write("Second");
        ledger.seal();
        third = ledger.write("Third");
        ledger.seal();
        var verification = ledger.verify();
        assertThat(verification.intact()).isTrue();
        assertThat(verification.checked().rows()).isEqualTo(6);
    }

    @AfterEach
    void drop() {
        ledger.close();
    }

    @Test
    @DisplayName("attack 200: a row that is edited after it was sealed is told, with its seal")
    void edited() {
        ledger.tamper("update ledger.release set released = '{}' where request_id = '" + second + "'");

        assertOne(Kind.ROW_EDITED, 2);
    }

    @Test
    @DisplayName("attack 200: a row that is deleted is told, with its seal")
    void deleted() {
        ledger.tamper("delete from ledger.request where id = '" + second + "'");

        assertOne(Kind.ROW_DELETED, 2);
        assertThat(ledger.verify().findings().get(0).message()).contains("ledger.request " + second);
    }

    @Test
    @DisplayName("attack 200: a row that is put in where a seal has passed is told, with the seal of its time")
    void inserted() {
        ledger.tamper("""
                insert into ledger.request (xid, at, host, outcome)
                select r.xid, r.at + interval '1 microsecond', r.host, r.outcome from ledger.request r where r.id = '%s'
                """.formatted(second));
        ledger.seal();

        assertOne(Kind.ROW_INSERTED, 2);
    }

    @Test
    @DisplayName("attack 200: a row of today that says another day is told, with the seal that took it")
    void backDated() {
        ledger.run(SealedLedger.recorded(UUID.randomUUID(), "BackDated", "now() - interval '3 days'"));
        ledger.seal();

        assertThat(kinds(ledger.verify())).containsOnly("ROW_BACK_DATED 4");
    }

    @Test
    @DisplayName("attack 200: a tail that is cut off, rows and seals, is told by the anchor, which stands elsewhere")
    void truncatedTail() {
        var anchor = Anchor.of(ledger.seal());
        ledger.tamper("""
                delete from ledger.release where request_id = '%1$s';
                delete from ledger.request where id = '%1$s';
                delete from ledger.sealed_row where sequence >= 3;
                delete from ledger.seal where sequence >= 3
                """.formatted(third));

        assertThat(kinds(ledger.verify(Verifier.Scope.WHOLE, anchor))).containsExactly("TAIL_MISSING 4");
        var alone = ledger.verify();
        assertThat(alone.intact()).as("a shorter ledger is right in itself").isTrue();
        assertThat(VerifyCommand.lines(alone)).anyMatch(line -> line.startsWith("No anchor was given"));
    }

    @Test
    @DisplayName("attack 200: a tail of which the lists are left is told without any anchor")
    void tailOfSealsOnly() {
        ledger.tamper("delete from ledger.seal where sequence = 3");

        assertThat(kinds(ledger.verify())).containsExactly("TAIL_MISSING 3");
    }

    /** Which students a figure counts, and who received it, is what 34 CFR 99.31(b)(1) hangs on. */
    @Test
    @DisplayName("attack 200, attack 207: published figures and their readings are sealed, and a changed one is told")
    void figures() {
        var reading = ledger.writeFigures(third);
        assertThat(ledger.seal().statement().content().counts())
                .containsEntry(Relation.STATISTIC, 1)
                .containsEntry(Relation.STATISTIC_READING, 1);
        assertThat(ledger.verify().intact()).isTrue();

        ledger.tamper("update ledger.statistic set cells = '[{\"students\": 3}]'");
        assertThat(kinds(ledger.verify())).containsExactly("ROW_EDITED 4");
        ledger.tamper("delete from ledger.statistic_reading where id = '" + reading + "'");
        assertThat(kinds(ledger.verify())).containsExactlyInAnyOrder("ROW_EDITED 4", "ROW_DELETED 4");
    }

    @Test
    void aSealFromBeforeFiguresWereSealedIsStillWhatItSays() {
        var before = new Seal.Content(
                Map.of(Relation.REQUEST, 1, Relation.RELEASE, 1, Relation.SUBJECT, 0, Relation.CHANGE, 0),
                new byte[32]);
        var range = new Seal.Range(1, "server/database", "0", "7");
        var statement = new Seal.Statement(
                4,
                range,
                before,
                new Seal.Made(Instant.parse("2026-11-01T00:00:00Z"), null),
                new Seal.Statement.Signer(new byte[32], "key"));

        assertThat(statement.text().lines()).hasSize(14).noneMatch(line -> line.contains("statistic"));
        ledger.tamper("update ledger.seal set statistics = null, statistic_readings = null where sequence = 2");
        assertOne(Kind.SEAL_ALTERED, 2);
    }

    /** A table that is added to the ledger is sealed, or stands here with its reason. */
    @Test
    void everyTableOfTheLedgerIsSealed() {
        var reasons = Map.of(
                "ledger.seal", "its own signature, and the hash in the one that follows",
                "ledger.sealed_row", "the root in its seal",
                "audit.submission", "no record of what happened: a key that is forgotten after 90 days");

        assertThat(ledger.value(
                                "select string_agg(c.oid::regclass::text, ' ' order by c.oid::regclass::text) from pg_class c"
                                        + " where c.relnamespace in ('ledger'::regnamespace, 'audit'::regnamespace) and c.relkind in ('r', 'p')")
                        .split(" "))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(Relation.values()).map(Relation::table), reasons.keySet().stream())
                                .toList());
    }

    @Test
    @DisplayName("attack 201: a seal that is dropped is told by its number")
    void droppedSeal() {
        ledger.tamper("delete from ledger.sealed_row where sequence = 2; delete from ledger.seal where sequence = 2");

        assertThat(kinds(ledger.verify())).contains("SEAL_MISSING 2");
    }

    @Test
    @DisplayName("attack 201: a seal that is altered, and one with a made-up key, are told")
    void alteredSeal() {
        ledger.tamper("update ledger.seal set sealed_at = sealed_at - interval '1 minute' where sequence = 2");
        assertOne(Kind.SEAL_ALTERED, 2);
        ledger.tamper("update ledger.seal set sealed_at = sealed_at + interval '1 minute' where sequence = 2");
        assertThat(ledger.verify().intact()).isTrue();

        var stranger = SealedLedger.newPair();
        ledger.seal(
                Keys.known(List.of(SealedLedger.publicKey(ledger.pair()), SealedLedger.publicKey(stranger)))
                        .signingWith(
                                Base64.getEncoder().encode(stranger.getPrivate().getEncoded())),
                null);

        assertOne(Kind.KEY_UNKNOWN, 4);
    }

    @Test
    @DisplayName("attack 200: an edited row with a list to match does not fit the root")
    void editedWithItsList() {
        ledger.tamper("update ledger.release set released = '{}' where request_id = '" + second + "'");
        var release = ledger.value("select id from ledger.release where request_id = '" + second + "'");
        var body = ledger.value(
                "select (select jsonb_object_agg(c.key, c.value) from jsonb_each(to_jsonb(r)) c where c.value"
                        + " <> 'null')::text from ledger.release r where r.id = '" + release + "'");
        ledger.tamper("set timezone = 'UTC'; update ledger.sealed_row set hash = decode('"
                + HexFormat.of().formatHex(Relation.RELEASE.leaf(body)) + "', 'hex') where row_id = '" + release + "'");

        assertThat(kinds(ledger.verify())).contains("LIST_ALTERED 2");
    }

    @Test
    @DisplayName("attack 201: two copies of a ledger that both go on are told apart by the anchor")
    void forked() {
        try (var copy = new SealedLedger()) {
            copy.restoreFrom(ledger);
            var anchor = Anchor.of(ledger.seal());
            copy.seal(ledger.keys(), null);

            assertThat(kinds(copy.verify(
                            new Verifier(ledger.keys(), SealedLedger.LATENESS), Verifier.Scope.WHOLE, anchor)))
                    .containsExactly("FORKED 4");
            assertThatThrownBy(() -> copy.seal(ledger.keys(), anchor)).isInstanceOf(Sealer.NotSealed.class);
        }
    }

    @Test
    @DisplayName("attack 201: after a dump and a restore the seals hold, and sealing goes on in a new epoch")
    void restored() {
        ledger.write("Not sealed before the dump");
        try (var copy = new SealedLedger()) {
            copy.restoreFrom(ledger);
            var verifier = new Verifier(ledger.keys(), SealedLedger.LATENESS);
            assertThat(copy.value("select count(*) from ledger.request a where a.xmin::text::xid8 = a.xid"))
                    .as("the rows are of another transaction now")
                    .isEqualTo("0");
            var restored = copy.verify(verifier, Verifier.Scope.WHOLE, null);
            assertThat(restored.intact()).isTrue();
            assertThat(restored.waiting().rows()).isEqualTo(2);

            copy.write("Written after the restore");
            var seal = copy.seal(ledger.keys(), null);
            copy.write("And later");
            var next = copy.seal(ledger.keys(), null);

            assertThat(seal.statement().range().epoch()).isEqualTo(2);
            assertThat(seal.statement().content().rows()).isEqualTo(4);
            assertThat(next.statement().range().epoch()).isEqualTo(2);
            assertThat(next.statement().content().rows()).isEqualTo(2);
            assertThat(copy.verify(verifier, Verifier.Scope.WHOLE, null).intact())
                    .isTrue();
            copy.tamper("delete from ledger.request where id = '" + first + "'");
            assertThat(kinds(copy.verify(verifier, Verifier.Scope.WHOLE, null))).containsExactly("ROW_DELETED 1");
        }
    }

    @Test
    @DisplayName("attack 201: sealers at the same moment make one chain")
    void sealersAtOnce() throws Exception {
        var sealers = new ArrayList<Callable<Seal>>();
        for (var n = 0; n < 6; n++) {
            ledger.write("Request" + n);
            sealers.add(ledger::sealNow);
        }
        ledger.awaitEnded();
        var threads = Executors.newFixedThreadPool(6);
        try {
            var sequences = threads.invokeAll(sealers).stream()
                    .map(future -> {
                        try {
                            return future.get().sequence();
                        } catch (InterruptedException | ExecutionException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();

            assertThat(sequences).containsExactlyInAnyOrder(4L, 5L, 6L, 7L, 8L, 9L);
        } finally {
            threads.shutdown();
        }
        assertThat(ledger.verify().intact()).isTrue();
        assertThat(ledger.verify().checked().rows()).isEqualTo(18);
    }

    @Test
    @DisplayName("attack 201: the database takes one successor of a seal only, whoever writes it")
    void oneSuccessor() {
        assertThatThrownBy(() -> ledger.run("""
                        insert into ledger.seal (sequence, epoch, place, since_xid, upto_xid, requests, releases, subjects, changes,
                          root, sealed_at, previous, key_id, hash, signature)
                        select 4, s.epoch, s.place, s.since_xid, s.upto_xid, 0, 0, 0, 0, s.root, now(), s.previous, s.key_id, 'x', 'x'
                        from ledger.seal s where s.sequence = 3
                        """)).hasMessageContaining("seal_is_followed_by_one");
    }

    @Test
    void whatIsBeingWrittenWaitsForTheNextSealAndIsNotLost() throws SQLException {
        var open = UUID.randomUUID();
        try (var writer = ledger.superuser();
                var statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute(SealedLedger.recorded(open, "Long", "now()"));
            ledger.write("Meanwhile");

            var during = ledger.sealNow();
            assertThat(during.statement().content().rows())
                    .as("the horizon stands before the open transaction")
                    .isZero();
            assertThat(ledger.verify().waiting().rows()).isEqualTo(2);
            writer.commit();
        }

        assertThat(ledger.seal().statement().content().rows()).isEqualTo(4);
        assertThat(ledger.verify().intact()).isTrue();
        assertThat(ledger.verify().waiting().rows()).isZero();
    }

    @Test
    void sealsWhenThereIsNothingToSealAndTheTimeOfARowIsBoundedByIt() {
        var seal = ledger.seal();

        assertThat(seal.statement().content().rows()).isZero();
        assertThat(HexFormat.of().formatHex(seal.statement().content().root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(ledger.verify().checked().seals()).isEqualTo(4);
    }

    @Test
    void rowsThatNobodySealsAreTold() {
        ledger.write("Waiting");

        var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        var verifier = new Verifier(ledger.keys(), new Lateness(Duration.ofHours(1), Set.of(), later));
        var verification = ledger.verify(verifier, Verifier.Scope.WHOLE, null);

        assertThat(verification.findings()).extracting(Finding::kind).containsExactly(Kind.NOT_SEALED);
    }

    @Test
    @DisplayName("attack 200: seals that were dropped are not made anew over what was changed meanwhile")
    void refusesToSealAnew() {
        var anchor = Anchor.of(ledger.seal());
        ledger.tamper("delete from ledger.sealed_row where sequence >= 3; delete from ledger.seal where sequence >= 3");

        assertThatThrownBy(() -> ledger.seal(ledger.keys(), anchor))
                .isInstanceOf(Sealer.NotSealed.class)
                .hasMessageContaining("seal 4");
    }

    @Test
    void aNewKeySealsOnAndTheOldOneStillVerifies() {
        var next = SealedLedger.newPair();
        var both = Keys.known(List.of(SealedLedger.publicKey(ledger.pair()), SealedLedger.publicKey(next)));
        ledger.seal(
                both.signingWith(Base64.getEncoder().encode(next.getPrivate().getEncoded())), null);

        assertThat(ledger.verify(new Verifier(both, SealedLedger.LATENESS), Verifier.Scope.WHOLE, null)
                        .intact())
                .isTrue();
        assertThatThrownBy(() -> Keys.known(List.of(SealedLedger.publicKey(next)))
                        .signingWith(Base64.getEncoder()
                                .encode(ledger.pair().getPrivate().getEncoded())))
                .hasMessageContaining("not among link.seal.public-keys");
    }

    @Test
    void theNewestSealsAloneCanBeLookedAt() {
        ledger.tamper("delete from ledger.request where id = '" + first + "'");

        var newest = ledger.verify(new Verifier.Scope(2, 1_000), null);

        assertThat(newest.checked().from()).isEqualTo(2L);
        assertThat(newest.intact()).as("the first seal is not read").isTrue();
        assertThat(ledger.verify(new Verifier.Scope(9, 1_000), null).intact()).isFalse();
        assertThat(ledger.verify(new Verifier.Scope(9, 1), null).checked().from())
                .isEqualTo(3L);
    }

    @Test
    void sealerReadsAndSealsAndDoesNothingElse() throws SQLException {
        for (var attempt : List.of(
                "update ledger.seal set epoch = 2",
                "delete from ledger.seal",
                "delete from ledger.sealed_row",
                "insert into ledger.request (xid, at, host, outcome) values (pg_current_xact_id(), now(), 'x', 'FAILED')",
                "select given_name from roster.participant",
                "select email from party.staff",
                "select access.my_role()")) {
            try (var connection = ledger.sealer();
                    var statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute(attempt))
                        .as(attempt)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    private void assertOne(Kind kind, long seal) {
        assertThat(kinds(ledger.verify())).containsExactly(kind + " " + seal);
    }

    private static List<String> kinds(Verification verification) {
        return verification.findings().stream()
                .map(finding -> finding.kind() + " " + finding.seal())
                .toList();
    }
}
