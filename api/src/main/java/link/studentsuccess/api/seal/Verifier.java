package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.seal.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is sealed once more and says which seal does not fit and how: each seal by its signature and the one before it,
 * each row by its hash, and the rows that no seal has though their time is sealed.
 */
final class Verifier {

    private static final int SEALS_AT_A_TIME = 1_000;
    private static final int ROWS_AT_A_TIME = 1_000;
    private static final int MOST_FINDINGS = 100;

    /** No transaction that writes here takes as long: a row that says an earlier time was not written when it says. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofHours(1);

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

    /** One look. */
    private final class Look {

        private final Connection connection;
        private final Scope scope;
        private final Seals seals;
        private final List<Finding> findings = new ArrayList<>();
        private long wrong;
        private long rowsChecked;
        private long sealsChecked;

        Look(Connection connection, Scope scope) {
            this.connection = connection;
            this.scope = scope;
            this.seals = new Seals(connection);
        }

        Verification at(@Nullable Anchor anchor) throws SQLException {
            var newest = seals.newest();
            var first = newest == null ? null : first();
            if (newest != null && first != null) {
                chain(first);
            }
            tail(newest, anchor);
            var waiting = unsealed(newest, first);
            return new Verification(
                    new Verification.Checked(
                            sealsChecked, first == null ? null : first.sequence(), newest, rowsChecked, anchor != null),
                    waiting,
                    List.copyOf(findings),
                    wrong);
        }

        private void found(Finding finding) {
            wrong++;
            if (findings.size() < MOST_FINDINGS) {
                findings.add(finding);
            }
        }

        /** The first seal within the scope. */
        private @Nullable Seal first() throws SQLException {
            if (scope.isWhole()) {
                return seals.from(0, 1).get(0);
            }
            try (var statement = connection.prepareStatement("""
                    select min(x.sequence)
                    from (
                      select s.sequence,
                        sum(s.requests + s.releases + s.subjects + s.changes) over (order by s.sequence desc) as rows,
                        row_number() over (order by s.sequence desc) as place
                      from (select * from ledger.seal order by sequence desc limit ?) s
                    ) x
                    where x.rows <= ? or x.place = 1
                    """)) {
                statement.setInt(1, scope.seals());
                statement.setInt(2, scope.rows());
                try (var row = statement.executeQuery()) {
                    row.next();
                    return seals.numbered(row.getLong(1));
                }
            }
        }

        private void chain(Seal first) throws SQLException {
            if (scope.isWhole() && first.sequence() != 1) {
                missing(1, first.sequence());
            }
            // Of the first one that is read, only what stands in it tells what was before.
            @Nullable Seal before = first.sequence() == 1 ? null : seals.numbered(first.sequence() - 1);
            var page = seals.from(first.sequence(), SEALS_AT_A_TIME);
            while (!page.isEmpty()) {
                rows(page, before);
                for (var seal : page) {
                    follows(before, seal);
                    statement(seal);
                    before = seal;
                }
                sealsChecked += page.size();
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
                found(Finding.ofSeal(
                        Kind.FORKED,
                        seal.sequence(),
                        " does not follow seal " + before.sequence() + ": it was made after another one of that number."));
            }
        }

        private void missing(long from, long until) {
            for (var n = from; n < until && n < from + MOST_FINDINGS; n++) {
                found(Finding.ofSeal(
                        Kind.SEAL_MISSING, n, " is missing: seal " + until + " was made after it, and follows it."));
            }
        }

        private void statement(Seal seal) {
            var stated = seal.statement();
            if (!keys.knows(stated.keyId())) {
                found(Finding.ofSeal(
                        Kind.KEY_UNKNOWN,
                        seal.sequence(),
                        " is signed with the key " + stated.keyId() + ", which is not among link.seal.public-keys."));
            } else if (!Arrays.equals(seal.hash(), stated.hash())
                    || !keys.verifies(stated.keyId(), stated.text(), seal.signature())) {
                found(Finding.ofSeal(
                        Kind.SEAL_ALTERED, seal.sequence(), " was altered: its signature is not that of what it says."));
            }
        }

