package link.studentsuccess.api.roster;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row that was refused, and why. */
record RefusedRow(int row, List<Reason> reasons) {

    /** Where, by which rule, and what to do. */
    record Reason(@Nullable String column, String code, String message) {}

    static RefusedRow of(int row, List<String> columns, List<String> codes) {
        var reasons = new ArrayList<Reason>();
        for (var n = 0; n < codes.size(); n++) {
            var code = ImportRow.Code.valueOf(codes.get(n));
            var column = columns.get(n).isEmpty() ? null : columns.get(n);
            reasons.add(new Reason(column, code.name(), code.sentence()));
        }
        return new RefusedRow(row, reasons);
    }
}
