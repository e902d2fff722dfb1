package link.studentsuccess.api.seal;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables that are sealed, and a row of one as the text that is hashed. That text is the name of the table, a line feed,
 * and the row as PostgreSQL writes jsonb in UTF-8: columns that have a value, ordered by the length of their names and then
 * by their bytes, instants in UTC. A column that a later version adds is absent in older rows, so their text stays.
 */
enum Relation {
    REQUEST("ledger.request", "id", "at"),
    RELEASE("ledger.release", "id", "at"),
    SUBJECT("ledger.subject", "student_id", "gone_at"),
    CHANGE("audit.change", "id", "at"),
    STATISTIC("ledger.statistic", "id", "recorded_at"),
    STATISTIC_READING("ledger.statistic_reading", "id", "recorded_at");

    private final String table;
    private final String id;
    private final String at;

    Relation(String table, String id, String at) {
        this.table = table;
        this.id = id;
        this.at = at;
    }

    /** Its column in ledger.seal: how many of its rows a seal covers. */
    String count() {
        return key() + "s";
    }

    /** Its name in ledger.sealed_row. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String table() {
        return table;
    }

    static Relation of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    byte[] leaf(String body) {
        return Hashes.leaf(table + "\n" + body);
    }

    /** Columns row_id, at, xid and body of the table as r. Aggregating the object anew takes minutes for a row of megabytes. */
    String columns() {
        return """
                r.%s as row_id, r.%s as at, r.xid, (
                  to_jsonb(r) - array(select c.key from jsonb_each(to_jsonb(r)) c where c.value = 'null')
                )::text as body""".formatted(id, at);
    }

    /** Whether a list of a seal up to a number names the row r. */
    String listedUpTo(String sequence) {
        return "exists (select from ledger.sealed_row s where s.relation = '%s' and s.row_id = r.%s and s.sequence <= %s)"
                .formatted(key(), id, sequence);
    }

    String idColumn() {
        return "r." + id;
    }

    String atColumn() {
        return "r." + at;
    }

    /** One query of each table, all of them together. */
    static String union(Function<Relation, String> query) {
        return Arrays.stream(values()).map(query).collect(Collectors.joining("\nunion all\n"));
    }
}
