package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import link.studentsuccess.api.seal.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is sealed once more and says which seal does not fit and how: each seal by its signature and the one before it,
 * each row by its hash, and the rows that no seal has though their time is sealed.
 */
final class Verifier {

    private static final int SEALS_AT_A_TIME = 1_000;

    private final Keys keys;
    private final Duration late;

    Verifier(Keys keys, Duration late) {
        this.keys = keys;
        this.late = late;
    }

    /** How much is read: the newest seals, with at most so many rows in all, but always the newest one; or everything. */
    record Scope(int seals, int rows) {

        static final Scope WHOLE = new Scope(Integer.MAX_VALUE, Integer.MAX_VALUE);

        boolean isWhole() {
            return seals == Integer.MAX_VALUE;
        }
    }

    /** Verifies on a connection in a transaction, which the caller ends; nothing is written. */
    Verification verify(Connection connection, Scope scope, @Nullable Anchor anchor) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set local timezone = 'UTC'");
        }
        return new Look(connection, scope).at(anchor);
    }

    /** One look, at one moment of the ledger. */
    private final class Look {

        private final Scope scope;
        private final Seals seals;
        private final Findings findings = new Findings();
        private final SealedRows sealed;
        private final UnsealedRows unsealed;
        private long checked;

        Look(Connection connection, Scope scope) {
            this.scope = scope;
            this.seals = new Seals(connection);
            this.sealed = new SealedRows(connection, findings);
            this.unsealed = new UnsealedRows(connection, findings, late);
        }

        Verification at(@Nullable Anchor anchor) throws SQLException {
            var newest = seals.newest();
            var first = scope.isWhole() ? seals.oldest() : seals.firstWithin(scope.seals(), scope.rows());
            if (first != null) {
                chain(first);
            }
            tail(newest == null ? 0 : newest.sequence(), anchor);
            var waiting = unsealed.check(newest, since(newest, first));
            return new Verification(
                    new Verification.Checked(
                            checked, first == null ? null : first.sequence(), newest, sealed.checked(), anchor != null),
                    waiting,
                    findings.first(),
                    findings.wrong());
        }

        private void chain(Seal first) throws SQLException {
            if (scope.isWhole()) {
                missing(1, first.sequence());
            }
            var before = seals.numbered(first.sequence() - 1);
            var page = seals.from(first.sequence(), SEALS_AT_A_TIME);
            while (!page.isEmpty()) {
                sealed.check(page, before);
                for (var seal : page) {
                    follows(before, seal);
                    signed(seal);
                    before = seal;
                }
                checked += page.size();
                page = seals.from(page.get(page.size() - 1).sequence() + 1, SEALS_AT_A_TIME);
            }
        }

        private void follows(@Nullable Seal before, Seal seal) {
            if (before == null) {
                return;
            }
            if (seal.sequence() != before.sequence() + 1) {
                missing(before.sequence() + 1, seal.sequence());
            } else if (!Arrays.equals(seal.statement().previous(), before.hash())) {
                findings.ofSeal(
                        Kind.FORKED,
                        seal.sequence(),
                        " does not follow seal " + before.sequence()
                                + ": it was made after another one of that number.");
            }
        }

        private void missing(long from, long until) {
            for (var n = from; n < until && n < from + Findings.MOST; n++) {
                findings.ofSeal(Kind.SEAL_MISSING, n, " is missing: seal " + until + " was made after it.");
            }
        }

        private void signed(Seal seal) {
            var stated = seal.statement();
            if (!keys.knows(stated.keyId())) {
                findings.ofSeal(
                        Kind.KEY_UNKNOWN,
                        seal.sequence(),
                        " is signed with the key " + stated.keyId() + ", which is not among link.seal.public-keys.");
            } else if (!Arrays.equals(seal.hash(), stated.hash())
                    || !keys.verifies(stated.keyId(), stated.text(), seal.signature())) {
                findings.ofSeal(
                        Kind.SEAL_ALTERED, seal.sequence(), " was altered: its signature is not that of what it says.");
            }
        }

        /** What was cut off at the end: its lists may be left, and the anchor stands elsewhere. */
        private void tail(long end, @Nullable Anchor anchor) throws SQLException {
            var listed = seals.newestListed();
            if (listed > end) {
                findings.ofSeal(
                        Kind.TAIL_MISSING,
                        listed,
                        " is missing, and every one after seal " + end + ": its rows are listed.");
            }
            if (anchor == null) {
                return;
            }
            if (anchor.sequence() > end) {
                findings.ofSeal(
                        Kind.TAIL_MISSING,
                        anchor.sequence(),
                        " is missing, and every one after seal " + end + ": the anchor knows it.");
            } else if (!anchor.holds(seals.numbered(anchor.sequence()))) {
                findings.ofSeal(
                        Kind.FORKED, anchor.sequence(), " is not the one that the anchor knows by this number.");
            }
        }

        /** Of the newest seals of one epoch only, rows of older transactions are not looked for. */
        private String since(@Nullable Seal newest, @Nullable Seal first) {
            if (scope.isWhole() || newest == null || first == null) {
                return "0";
            }
            var range = first.statement().range();
            return newest.statement().range().epoch() == range.epoch() ? range.since() : "0";
        }
    }
}
