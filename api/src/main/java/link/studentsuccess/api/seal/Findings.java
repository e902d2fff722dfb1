package link.studentsuccess.api.seal;

import java.util.ArrayList;
import java.util.List;
import link.studentsuccess.api.seal.Finding.Kind;

/** All that is wrong is counted; the first of it is told. */
final class Findings {

    static final int MOST = 100;

    private final List<Finding> first = new ArrayList<>();
    private long wrong;

    void ofSeal(Kind kind, long seal, String what) {
        add(new Finding(kind, seal, null, "Seal " + seal + what));
    }

    void ofRow(Kind kind, long seal, Finding.Row row, String what) {
        add(new Finding(kind, seal, row, "Seal " + seal + ": the row " + row + " " + what));
    }

    void ofLedger(Kind kind, String message) {
        add(new Finding(kind, null, null, message));
    }

    private void add(Finding finding) {
        wrong++;
        if (first.size() < MOST) {
            first.add(finding);
        }
    }

    List<Finding> first() {
        return List.copyOf(first);
    }

    long wrong() {
        return wrong;
    }
}
