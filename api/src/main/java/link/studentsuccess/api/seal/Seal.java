package link.studentsuccess.api.seal;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signed statement: these rows, after that seal, at this time. */
@SuppressWarnings("ArrayRecordComponent") // bytes as the database has them; nobody compares two seals as records
record Seal(Statement statement, byte[] hash, byte[] signature) {

    /** Where its rows come from: transactions from one up to another that it does not cover, at a place, in an epoch. */
    record Range(int epoch, String place, String since, String upto) {}

    /** The rows: how many of each table that the seal knows of, and the root of the tree over all of them. */
    record Content(Map<Relation, Integer> counts, byte[] root) {

        int rows() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** When it was made, and by which transaction; absent in seals from before that was told. */
    record Made(Instant at, @Nullable String xid) {}

    /** What is signed. */
    record Statement(long sequence, Range range, Content content, Made made, Signer signer) {

        /** The seal before it, and the key. */
        record Signer(byte @Nullable [] previous, String keyId) {}

        byte @Nullable [] previous() {
            return signer.previous();
        }

        String keyId() {
            return signer.keyId();
        }

        Instant sealedAt() {
            return made.at();
        }

        /** Its own transaction, or one before it: that at which its range ends. */
        String xid() {
            return made.xid() == null ? range.upto() : made.xid();
        }

        /** Line by line; whoever has the columns can write the same. */
        String text() {
            var text = new StringBuilder("Student Success Link seal 1\n");
            line(text, "sequence", sequence);
            line(text, "epoch", range.epoch());
            line(text, "place", range.place());
            line(text, "since", range.since());
            line(text, "upto", range.upto());
            // Of a table that came under the seals later an older one does not speak.
            for (var relation : Relation.values()) {
                var count = content.counts().get(relation);
                if (count != null) {
                    line(text, relation.table(), count);
                }
            }
            line(text, "root", hex(content.root()));
            line(text, "sealed-at", sealedAt());
            if (made.xid() != null) {
                line(text, "xid", made.xid());
            }
            line(text, "previous", previous() == null ? "none" : hex(previous()));
            line(text, "key", keyId());
            return text.toString();
        }

        private static void line(StringBuilder text, String name, Object value) {
            text.append(name).append(' ').append(value).append('\n');
        }

        byte[] hash() {
            return Hashes.of(text());
        }
    }

    long sequence() {
        return statement.sequence();
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
