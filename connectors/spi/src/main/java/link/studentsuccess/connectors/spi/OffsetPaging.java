package link.studentsuccess.connectors.spi;

import java.util.List;
import java.util.function.Function;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import org.jspecify.annotations.Nullable;

/**
 * Forward reading by offset that notices when the source moves under it: each page but the first begins one row early,
 * and that row must be the one the page before ended with. It steps by the rows a source gave, not by those asked for,
 * so a source may clamp, and it follows no links.
 *
 * @param offset the first row wanted
 * @param first a mark of the first row of the page before; empty at the beginning
 * @param last a mark of the last row read; empty at the beginning
 * @param memo what the connector carries from the first page to the last, such as the moment the pull began
 */
public record OffsetPaging(int offset, String first, String last, String memo) {

    public static OffsetPaging begin(String memo) {
        return new OffsetPaging(0, "", "", memo);
    }

    /** A position this class did not write means that the pull cannot go on. */
    public static OffsetPaging at(Position position) {
        var parts = position.value().split(":", 4);
        try {
            return new OffsetPaging(Integer.parseInt(parts[0]), parts[1], parts[2], parts[3]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new RestartRequired("The position cannot be read: the pull starts again.");
        }
    }

    public Position position() {
        return new Position(offset + ":" + first + ":" + last + ":" + memo);
    }

    public int askedOffset() {
        return Math.max(0, offset - 1);
    }

    public int askedLimit(int size) {
        return offset == 0 ? size : size + 1;
    }

    /** The rows after the overlap. */
    public <T> List<T> fresh(List<T> rows, Function<T, String> key) {
        if (offset == 0) {
            return rows;
        }
        if (rows.isEmpty()) {
            throw new RestartRequired("The source has fewer rows than before: the pull starts again.");
        }
        var mark = mark(key.apply(rows.get(0)));
        if (mark.equals(last)) {
            return rows.subList(1, rows.size());
        }
        if (mark.equals(first)) {
            throw new SourceDefect("The source answers with the same page again: it does not honour offset.");
        }
        throw new RestartRequired("The source's rows moved while they were read: the pull starts again.");
    }

    /**
     * Where the page after this one begins; absent when this was the last. Without a declared total, only a page
     * without fresh rows is the last, since a short one may have been clamped.
     */
    public <T> @Nullable OffsetPaging next(List<T> fresh, @Nullable Long total, Function<T, String> key) {
        var end = offset + fresh.size();
        if (total != null && end >= total) {
            return null;
        }
        if (fresh.isEmpty()) {
            if (total != null) {
                throw new SourceDefect("The source says it has more rows than it gives: its supplier must look at it.");
            }
            return null;
        }
        var start = offset == 0 ? mark(key.apply(fresh.get(0))) : last;
        return new OffsetPaging(end, start, mark(key.apply(fresh.get(fresh.size() - 1))), memo);
    }

    public OffsetPaging withMemo(String newMemo) {
        return new OffsetPaging(offset, first, last, newMemo);
    }

    /** 16 bits: enough to notice a shift, too few to say whose row it was. */
    private static String mark(String key) {
        return Integer.toHexString((key.hashCode() * 0x9E3779B1) >>> 16);
    }
}
