package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import link.studentsuccess.api.seal.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Rows in no list: of a time that is sealed, and so put in afterwards; or new ones, that wait for their seal. A row may also
 * name a transaction that this server has not come to yet: then it is from before a restore, and sealed, or put in.
 */
final class UnsealedRows {

    private static final int AT_A_TIME = 1_000;

    private final Connection connection;
    private final Findings findings;
    private final Duration late;

    UnsealedRows(Connection connection, Findings findings, Duration late) {
        this.connection = connection;
        this.findings = findings;
        this.late = late;
    }

    /**
     * Looks for them.
     *
     * @param newest the newest seal, if there is one
     * @param since the first transaction whose rows are looked at
     */
    Verification.Waiting check(@Nullable Seal newest, String since) throws SQLException {
        var end = newest == null ? 0 : newest.sequence();
        try (var query =
                connection.prepareStatement("""
                select x.relation, x.row_id, x.at,
                  x.at <= ? and (x.xid < ?::xid8 or x.xid >= pg_snapshot_xmax(pg_current_snapshot())) as late,
                  (select min(s.sequence) from ledger.seal s where s.sealed_at >= x.at) as seal, clock_timestamp() as now
                from (
                %s
                ) x
                order by x.at
                """.formatted(Relation.union(relation -> unlisted(relation, end))))) {
            query.setFetchSize(AT_A_TIME);
            query.setObject(
                    1, (newest == null ? Instant.EPOCH : newest.statement().sealedAt()).atOffset(ZoneOffset.UTC));
            query.setString(2, newest == null ? "0" : newest.statement().range().upto());
            for (var n = 0; n < Relation.values().length; n++) {
                query.setString(3 + n, since);
            }
            long waiting = 0;
            @Nullable Instant oldest = null;
            @Nullable Instant now = null;
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean("late")) {
                        findings.ofRow(
                                Kind.ROW_INSERTED,
                                row.getLong("seal"),
                                new Finding.Row(
                                        Relation.of(row.getString("relation")), row.getObject("row_id", UUID.class)),
                                "is of a time that is sealed, and in no seal: it was put in afterwards.");
                        continue;
                    }
                    waiting++;
                    oldest = oldest == null ? instant(row.getObject("at", OffsetDateTime.class)) : oldest;
                    now = instant(row.getObject("now", OffsetDateTime.class));
                }
            }
            if (oldest != null && now != null && oldest.isBefore(now.minus(late))) {
                findings.ofLedger(
                        Kind.NOT_SEALED,
                        waiting + " rows have no seal, the oldest since " + oldest + ": the sealer does not run.");
            }
            return new Verification.Waiting(waiting, oldest);
        }
    }

    private static String unlisted(Relation relation, long end) {
        return "select '%s' as relation, %s as row_id, %s as at, r.xid from %s r where r.xid >= ?::xid8 and not %s"
                .formatted(
                        relation.key(),
                        relation.idColumn(),
                        relation.atColumn(),
                        relation.table(),
                        relation.listedUpTo(String.valueOf(end)));
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
