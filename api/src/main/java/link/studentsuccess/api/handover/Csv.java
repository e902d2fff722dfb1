package link.studentsuccess.api.handover;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines as RFC 4180 has them. A spreadsheet must not take a name for a formula, so such a text begins with an apostrophe. */
final class Csv {

    private static final String FORMULA_BEGINS = "=+-@\t\r";

    private Csv() {}

    static String line(List<? extends @Nullable Object> values) {
        return values.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        var text = value.toString();
        var plain = !text.isEmpty() && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }
}
