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

    /** No transaction that writes here takes as long: a row that says an earlier time was not written when it says. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofHours(1);

    private final Connection connection;
    private final Findings findings;
    private long checked;

    SealedRows(Connection connection, Findings findings) {
        this.connection = connection;
        this.findings = findings;
    }

    long checked() {
        return checked;
    }

    /** Of a page of seals, in one stream; and the seal before them. */
    void check(List<Seal> page, @Nullable Seal beforePage) throws SQLException {
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
                check(page, beforePage, row);
            }
        }
    }

    private static String body(Relation relation) {
        return "select %s from %s r where s.relation = '%s' and %s = s.row_id"
                .formatted(relation.columns(), relation.table(), relation.key(), relation.idColumn());
    }

    private void check(List<Seal> page, @Nullable Seal beforePage, ResultSet row) throws SQLException {
        var more = row.next();
        @Nullable Seal before = beforePage;
        for (var seal : page) {
            var tree = new Hashes.Tree();
            var counts = new EnumMap<Relation, Integer>(Relation.class);
            while (more && row.getLong("sequence") <= seal.sequence()) {
                // A list whose seal is gone is skipped: that the seal is missing is said already.
                if (row.getLong("sequence") == seal.sequence()) {
                    check(seal, before, row);
                    tree.add(row.getBytes("hash"));
                    counts.merge(Relation.of(row.getString("relation")), 1, Integer::sum);
                }
                more = row.next();
            }
            list(seal, counts, tree);
            before = seal;
        }
    }

    private void check(Seal seal, @Nullable Seal before, ResultSet found) throws SQLException {
        checked++;
        var relation = Relation.of(found.getString("relation"));
        var row = new Finding.Row(relation, found.getObject("row_id", UUID.class));
        var body = found.getString("body");
        if (body == null) {
            findings.ofRow(Kind.ROW_DELETED, seal.sequence(), row, "was deleted after it was sealed.");
        } else if (!Arrays.equals(relation.leaf(body), found.getBytes("hash"))) {
            findings.ofRow(Kind.ROW_EDITED, seal.sequence(), row, "was edited after it was sealed.");
        } else if (isOutOfTime(
                seal, before, found.getObject("at", OffsetDateTime.class).toInstant())) {
            findings.ofRow(
                    Kind.ROW_BACK_DATED,
                    seal.sequence(),
                    row,
                    "says a time at which it was not written: it came after seal " + (seal.sequence() - 1) + ".");
        }
    }

    /** Before the very first seal rows may be of any age. */
    private static boolean isOutOfTime(Seal seal, @Nullable Seal before, Instant at) {
        return at.isAfter(seal.statement().sealedAt().plus(LONGEST_TRANSACTION))
                || (before != null
                        && at.isBefore(before.statement().sealedAt().minus(LONGEST_TRANSACTION)));
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
