package link.studentsuccess.connectors.csv;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import link.studentsuccess.connectors.csv.CsvFormat.Dates;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SourceKey;
import org.jspecify.annotations.Nullable;

/** One row of a {@link CsvTable}, read by column name. Spaces around a value do not count, and an empty one is none. */
public final class CsvRow {

    private final String file;
    private final Map<String, Integer> columns;
    private final List<String> fields;

    CsvRow(String file, Map<String, Integer> columns, List<String> fields) {
        this.file = file;
        this.columns = columns;
        this.fields = fields;
    }

    /** Says which field is at fault, never what stands in it. */
    public static final class Unusable extends RuntimeException {
        private final Reject.Code code;
        private final String column;

        public Unusable(Reject.Code code, String column) {
            super(column, null, false, false);
            this.code = code;
            this.column = column;
        }
    }

    /** What must be there. */
    public String text(String column) {
        var value = textOrNull(column);
        if (value == null) {
            throw new Unusable(Reject.Code.MISSING, column);
        }
        return value;
    }

    /** A column that may be empty must still be in the header: a misspelt one would be read as empty for ever. */
    public @Nullable String textOrNull(String column) {
        var index = columns.get(column.toLowerCase(Locale.ROOT));
        if (index == null) {
            throw new SourceDefect(file + " has no column " + column + ": correct its header.");
        }
        var value = index < fields.size() ? fields.get(index).strip() : "";
        return value.isEmpty() ? null : value;
    }

    /** An ISO date, as it is written. */
    public LocalDate date(String column) {
        var date = dateOrNull(column, Dates.ISO);
        if (date == null) {
            throw new Unusable(Reject.Code.MISSING, column);
        }
        return date;
    }

    @Nullable
    LocalDate dateOrNull(String column, Dates dates) {
        var text = textOrNull(column);
        try {
            return text == null ? null : dates.read(text);
        } catch (DateTimeException e) {
            throw new Unusable(Reject.Code.MALFORMED, column);
        }
    }

    public SourceKey key(String column) {
        var value = text(column);
        if (value.length() > 255) {
            throw new Unusable(Reject.Code.OUT_OF_RANGE, column);
        }
        return new SourceKey(value);
    }

    Change mapped(Function<CsvRow, Change> mapping) {
        if (fields.size() > columns.size()) {
            return new Reject(null, Reject.Code.MALFORMED, file + ": more fields than columns");
        }
        try {
            return mapping.apply(this);
        } catch (Unusable e) {
            return new Reject(null, e.code, file + "." + e.column);
        }
    }

    @Override
    public String toString() {
        return "CsvRow[…]";
    }
}
