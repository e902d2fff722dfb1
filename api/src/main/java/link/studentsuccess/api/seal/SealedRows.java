package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import link.studentsuccess.api.seal.Finding.Kind;
import org.jspecify.annotations.Nullable;

/** The rows under seals, hashed once more: each against its list, and each list against its seal. */
final class SealedRows {

    private static final int AT_A_TIME = 1_000;

    /** Rows say when their transaction began. Until it writes the first one it takes less: a request 6 s in all. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Connection connection;
    private final Findings findings;
    private final Horizon horizon;
    private long checked;

    SealedRows(Connection connection, Findings findings, Horizon horizon) {
        this.connection = connection;
        this.findings = findings;
        this.horizon = horizon;
    }

    long checked() {
        return checked;
    }

    /** Of a page of seals, in one stream. */
    void check(List<Seal> page) throws SQLException {
        try (var query = connection.prepareStatement("""
                select s.sequence, s.relation, s.row_id, s.hash, b.body, b.at
                from ledger.sealed_row s
                left join lateral (
                %s
                ) b on true
                where s.sequence between ? and ?
                order by s.sequence, s.position
                """.formatted(Relation.union(SealedRows::body)))) {
            query.setFetchSize(AT_A_TIME);
            query.setLong(1, page.get(0).sequence());
            query.setLong(2, page.get(page.size() - 1).sequence());
            try (var row = query.executeQuery()) {
                check(page, row);
            }
        }
    }

    private static String body(Relation relation) {
        return "select %s from %s r where s.relation = '%s' and %s = s.row_id"
                .formatted(relation.columns(), relation.table(), relation.key(), relation.idColumn());
    }

    private void check(List<Seal> page, ResultSet row) throws SQLException {
        var more = row.next();
        for (var seal : page) {
            var tree = new Hashes.Tree();
            var counts = new EnumMap<Relation, Integer>(Relation.class);
            @Nullable Instant oldest = null;
            while (more && row.getLong("sequence") <= seal.sequence()) {
                // A list whose seal is gone is skipped: that the seal is missing is said already.
                if (row.getLong("sequence") == seal.sequence()) {
                    var at = check(seal, row);
                    oldest = oldest == null || (at != null && at.isBefore(oldest)) ? at : oldest;
                    tree.add(row.getBytes("hash"));
                    counts.merge(Relation.of(row.getString("relation")), 1, Integer::sum);
                }
                more = row.next();
            }
            list(seal, counts, tree);
            horizon.next(seal, oldest);
        }
    }

    /** The time that it says; null when it is gone. */
    private @Nullable Instant check(Seal seal, ResultSet found) throws SQLException {
        checked++;
        var relation = Relation.of(found.getString("relation"));
        var row = new Finding.Row(relation, found.getObject("row_id", UUID.class));
        var body = found.getString("body");
        if (body == null) {
            findings.ofRow(Kind.ROW_DELETED, seal.sequence(), row, "was deleted after it was sealed.");
            return null;
        }
        var at = found.getObject("at", OffsetDateTime.class).toInstant();
        if (!Arrays.equals(relation.leaf(body), found.getBytes("hash"))) {
            findings.ofRow(Kind.ROW_EDITED, seal.sequence(), row, "was edited after it was sealed.");
        } else if (isOutOfTime(seal, at)) {
            findings.ofRow(
                    Kind.ROW_BACK_DATED,
                    seal.sequence(),
                    row,
                    "says a time at which it was not written: it came after seal " + (seal.sequence() - 1) + ".");
        }
        return at;
    }

    private boolean isOutOfTime(Seal seal, Instant at) {
        var since = horizon.reached();
        return at.isAfter(seal.statement().sealedAt().plus(LONGEST_PAUSE))
                || (since != null && at.isBefore(since.minus(LONGEST_PAUSE)));
    }

    private void list(Seal seal, Map<Relation, Integer> counts, Hashes.Tree tree) {
        var content = seal.statement().content();
        var counted = Arrays.stream(Relation.values())
                .allMatch(relation ->
                        counts.getOrDefault(relation, 0).equals(content.counts().getOrDefault(relation, 0)));
        if (!counted || !Arrays.equals(tree.root(), content.root())) {
            findings.ofSeal(
                    Kind.LIST_ALTERED,
                    seal.sequence(),
                    ": its list of rows was altered; it covered " + content.rows() + " rows and lists " + tree.size()
                            + ".");
        }
    }
}
