package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
    private static final int ROWS_AT_A_TIME = 1_000;

    private final Keys keys;
    private final Lateness lateness;

    Sealer(Keys keys, Lateness lateness) {
        this.keys = keys;
        this.lateness = lateness;
    }

    /**
     * Seals on a connection in a transaction, which the caller ends.
     *
     * @param pause when the newest seal is younger than this there is none to make: another instance was here
     * @param anchor the newest seal that was seen; the chain must hold it
     * @throws NotSealed when it does not, or something else is not as it was: what was changed must not be sealed anew
     */
    @Nullable
    Seal seal(Connection connection, Duration pause, @Nullable Anchor anchor) throws SQLException {
        prepare(connection);
        var seals = new Seals(connection);
        var last = seals.newest();
        refuseBroken(seals, anchor);
        refuseStrange(seals, last);
        refuseAltered(connection);
        var server = Server.now(connection);
        refuseOtherTime(server);
        if (last != null && last.statement().sealedAt().isAfter(server.at().minus(pause))) {
            return null;
        }
        var sequence = last == null ? 1 : last.sequence() + 1;
        var range = range(last, server);
        var content = list(connection, sequence, range, last);
        var statement = new Seal.Statement(
                sequence,
                range,
                content,
                new Seal.Made(server.at(), transaction(connection)),
                new Seal.Statement.Signer(last == null ? null : last.hash(), keys.keyId()));
        var seal = new Seal(statement, statement.hash(), keys.sign(statement.text()));
        seals.insert(seal);
        return seal;
    }

    private static void prepare(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            // Each statement sees what was committed before it: the rows are read after the horizon.
            statement.execute("set transaction isolation level read committed");
            // What the anchor is told of outlasts the server.
            statement.execute("set local synchronous_commit = on");
            // Whoever holds the lock for longer is no sealer: that fails, and is told.
            statement.execute("set local lock_timeout = '30s'");
            Reading.begin(connection);
            statement.execute(LOCK);
        }
    }

    private static void refuseBroken(Seals seals, @Nullable Anchor anchor) throws SQLException {
        if (anchor != null && !anchor.holds(seals.numbered(anchor.sequence()))) {
            throw new NotSealed("The ledger's seal " + anchor.sequence() + " is gone or another");
        }
    }

    /** Nothing follows a seal that this key's owner did not make; and a key that another has followed signs no more. */
    private void refuseStrange(Seals seals, @Nullable Seal last) throws SQLException {
        if (last == null) {
            return;
        }
        if (!keys.verifies(last)) {
            throw new NotSealed("The newest seal, " + last.sequence() + ", is not signed with a key that is known");
        }
        var other = last.statement().keyId();
        if (!other.equals(keys.keyId()) && seals.anySignedWith(keys.keyId())) {
            throw new NotSealed("The newest seal, " + last.sequence() + ", is signed with the key " + other
                    + ", after this instance's key " + keys.keyId());
        }
    }

    private static void refuseAltered(Connection connection) throws SQLException {
        var altered = Reading.altered(connection);
        if (!altered.isEmpty()) {
            throw new NotSealed(altered.get(0));
        }
    }

    /** A seal says when it was made: with a time of the administrators' choice a year could be sealed anew in a day. */
    private void refuseOtherTime(Server server) {
        if (!lateness.isNow(server.at())) {
            throw new NotSealed("The database's clock says " + server.at());
        }
    }

    private static String transaction(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_current_xact_id()::text")) {
            row.next();
            return row.getString(1);
        }
    }

    private static Seal.Range range(@Nullable Seal last, Server server) {
        if (last == null) {
            return new Seal.Range(1, server.place(), "0", server.horizon());
        }
        var before = last.statement().range();
        return server.goesOnFrom(before)
                ? new Seal.Range(before.epoch(), server.place(), before.upto(), server.horizon())
                : new Seal.Range(before.epoch() + 1, server.place(), "0", server.horizon());
    }

    private static boolean goesOn(Seal.Range range, Seal last) {
        return range.epoch() == last.statement().range().epoch();
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

    /** Something is not as it was. */
    static final class NotSealed extends RuntimeException {

        NotSealed(String why) {
            super(why + ": nothing is sealed until somebody has looked");
        }
    }
}
