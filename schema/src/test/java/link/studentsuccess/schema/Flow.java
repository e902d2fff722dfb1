package link.studentsuccess.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A hidden cell as students that flow: from the table to its row, on to its column, and back to the table. One more and
 * one less leave all that is shown when they go round in a circle of hidden cells, and against the flow nobody goes where
 * nobody has come. A difference of two solutions is a sum of such circles, so this decides exactly.
 */
record Flow(int from, int to, int students) {

    boolean varies(List<Flow> hidden) {
        return leads(to, from, hidden) || (students > 0 && leads(from, to, hidden));
    }

    private boolean leads(int start, int end, List<Flow> hidden) {
        var reached = new HashSet<>(Set.of(start));
        for (var grown = true; grown; ) {
            grown = false;
            for (var other : hidden) {
                if (!other.equals(this) && reached.contains(other.from)) {
                    grown |= reached.add(other.to);
                }
                if (!other.equals(this) && other.students > 0 && reached.contains(other.to)) {
                    grown |= reached.add(other.from);
                }
            }
        }
        return reached.contains(end);
    }
}
