package link.studentsuccess.connectors.csv;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import link.studentsuccess.connectors.csv.CsvMapping.Value;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SourceKey;
import org.jspecify.annotations.Nullable;

/** One row, read by our names for its fields. What is wrong is told by the file's own. */
record MappedRow(CsvRow row, CsvFormat file, Map<String, Value> fields) {

    private static final Pattern SCHOOL_YEAR = Pattern.compile("(?:(\\d{4}) ?[-/] ?)?(\\d{4}|\\d{2})");
    private static final int LONGEST_KEY = 255;
    private static final int MOST_DIGITS = 12;

    String text(String field) {
        var text = textOrNull(field);
        if (text == null) {
            throw unusable(Reject.Code.MISSING, field);
        }
        return text;
    }

    /** Nothing where the mapping does not name the field, or the column is empty. A code that has no meaning is wrong. */
    @Nullable
    String textOrNull(String field) {
        var value = fields.get(field);
        var raw = value == null ? null : raw(value);
        if (value == null || raw == null || value.codes().isEmpty()) {
            return raw;
        }
        var meaning = meaning(value, raw);
        if (meaning == null) {
            throw unusable(Reject.Code.MALFORMED, field);
        }
        return meaning;
    }

    /** What stands there, before its codes are looked up. */
    String raw(String field) {
        var value = fields.get(field);
        var raw = value == null ? null : raw(value);
        if (raw == null) {
            throw unusable(Reject.Code.MISSING, field);
        }
        return raw;
    }

    private @Nullable String raw(Value value) {
        if (value.columns().isEmpty()) {
            return value.constant();
        }
        if (value.columns().size() == 1) {
            return row.textOrNull(value.columns().get(0));
        }
        var parts = new ArrayList<String>();
        for (var column : value.columns()) {
            parts.add(row.text(column));
        }
        return String.join("|", parts);
    }

    private static @Nullable String meaning(Value value, String raw) {
        var exact = value.codes().get(raw);
        if (exact != null) {
            return exact;
        }
        for (var code : value.codes().entrySet()) {
            if (word(code.getKey()).equals(word(raw))) {
                return code.getValue();
            }
        }
        return null;
    }

    /** Code and grade level sets are small words; districts differ in case, spaces and hyphens. */
    static String word(@Nullable String value) {
        return value == null ? "" : value.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_");
    }

    /** One of a fixed set, by the codes of the mapping or as our own word. */
    <E extends Enum<E>> E word(String field, Class<E> words) {
        var text = word(text(field));
        for (var each : words.getEnumConstants()) {
            if (word(each.name()).equals(text)) {
                return each;
            }
        }
        throw unusable(Reject.Code.MALFORMED, field);
    }

    /** As {@link #word}, but nothing where the district's code stands for none of them. */
    <E extends Enum<E>> @Nullable E wordOrNull(String field, Class<E> words) {
        var value = fields.get(field);
        var raw = value == null ? null : raw(value);
        if (value == null || raw == null || (!value.codes().isEmpty() && meaning(value, raw) == null)) {
            return null;
        }
        return word(field, words);
    }

    boolean yes(String field) {
        var text = word(text(field));
        if (!text.equals("true") && !text.equals("false")) {
            throw unusable(Reject.Code.MALFORMED, field);
        }
        return text.equals("true");
    }

    LocalDate date(String field) {
        var date = dateOrNull(field);
        if (date == null) {
            throw unusable(Reject.Code.MISSING, field);
        }
        return date;
    }

    @Nullable
    LocalDate dateOrNull(String field) {
        var value = fields.get(field);
        return value == null ? null : row.dateOrNull(value.columns().get(0), file.dates());
    }

    /** A half-open end: the field itself, or the day after the last day. */
    @Nullable
    LocalDate endOrNull(String exclusive, String inclusive) {
        var last = dateOrNull(inclusive);
        return last == null ? dateOrNull(exclusive) : last.plusDays(1);
    }

    LocalDate end(String exclusive, String inclusive) {
        var end = endOrNull(exclusive, inclusive);
        if (end == null) {
            throw unusable(Reject.Code.MISSING, fields.containsKey(inclusive) ? inclusive : exclusive);
        }
        return end;
    }

    /** The year in which it ends, from 2027, 2026-27 or 2026-2027. */
    int schoolYear(String field) {
        var matcher = SCHOOL_YEAR.matcher(text(field));
        if (matcher.matches()) {
            var first = matcher.group(1);
            var last = matcher.group(2);
            if (first == null && last.length() == 4) {
                return Integer.parseInt(last);
            }
            var next = first == null ? "" : Integer.toString(Integer.parseInt(first) + 1);
            if (!next.isEmpty() && next.endsWith(last)) {
                return Integer.parseInt(next);
            }
        }
        throw unusable(Reject.Code.MALFORMED, field);
    }

    /** CEDS entry grade level; absent where the district's word is none of them. */
    @Nullable
    String gradeLevel(String field) {
        var value = fields.get(field);
        var raw = value == null ? null : raw(value);
        if (value == null || raw == null) {
            return null;
        }
        var mapped = value.codes().isEmpty() ? raw : meaning(value, raw);
        var level = word(mapped);
        if (level.matches("k|kg|0?0")) {
            return "KG";
        }
        return level.matches("0?[1-9]|1[0-2]") ? String.format(Locale.ROOT, "%02d", Integer.parseInt(level)) : null;
    }

    @Nullable
    BigDecimal numberOrNull(String field) {
        var text = textOrNull(field);
        if (text == null) {
            return null;
        }
        var digits = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
        if (digits.length() > MOST_DIGITS || !digits.matches("\\d+(\\.\\d+)?|\\.\\d+")) {
            throw unusable(Reject.Code.MALFORMED, field);
        }
        return new BigDecimal(digits);
    }

    SourceKey key(String field) {
        return key(text(field), field);
    }

    /** A key made of several values; the field is the one to look at when it is too long. */
    SourceKey key(String text, String field) {
        if (text.length() > LONGEST_KEY) {
            throw unusable(Reject.Code.OUT_OF_RANGE, field);
        }
        return new SourceKey(text);
    }

    CsvRow.Unusable unusable(Reject.Code code, String field) {
        var value = fields.get(field);
        return new CsvRow.Unusable(code, value == null ? field : value.column());
    }

    @Override
    public String toString() {
        return "MappedRow[…]";
    }
}
