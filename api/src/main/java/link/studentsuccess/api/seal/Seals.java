package link.studentsuccess.api.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Seals in the database. */
final class Seals {

    private static final String COLUMNS = """
            select s.sequence, s.epoch, s.place, s.since_xid::text, s.upto_xid::text, %s, s.root, s.sealed_at, s.xid::text as xid,
              s.previous, s.key_id, s.hash, s.signature
            from ledger.seal s
            """.formatted(counts("s.%s", ", "));

    private final Connection connection;

    Seals(Connection connection) {
        this.connection = connection;
    }

    @Nullable
    Seal newest() throws SQLException {
        var found = list(COLUMNS + "order by s.sequence desc limit 1");
        return found.isEmpty() ? null : found.get(0);
    }

    @Nullable
    Seal numbered(long sequence) throws SQLException {
        var found = list(COLUMNS + "where s.sequence = " + sequence);
        return found.isEmpty() ? null : found.get(0);
    }

    @Nullable
    Seal oldest() throws SQLException {
        var found = from(0, 1);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The oldest of the newest ones that cover at most so many rows in all; the newest one in any case. */
    @Nullable
    Seal firstWithin(int most, int rows) throws SQLException {
        var found = list(COLUMNS + """
                join (
                  select min(y.sequence) as sequence
                  from (
                    select x.sequence,
                      sum(%s) over (order by x.sequence desc) as rows,
                      row_number() over (order by x.sequence desc) as place
                    from (select z.* from ledger.seal z order by z.sequence desc limit %d) x
                  ) y
                  where y.rows <= %d or y.place = 1
                ) f on f.sequence = s.sequence
                """.formatted(counts("coalesce(x.%s, 0)", " + "), most, rows));
        return found.isEmpty() ? null : found.get(0);
    }

    /** The newest seal of which rows are listed, whether or not it is there; 0 when none are. */
    long newestListed() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select coalesce(max(r.sequence), 0) from ledger.sealed_row r")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The newest one whose transaction is before another: what was written before it is under this end of a range. */
    @Nullable
    Seal newestBefore(Seal.Range range) throws SQLException {
        var found = list(COLUMNS + "where s.epoch = " + range.epoch() + " and coalesce(s.xid, s.upto_xid) < '"
                + range.upto() + "'::xid8 order by s.sequence desc limit 1");
        return found.isEmpty() ? null : found.get(0);
    }

    boolean anySignedWith(String keyId) throws SQLException {
        try (var statement = connection.prepareStatement("select from ledger.seal s where s.key_id = ? limit 1")) {
            statement.setString(1, keyId);
            try (var row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** In order, from a number on. */
    List<Seal> from(long sequence, int limit) throws SQLException {
        return list(COLUMNS + "where s.sequence >= " + sequence + " order by s.sequence limit " + limit);
    }

    void insert(Seal seal) throws SQLException {
        try (var statement = connection.prepareStatement(
                """
                insert into ledger.seal (sequence, epoch, place, since_xid, upto_xid, root, sealed_at, xid, previous, key_id, hash,
                  signature, %s)
                values (?, ?, ?, ?::xid8, ?::xid8, ?, ?, ?::xid8, ?, ?, ?, ?%s)
                """.formatted(counts("%s", ", "), ", ?".repeat(Relation.values().length)))) {
            var stated = seal.statement();
            statement.setLong(1, stated.sequence());
            statement.setInt(2, stated.range().epoch());
            statement.setString(3, stated.range().place());
            statement.setString(4, stated.range().since());
            statement.setString(5, stated.range().upto());
            statement.setBytes(6, stated.content().root());
            statement.setObject(7, stated.sealedAt().atOffset(ZoneOffset.UTC));
            statement.setString(8, stated.made().xid());
            statement.setBytes(9, stated.previous());
            statement.setString(10, stated.keyId());
            statement.setBytes(11, seal.hash());
            statement.setBytes(12, seal.signature());
            var at = 13;
            for (var relation : Relation.values()) {
                statement.setObject(at++, stated.content().counts().get(relation), Types.INTEGER);
            }
            statement.executeUpdate();
        }
    }

    /** The columns of all tables' counts, in the order of Relation. */
    private static String counts(String column, String between) {
        return Arrays.stream(Relation.values())
                .map(relation -> column.formatted(relation.count()))
                .collect(Collectors.joining(between));
    }

    private List<Seal> list(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var seals = new ArrayList<Seal>();
            while (rows.next()) {
                seals.add(seal(rows));
            }
            return seals;
        }
    }

    private static Seal seal(ResultSet row) throws SQLException {
        var counts = new EnumMap<Relation, Integer>(Relation.class);
        for (var relation : Relation.values()) {
            var count = row.getObject(relation.count(), Integer.class);
            if (count != null) {
                counts.put(relation, count);
            }
        }
        return new Seal(
                new Seal.Statement(
                        row.getLong("sequence"),
                        new Seal.Range(
                                row.getInt("epoch"),
                                row.getString("place"),
                                row.getString("since_xid"),
                                row.getString("upto_xid")),
                        new Seal.Content(counts, row.getBytes("root")),
                        new Seal.Made(
                                row.getObject("sealed_at", OffsetDateTime.class).toInstant(), row.getString("xid")),
                        new Seal.Statement.Signer(row.getBytes("previous"), row.getString("key_id"))),
                row.getBytes("hash"),
                row.getBytes("signature"));
    }
}
