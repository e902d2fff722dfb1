package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import link.studentsuccess.api.seal.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is sealed once more and says which seal does not fit and how: each seal by its signature and the one before it,
 * each row by its hash, and the rows that no seal has though their time is sealed.
 */
final class Verifier {

    private static final int SEALS_AT_A_TIME = 1_000;

    private final Keys keys;
    private final Lateness lateness;

    Verifier(Keys keys, Lateness lateness) {
        this.keys = keys;
        this.lateness = lateness;
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
        }
        Reading.begin(connection);
        return new Look(connection, scope).at(anchor);
    }

    /** One look, at one moment of the ledger. */
    private final class Look {

        private final Connection connection;
        private final Scope scope;
        private final Seals seals;
        private final Findings findings = new Findings();
        private final Horizon horizon = new Horizon(findings, lateness);
        private final SealedRows sealed;
        private final UnsealedRows unsealed;
        private final Set<String> followedKeys = new HashSet<>();
        private @Nullable String key;
        private long checked;

        Look(Connection connection, Scope scope) {
            this.connection = connection;
            this.scope = scope;
            this.seals = new Seals(connection);
            this.sealed = new SealedRows(connection, findings, horizon);
            this.unsealed = new UnsealedRows(connection, findings, lateness);
        }

        Verification at(@Nullable Anchor anchor) throws SQLException {
            for (var what : Reading.altered(connection)) {
                findings.ofLedger(Kind.READING_ALTERED, what);
            }
            var newest = seals.newest();
            var first = scope.isWhole() ? seals.oldest() : seals.firstWithin(scope.seals(), scope.rows());
            if (first != null) {
                chain(first);
            }
            tail(newest == null ? 0 : newest.sequence());
            var anchored = anchor == null ? null : anchored(newest, anchor);
            var waiting = unsealed.check(newest, since(newest, first));
            return new Verification(
                    new Verification.Checked(
                            checked, first == null ? null : first.sequence(), newest, sealed.checked(), anchored),
                    waiting,
                    findings.first(),
                    findings.wrong());
        }

        private void chain(Seal first) throws SQLException {
            if (scope.isWhole()) {
                missing(1, first.sequence());
            }
            var before = seals.numbered(first.sequence() - 1);
            if (before != null) {
                horizon.begin(before);
                key = before.statement().keyId();
            }
            var page = seals.from(first.sequence(), SEALS_AT_A_TIME);
            while (!page.isEmpty()) {
                sealed.check(page);
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
            } else if (!keys.verifies(seal)) {
                findings.ofSeal(
                        Kind.SEAL_ALTERED, seal.sequence(), " was altered: its signature is not that of what it says.");
            } else {
                retired(seal);
            }
        }

        /** A key that another has followed is worth nothing to who finds it. */
        private void retired(Seal seal) {
            var its = seal.statement().keyId();
            var until = keys.until(its);
            if (until != null && seal.sequence() > until) {
                findings.ofSeal(
                        Kind.KEY_RETIRED,
                        seal.sequence(),
                        " is signed with the key " + its + ", of which seal " + until + " is the last.");
            } else if (followedKeys.contains(its)) {
                findings.ofSeal(
                        Kind.KEY_RETIRED,
                        seal.sequence(),
                        " is signed with the key " + its + ", which another had followed.");
            } else if (!its.equals(key)) {
                if (key != null) {
                    followedKeys.add(key);
                }
                key = its;
            }
        }

        /** Of what was cut off at the end the lists may be left. */
        private void tail(long end) throws SQLException {
            var listed = seals.newestListed();
            if (listed > end) {
                findings.ofSeal(
                        Kind.TAIL_MISSING,
                        listed,
                        " is missing, and every one after seal " + end + ": its rows are listed.");
            }
        }

        private Verification.@Nullable Anchored anchored(@Nullable Seal newest, Anchor anchor) throws SQLException {
            var end = newest == null ? 0 : newest.sequence();
            if (newest == null || anchor.sequence() > end) {
                findings.ofSeal(
                        Kind.TAIL_MISSING,
                        anchor.sequence(),
                        " is missing, and every one after seal " + end + ": the anchor knows it.");
                return null;
            }
            var seal = seals.numbered(anchor.sequence());
            if (seal == null || !anchor.holds(seal)) {
                findings.ofSeal(
                        Kind.FORKED, anchor.sequence(), " is not the one that the anchor knows by this number.");
                return null;
            }
            return new Verification.Anchored(
                    seal,
                    !lateness.isLate(
                            seal.statement().sealedAt(), newest.statement().sealedAt()));
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
