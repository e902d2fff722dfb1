package link.studentsuccess.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What tables say together: in each line the parts make the total. What is hidden is an unknown, of one name in all of them. */
final class Equations {

    private final Map<String, Integer> unknowns = new LinkedHashMap<>();
    private final List<double[]> rows = new ArrayList<>();

    Equations(List<SuppressedTable> tables) {
        for (var table : tables) {
            for (var cell = 0; cell < table.cells(); cell++) {
                if (table.hidden(cell)) {
                    unknowns.putIfAbsent(table.name(cell), unknowns.size());
                }
            }
        }
        for (var table : tables) {
            table.lines().forEach(line -> rows.add(equation(table, line)));
        }
        reduce();
    }

    Set<String> unknowns() {
        return unknowns.keySet();
    }

    /** Whether all equations together have one answer for it. */
    boolean determine(String unknown) {
        var column = Objects.requireNonNull(unknowns.get(unknown));
        return rows.stream()
                .anyMatch(row -> Math.abs(row[column]) > 1e-9
                        && Arrays.stream(row)
                                        .filter(value -> Math.abs(value) > 1e-9)
                                        .count()
                                == 1);
    }

    /** Parts less their total: what is shown is known and falls out. */
    private double[] equation(SuppressedTable table, List<Integer> line) {
        var equation = new double[unknowns.size()];
        for (var n = 0; n < line.size(); n++) {
            var cell = line.get(n);
            if (table.hidden(cell)) {
                equation[Objects.requireNonNull(unknowns.get(table.name(cell)))] += n == line.size() - 1 ? -1 : 1;
            }
        }
        return equation;
    }

    /** To reduced row echelon form. */
    private void reduce() {
        var width = unknowns.size();
        var done = 0;
        for (var column = 0; column < width && done < rows.size(); column++) {
            var pivot = done;
            for (var row = done; row < rows.size(); row++) {
                if (Math.abs(rows.get(row)[column]) > Math.abs(rows.get(pivot)[column])) {
                    pivot = row;
                }
            }
            if (Math.abs(rows.get(pivot)[column]) < 1e-9) {
                continue;
            }
            var chosen = rows.set(pivot, rows.get(done));
            rows.set(done, chosen);
            var by = chosen[column];
            for (var n = 0; n < width; n++) {
                chosen[n] /= by;
            }
            for (var row = 0; row < rows.size(); row++) {
                var factor = rows.get(row)[column];
                if (row != done && Math.abs(factor) > 1e-9) {
                    for (var n = 0; n < width; n++) {
                        rows.get(row)[n] -= factor * chosen[n];
                    }
                }
            }
            done++;
        }
    }
}
