package link.studentsuccess.api.roster;

import java.util.ArrayList;
import java.util.List;

/** A row that was refused, and why. */
record RefusedRow(int row, List<Reason> reasons) {

    /** Where, by which rule, and what to do. */
    record Reason(String column, String code, String message) {}

    static RefusedRow of(int row, List<String> columns, List<String> codes) {
        var reasons = new ArrayList<Reason>();
        for (var n = 0; n < codes.size(); n++) {
            var code = ImportRow.Code.valueOf(codes.get(n));
            reasons.add(new Reason(columns.get(n), code.name(), code.sentence()));
        }
        return new RefusedRow(row, reasons);
    }
}