        /** The rows of a page of seals, in one stream. */
        private void rows(List<Seal> page, @Nullable Seal beforePage) throws SQLException {
            try (var query = connection.prepareStatement("""
                    select s.sequence, s.relation, s.row_id, s.hash, b.body, b.at
                    from ledger.sealed_row s
                    left join lateral (
                    %s
                    ) b on true
                    where s.sequence between ? and ?
                    order by s.sequence, s.position
                    """.formatted(Relation.union(relation -> "select %s from %s r where s.relation = '%s' and %s = s.row_id"
                    .formatted(
                            relation.columns(), relation.table(), relation.key(), relation.idColumn()))))) {
                query.setFetchSize(ROWS_AT_A_TIME);
                query.setLong(1, page.get(0).sequence());
                query.setLong(2, page.get(page.size() - 1).sequence());
                try (var row = query.executeQuery()) {
                    var more = row.next();
                    @Nullable Seal before = beforePage;
                    for (var seal : page) {
                        var tree = new Hashes.Tree();
                        var counts = new EnumMap<Relation, Integer>(Relation.class);
                        while (more && row.getLong("sequence") <= seal.sequence()) {
                            // A list whose seal is gone is skipped: that the seal is missing is said already.
                            if (row.getLong("sequence") == seal.sequence()) {
                                var relation = Relation.of(row.getString("relation"));
                                var hash = row.getBytes("hash");
                                var at = row.getObject("at", OffsetDateTime.class);
                                row(
                                        seal,
                                        new Finding.Row(relation, row.getObject("row_id", UUID.class)),
                                        hash,
                                        row.getString("body"),
                                        at != null && isOutOfTime(seal, before, at.toInstant()));
                                tree.add(hash);
                                counts.merge(relation, 1, Integer::sum);
                            }
                            more = row.next();
                        }
                        list(seal, counts, tree);
                        before = seal;
                    }
                }
            }
        }

        private void row(Seal seal, Finding.Row row, byte[] hash, @Nullable String body, boolean outOfTime) {
            rowsChecked++;
            if (body == null) {
                found(Finding.ofRow(Kind.ROW_DELETED, seal.sequence(), row, "was deleted after it was sealed."));
            } else if (!Arrays.equals(row.relation().leaf(body), hash)) {
                found(Finding.ofRow(Kind.ROW_EDITED, seal.sequence(), row, "was edited after it was sealed."));
            } else if (outOfTime) {
                found(Finding.ofRow(
                        Kind.ROW_BACK_DATED,
                        seal.sequence(),
                        row,
                        "says a time at which it was not written: it came between seal " + (seal.sequence() - 1)
                                + " and seal " + seal.sequence() + "."));
            }
        }

        /** Before the very first seal rows may be of any age. */
        private boolean isOutOfTime(Seal seal, @Nullable Seal before, Instant at) {
            return at.isAfter(seal.statement().sealedAt().plus(LONGEST_TRANSACTION))
                    || before != null
                            && at.isBefore(before.statement().sealedAt().minus(LONGEST_TRANSACTION));
        }

        private void list(Seal seal, Map<Relation, Integer> counts, Hashes.Tree tree) {
            var content = seal.statement().content();
            var counted = Arrays.stream(Relation.values())
                    .allMatch(relation -> counts.getOrDefault(relation, 0)
                            .equals(content.counts().getOrDefault(relation, 0)));
            if (!counted || !Arrays.equals(tree.root(), content.root())) {
                found(Finding.ofSeal(
                        Kind.LIST_ALTERED,
                        seal.sequence(),
                        ": its list of rows was altered; it covered " + content.rows() + " rows and lists " + tree.size()
                                + "."));
            }
        }

