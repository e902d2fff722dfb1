package link.studentsuccess.connectors.spi;

import org.jspecify.annotations.Nullable;

/**
 * A row that could not be used. It says where and why, never what stood there.
 *
 * @param key the row's key where it has one; the engine keeps only its hash
 * @param field the path of the field in the source's terms
 */
public record Reject(@Nullable SourceKey key, Code code, String field) implements Change {

    /** Why a row could not be used. */
    public enum Code {
        MISSING,
        MALFORMED,
        OUT_OF_RANGE,
        DUPLICATE_KEY,
        UNKNOWN_REFERENCE
    }

    public static Reject missing(@Nullable SourceKey key, String field) {
        return new Reject(key, Code.MISSING, field);
    }

    public static Reject malformed(@Nullable SourceKey key, String field) {
        return new Reject(key, Code.MALFORMED, field);
    }
}
