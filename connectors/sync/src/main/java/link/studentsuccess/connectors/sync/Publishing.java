package link.studentsuccess.connectors.sync;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.sync.PullSummary.Counts;

/** The publish transaction as each stream's merge works in it: its statements, and what no stream's counts show. */
final class Publishing {

    private final Connection connection;
    private final Generation generation;
    private long otherWrites;

    Publishing(Connection connection, Generation generation) {
        this.connection = connection;
        this.generation = generation;
    }

    Connection connection() {
        return connection;
    }

    Generation generation() {
        return generation;
    }

    Sql sql(String text) {
        return Sql.of(connection, text)
                .set("pull", generation.pull())
                .set("feed", generation.feed().id())
                .set("district", generation.feed().district());
    }

    /** Remembers rows written beside those that a stream counts. */
    void wrote(long rows) {
        otherWrites += rows;
    }

    boolean wroteBesides() {
        return otherWrites > 0;
    }

    void changeKeys(StreamName stream, String table) throws SQLException {
        wrote(sql("""
                        update record.%s r
                        set source_key = k.to_key
                        from (
                          select distinct on (from_key) from_key, to_key
                          from stage.key_change
                          where pull_id = :pull and stream = :stream
                          order by from_key, seq desc
                        ) k
                        where r.district_id = :district and r.feed_id = :feed and r.source_key = k.from_key
                          and not exists (
                            select
                            from record.%s x
                            where x.district_id = :district and x.feed_id = :feed and x.source_key = k.to_key
                          )
                        """.formatted(table, table)).set("stream", stream.name()).update());
    }

    /** What a merge says of itself. */
    static Counts counts(ResultSet row) throws SQLException {
        var created = row.getLong("created");
        var changed = row.getLong("changed");
        return new Counts(
                row.getLong("orphaned"),
                created,
                changed,
                row.getLong("usable") - created - changed,
                row.getLong("deleted"));
    }
}
