package link.studentsuccess.api.seal;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next seal, in one transaction. Writers are not slowed: it takes what transactions wrote of which all have ended,
 * and leaves what is being written to the next one. Two at once wait for each other, and the database takes one successor
 * of a seal only.
 */
final class Sealer {

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('ledger.seal', 0))";
    private static final String NOW = """
            select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
              (select c.system_identifier from pg_control_system() c) || '/' || (
                select d.oid from pg_database d where d.datname = current_database()) as place,
              clock_timestamp() as at
            """;
    private static final int ROWS_AT_A_TIME = 1_000;

    private final Keys keys;

    Sealer(Keys keys) {
        this.keys = keys;
    }

    /** Where the counter of transactions stands, in which database, and its time, which is the rows' too. */
    private record Now(String horizon, String place, Instant at) {}

    /**
     * Seals on a connection in a transaction, which the caller ends.
     *
     * @param pause when the newest seal is younger than this there is none to make: another instance was here
     * @param anchor the newest seal that was seen; the chain must hold it
     * @throws ChainBroken when it does not: what was cut off must not be sealed anew
     */
    @Nullable
    Seal seal(Connection connection, Duration pause, @Nullable Anchor anchor) throws SQLException {
        prepare(connection);
        var seals = new Seals(connection);
        var last = seals.newest();
        refuseBroken(seals, anchor);
        var now = now(connection);
        if (last != null && last.statement().sealedAt().isAfter(now.at().minus(pause))) {
            return null;
        }
        var sequence = last == null ? 1 : last.sequence() + 1;
        var range = range(last, now);
        var content = list(connection, sequence, range, last);
        var statement = new Seal.Statement(
                sequence,
                range,
                content,
                now.at(),
                new Seal.Statement.Signer(last == null ? null : last.hash(), keys.keyId()));
        var seal = new Seal(statement, statement.hash(), keys.sign(statement.text()));
        seals.insert(seal);
        return seal;
    }

    private static void prepare(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            // Each statement sees what was committed before it: the rows are read after the horizon.
            statement.execute("set transaction isolation level read committed");
            statement.execute("set local timezone = 'UTC'");
            statement.execute(LOCK);
        }
    }

    private static void refuseBroken(Seals seals, @Nullable Anchor anchor) throws SQLException {
        if (anchor != null && !anchor.holds(seals.numbered(anchor.sequence()))) {
            throw new ChainBroken(anchor.sequence());
        }
    }

    private static Now now(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(NOW)) {
            row.next();
            return new Now(
                    row.getString("horizon"),
                    row.getString("place"),
                    row.getObject("at", OffsetDateTime.class).toInstant());
        }
    }

    private static Seal.Range range(@Nullable Seal last, Now now) {
        if (last == null) {
            return new Seal.Range(1, now.place(), "0", now.horizon());
        }
        var before = last.statement().range();
        var goesOn = before.place().equals(now.place()) && compare(before.upto(), now.horizon()) <= 0;
        return goesOn
                ? new Seal.Range(before.epoch(), now.place(), before.upto(), now.horizon())
                : new Seal.Range(before.epoch() + 1, now.place(), "0", now.horizon());
    }

    private static boolean goesOn(Seal.Range range, Seal last) {
        return range.epoch() == last.statement().range().epoch();
    }

    private static int compare(String transaction, String other) {
        return new BigInteger(transaction).compareTo(new BigInteger(other));
    }

    /** Reads the rows that are in no list yet and lists them. */
    private static Seal.Content list(Connection connection, long sequence, Seal.Range range, @Nullable Seal last)
            throws SQLException {
        var tree = new Hashes.Tree();
        var counts = new EnumMap<Relation, Integer>(Relation.class);
        for (var relation : Relation.values()) {
            counts.put(relation, 0);
        }
        try (var query = connection.prepareStatement(unsealed(range, last));
                var listed = connection.prepareStatement(
                        "insert into ledger.sealed_row (sequence, position, relation, row_id, hash) values (?, ?, ?, ?, ?)")) {
            query.setFetchSize(ROWS_AT_A_TIME);
            for (var n = 0; n < Relation.values().length && last != null; n++) {
                if (goesOn(range, last)) {
                    query.setString(2 * n + 1, range.since());
                    query.setString(2 * n + 2, range.upto());
                } else {
                    query.setString(2 * n + 1, last.statement().range().upto());
                    query.setObject(2 * n + 2, last.statement().sealedAt().atOffset(ZoneOffset.UTC));
                }
            }
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var relation = Relation.of(rows.getString("relation"));
                    var hash = relation.leaf(rows.getString("body"));
                    listed.setLong(1, sequence);
                    listed.setInt(2, tree.size());
                    listed.setString(3, relation.key());
                    listed.setObject(4, rows.getObject("row_id", UUID.class));
                    listed.setBytes(5, hash);
                    listed.addBatch();
                    tree.add(hash);
                    counts.merge(relation, 1, Integer::sum);
                    if (tree.size() % ROWS_AT_A_TIME == 0) {
                        listed.executeBatch();
                    }
                }
            }
            listed.executeBatch();
        }
        return new Seal.Content(counts, tree.root());
    }

    /**
     * Within an epoch, the transactions since the last seal: a row of an older one that is in no list is not the sealer's, it
     * was put in afterwards. At its begin whatever was left of the epoch before or came after its last seal, and at the very
     * begin everything.
     */
    private static String unsealed(Seal.Range range, @Nullable Seal last) {
        return Relation.union(relation -> {
            var which = last == null
                    ? "true"
                    : goesOn(range, last)
                            ? "r.xid >= ?::xid8 and r.xid < ?::xid8"
                            : "(r.xid >= ?::xid8 or " + relation.atColumn() + " > ?)";
            return "select '%s' as relation, %s from %s r where %s and not %s"
                    .formatted(
                            relation.key(),
                            relation.columns(),
                            relation.table(),
                            which,
                            relation.listedUpTo(String.valueOf(Long.MAX_VALUE)));
        });
    }

    /** The chain does not hold the seal that was the newest before. */
    static final class ChainBroken extends RuntimeException {

        ChainBroken(long sequence) {
            super("The ledger's seal " + sequence + " is gone or another: nothing is sealed until somebody has looked");
        }
    }
}