        /** What was cut off at the end. */
        private void tail(@Nullable Seal newest, @Nullable Anchor anchor) throws SQLException {
            var end = newest == null ? 0 : newest.sequence();
            var listed = listedUpTo();
            if (listed > end) {
                found(Finding.ofSeal(
                        Kind.TAIL_MISSING, listed, " is missing, and every one after seal " + end + ": its rows are listed."));
            }
            if (anchor == null) {
                return;
            }
            if (anchor.sequence() > end) {
                found(Finding.ofSeal(
                        Kind.TAIL_MISSING,
                        anchor.sequence(),
                        " is missing, and every one after seal " + end + ": the anchor knows it."));
                return;
            }
            var anchored = seals.numbered(anchor.sequence());
            if (anchored != null && !Arrays.equals(anchored.hash(), anchor.hash())) {
                found(Finding.ofSeal(
                        Kind.FORKED, anchor.sequence(), " is not the one that the anchor knows by this number."));
            }
        }

        private long listedUpTo() throws SQLException {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select coalesce(max(sequence), 0) from ledger.sealed_row")) {
                row.next();
                return row.getLong(1);
            }
        }

        /** Rows in no list: of a time that is sealed, and so put in afterwards; or new ones, that wait for their seal. */
        private Verification.Waiting unsealed(@Nullable Seal newest, @Nullable Seal first) throws SQLException {
            var end = newest == null ? 0 : newest.sequence();
            var upto = newest == null ? "0" : newest.statement().range().upto();
            var sealedAt = newest == null ? Instant.EPOCH : newest.statement().sealedAt();
            long waiting = 0;
            @Nullable Instant since = null;
            try (var query = connection.prepareStatement("""
                    select x.relation, x.row_id, x.at, x.xid < ?::xid8 and x.at <= ? as late,
                      (select min(s.sequence) from ledger.seal s where s.sealed_at >= x.at) as seal
                    from (
                    %s
                    ) x
                    order by x.at
                    """.formatted(Relation.union(relation -> "select '%s' as relation, %s as row_id, %s as at, r.xid from %s r where r.xid >= '%s'::xid8 and not %s"
                    .formatted(
                            relation.key(),
                            relation.idColumn(),
                            relation.atColumn(),
                            relation.table(),
                            since(newest, first),
                            relation.listedUpTo(String.valueOf(end))))))) {
                query.setFetchSize(ROWS_AT_A_TIME);
                query.setString(1, upto);
                query.setObject(2, sealedAt.atOffset(ZoneOffset.UTC));
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        var at = row.getObject("at", OffsetDateTime.class).toInstant();
                        if (row.getBoolean("late")) {
                            found(Finding.ofRow(
                                    Kind.ROW_INSERTED,
                                    row.getLong("seal"),
                                    new Finding.Row(
                                            Relation.of(row.getString("relation")),
                                            row.getObject("row_id", UUID.class)),
                                    "is of a time that is sealed, and in no seal: it was put in afterwards."));
                        } else {
                            waiting++;
                            since = since == null ? at : since;
                        }
                    }
                }
            }
            if (since != null && since.isBefore(now().minus(late))) {
                found(new Finding(
                        Kind.NOT_SEALED,
                        null,
                        null,
                        waiting + " rows have no seal, the oldest since " + since + ": the sealer does not run."));
            }
            return new Verification.Waiting(waiting, since);
        }

        /** By the database's clock, as the rows are. */
        private Instant now() throws SQLException {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select clock_timestamp()")) {
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }

        /** Of the newest seals of one epoch only, rows of older transactions are not looked for. */
        private String since(@Nullable Seal newest, @Nullable Seal first) {
            return newest == null
                            || first == null
                            || scope.isWhole()
                            || newest.statement().range().epoch()
                                    != first.statement().range().epoch()
                    ? "0"
                    : first.statement().range().since();
        }
    }
}
