package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import link.studentsuccess.api.seal.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Rows in no list: of transactions that are sealed, or that there have not been, and so put in afterwards; or new ones, that
 * wait for their seal.
 */
final class UnsealedRows {

    private static final int AT_A_TIME = 1_000;

    private final Connection connection;
    private final Findings findings;
    private final Lateness lateness;
    private long waiting;
    private @Nullable Instant oldest;
    private @Nullable Instant youngest;

    UnsealedRows(Connection connection, Findings findings, Lateness lateness) {
        this.connection = connection;
        this.findings = findings;
        this.lateness = lateness;
    }

    /**
     * Looks for them.
     *
     * @param newest the newest seal, if there is one
     * @param since the first transaction whose rows are looked at
     */
    Verification.Waiting check(@Nullable Seal newest, String since) throws SQLException {
        var server = Server.now(connection);
        var here = newest == null || server.goesOnFrom(newest.statement().range());
        var end = newest == null ? 0 : newest.sequence();
        // Elsewhere other numbers come, until an epoch begins there: what is younger than the newest seal may have any.
        try (var query =
                connection.prepareStatement("""
                select x.relation, x.row_id, x.at,
                  x.xid < ?::xid8 and (? or x.at <= ?) or x.xid >= ?::xid8 and ? as inserted,
                  (select min(s.sequence) from ledger.seal s where s.sealed_at >= x.at) as seal
                from (
                %s
                ) x
                order by x.at
                """.formatted(Relation.union(relation -> unlisted(relation, end))))) {
            query.setFetchSize(AT_A_TIME);
            query.setString(1, newest == null ? "0" : newest.statement().range().upto());
            query.setBoolean(2, here);
            query.setObject(
                    3, (newest == null ? Instant.EPOCH : newest.statement().sealedAt()).atOffset(ZoneOffset.UTC));
            query.setString(4, server.next());
            query.setBoolean(5, here);
            for (var n = 0; n < Relation.values().length; n++) {
                query.setString(6 + n, since);
            }
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    check(row, end);
                }
            }
        }
        tell(newest, here);
        return new Verification.Waiting(waiting, oldest);
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

    private void check(ResultSet found, long end) throws SQLException {
        var row = new Finding.Row(Relation.of(found.getString("relation")), found.getObject("row_id", UUID.class));
        var at = found.getObject("at", OffsetDateTime.class).toInstant();
        if (found.getBoolean("inserted")) {
            var seal = found.getLong("seal");
            findings.ofRow(
                    Kind.ROW_INSERTED,
                    found.wasNull() ? end : seal,
                    row,
                    "is of a transaction that is sealed, or never was, and in no seal: it was put in afterwards.");
            return;
        }
        if (at.isAfter(lateness.now().plus(SealedRows.LONGEST_PAUSE))) {
            findings.ofRow(Kind.ROW_BACK_DATED, end, row, "says a time that has not come.");
        }
        waiting++;
        oldest = oldest == null ? at : oldest;
        youngest = at;
    }

    /** A copy elsewhere is as old as the youngest row that waits in it: nobody seals there, and nobody has to. */
    private void tell(@Nullable Seal newest, boolean here) {
        if (newest == null) {
            findings.ofLedger(Kind.NOT_SEALED, "There is no seal: none was made, or all are gone.");
            return;
        }
        var now = here || youngest == null ? lateness.now() : youngest;
        var stands = here && lateness.isLate(newest.statement().sealedAt(), now);
        if (stands || (oldest != null && lateness.isLate(oldest, now))) {
            findings.ofLedger(
                    Kind.NOT_SEALED,
                    waiting + " rows have no seal" + (oldest == null ? "" : ", the oldest since " + oldest)
                            + (stands
                                    ? ": the newest seal is of "
                                            + newest.statement().sealedAt() + ", the sealer does not run."
                                    : ": a transaction is held open, or they do not say when they were written."));
        }
    }
}
