package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From what is published nobody computes what is hidden. Every published figure is an equation; a hidden cell is safe when
 * another value of it satisfies all of them. Over numbers of any kind linear algebra decides that, for all tables together;
 * who looks knows besides that a count is whole and not negative, which is asked of every table by itself.
 */
class SuppressionTests {

    private static final int SMALLEST = 10;
    private static final int WORLDS = 200;

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = TestDatabase.shared().as("postgres");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    @DisplayName("attack 55: no hidden cell follows from the tables of one month")
    void noHiddenCellFollowsFromTheTablesOfOneMonth() throws SQLException {
        var random = new Random(20261130);
        var hidden = 0;
        for (var world = 0; world < WORLDS; world++) {
            var sizes = new int[] {1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(4)};
            var tables = tables(sizes, cube(random, sizes));
            hidden += check(tables, "world " + world);
        }
        assertThat(hidden).isGreaterThan(WORLDS); // the test is not idle
    }

    /** Every table of two by three with nobody, few, just enough and many, and larger ones in which most cells are empty. */
    @Test
    void noHiddenCellFollowsFromCountsBeingWholeAndNotNegative() throws SQLException {
        var counts = new int[] {0, 3, 10, 25};
        var hidden = 0;
        for (var number = 0; number < 1 << 12; number++) {
            var students = new int[2][3];
            for (var cell = 0; cell < 6; cell++) {
                students[cell / 3][cell % 3] = counts[(number >> (2 * cell)) & 3];
            }
            hidden += checkWhole(table(students));
        }
        var random = new Random(31);
        for (var world = 0; world < WORLDS; world++) {
            var students = new int[2 + random.nextInt(4)][2 + random.nextInt(4)];
            var zeros = 2 + random.nextInt(6);
            for (var row : students) {
                Arrays.setAll(row, cell -> random.nextInt(10) < zeros ? 0 : random.nextInt(40));
            }
            hidden += checkWhole(table(students));
        }
        assertThat(hidden).isGreaterThan(10 * WORLDS);
    }

    private static Table table(int[][] students) {
        var columns = students[0].length;
        var counts = new int[(students.length + 1) * (columns + 1)];
        for (var row = 0; row < students.length; row++) {
            for (var column = 0; column < columns; column++) {
                add(counts, columns, row, column, students[row][column]);
                add(counts, columns, students.length, column, students[row][column]);
                add(counts, columns, row, columns, students[row][column]);
                add(counts, columns, students.length, columns, students[row][column]);
            }
        }
        return new Table(students.length, columns, counts);
    }

    /** How many cells are hidden, each of which could be one more or one less. */
    private int checkWhole(Table table) throws SQLException {
        table.hide(connection);
        var hidden = table.flows();
        assertThat(hidden)
                .allSatisfy(cell ->
                        assertThat(cell.varies(hidden)).as(table + " " + cell).isTrue());
        return hidden.size();
    }

    /**
     * A hidden cell as students that flow: from the table to its row, on to its column, and back to the table. One more and
     * one less leave all that is shown when they go round in a circle of hidden cells, and against the flow nobody goes where
     * nobody has come. A difference of two solutions is a sum of such circles, so this decides exactly.
     */
    private record Flow(int from, int to, int students) {

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

    @ParameterizedTest
    @CsvSource({
        // The zeros of the second row, and with them the 20 below, would follow.
        "20 15 15 10 0 60  0 20 0 15 0 35  0 0 0 20 0 20  20 35 15 45 0 115",
        "0 0 0 0  0 0 0 0  0 0 0 0  0 30 0 30  0 30 30 60  0 60 30 90",
    })
    void emptyCellsFollowNeither(String counts) throws SQLException {
        var numbers = numbers(counts.replace("  ", " "));
        var columns = counts.substring(0, counts.indexOf("  ")).split(" ", -1).length - 1;

        assertThat(checkWhole(new Table(numbers.length / (columns + 1) - 1, columns, numbers)))
                .isPositive();
    }

    /** By itself a line says: total less what is shown. Zeros hide no better than that sum is large. */
    @Test
    void whatIsHiddenInALineIsTogetherLargeEnough() throws SQLException {
        var random = new Random(30);
        var lines = 0;
        for (var world = 0; world < WORLDS; world++) {
            var rows = 1 + random.nextInt(6);
            var columns = random.nextInt(6);
            var table = new Table(rows, columns, withTotals(random, rows, columns));
            table.hide(connection);
            for (var line : table.lines()) {
                var total = line.get(line.size() - 1);
                var parts = line.subList(0, line.size() - 1);
                var sum = parts.stream()
                        .filter(table::hidden)
                        .mapToInt(table::count)
                        .sum();
                var anything = parts.stream().anyMatch(table::hidden);
                if (anything && !table.hidden(total)) {
                    assertThat(sum).as(table + " " + line).isGreaterThanOrEqualTo(SMALLEST);
                    lines++;
                }
            }
        }
        assertThat(lines).isGreaterThan(WORLDS);
    }

    @ParameterizedTest
    @CsvSource({
        "9 20 30 59,       true true false false",
        "0 0 25 25,        true true true false",
        "12 13 25,         false false false",
        "4 3 7,            true true true",
        "9 9 9 27,         true true true false",
    })
    void totalsOfRows(String counts, String expected) throws SQLException {
        var table = new Table(counts.split(" ").length - 1, 0, numbers(counts));
        table.hide(connection);

        assertThat(Arrays.toString(table.hidden)).isEqualTo(Arrays.toString(booleans(expected)));
    }

    @Test
    void oneSmallCellTakesThreeOthersAlong() throws SQLException {
        var table = new Table(2, 2, new int[] {5, 20, 25, 30, 40, 70, 35, 60, 95});
        table.hide(connection);

        assertThat(table.hidden).containsExactly(true, true, false, true, true, false, false, false, false);
    }

    @ParameterizedTest
    @CsvSource({
        "CHRONIC_ABSENCE, 100, 0.42, 42, EXACT",
        "CHRONIC_ABSENCE, 100, 0.03, 10, AT_MOST",
        "CHRONIC_ABSENCE, 100, 0.09, 10, AT_MOST",
        "CHRONIC_ABSENCE, 100, 0.10, 10, EXACT",
        "CHRONIC_ABSENCE, 100, 0.95, 90, AT_LEAST",
        "CHRONIC_ABSENCE, 1000, 0, 5, AT_MOST",
        "CHRONIC_ABSENCE, 30, 0.2, 35, AT_MOST",
        "CHRONIC_ABSENCE, 20, 0.5, , ",
        "ATTENDANCE_RATE, 12, 0.931, 93, EXACT",
        "ATTENDANCE_RATE, 12, 0.999, 95, AT_LEAST",
        "ATTENDANCE_RATE, 12, , , ",
    })
    void ratesTellOfNobody(String measure, int n, Double rate, Integer percent, String bound) throws SQLException {
        try (var statement =
                connection.prepareStatement("select percent, bound from access.coded_rate(?, ?, ?::numeric, 10)")) {
            statement.setString(1, measure);
            statement.setInt(2, n);
            statement.setObject(3, rate);
            try (var row = statement.executeQuery()) {
                assertThat(row.next()).isEqualTo(percent != null);
                if (percent != null) {
                    assertThat(row.getInt(1)).isEqualTo(percent);
                    assertThat(row.getString(2)).isEqualTo(bound);
                }
            }
        }
    }

    /** Students by three dimensions: in some worlds most groups are small, in others few; and some values are rare. */
    private static int[][][] cube(Random random, int[] sizes) {
        var cube = new int[sizes[0]][sizes[1]][sizes[2]];
        var small = 2 + random.nextInt(6);
        for (var layer : cube) {
            var rare = random.nextInt(6) == 0;
            for (var line : layer) {
                for (var n = 0; n < line.length; n++) {
                    line[n] = rare
                            ? random.nextInt(2)
                            : random.nextInt(10) < small ? random.nextInt(8) : random.nextInt(40);
                }
            }
        }
        return cube;
    }

    /** All tables by one and by two dimensions; the same figure in two of them is one unknown. */
    private static List<Table> tables(int[] sizes, int[][][] cube) {
        var tables = new ArrayList<Table>();
        for (var pair : new int[][] {{0, -1}, {1, -1}, {2, -1}, {0, 1}, {0, 2}, {1, 2}}) {
            var rows = sizes[pair[0]];
            var columns = pair[1] < 0 ? 0 : sizes[pair[1]];
            var counts = new int[(rows + 1) * (columns + 1)];
            for (var a = 0; a < sizes[0]; a++) {
                for (var b = 0; b < sizes[1]; b++) {
                    for (var c = 0; c < sizes[2]; c++) {
                        var at = new int[] {a, b, c};
                        var row = at[pair[0]];
                        var column = pair[1] < 0 ? -1 : at[pair[1]];
                        add(counts, columns, row, column, cube[a][b][c]);
                        add(counts, columns, rows, column, cube[a][b][c]);
                        if (column >= 0) {
                            add(counts, columns, row, columns, cube[a][b][c]);
                            add(counts, columns, rows, columns, cube[a][b][c]);
                        }
                    }
                }
            }
            var table = new Table(rows, columns, counts);
            table.name(pair);
            tables.add(table);
        }
        return tables;
    }

    private static void add(int[] counts, int columns, int row, int column, int n) {
        counts[row * (columns + 1) + (column < 0 ? columns : column)] += n;
    }

    private int check(List<Table> tables, String world) throws SQLException {
        var unknowns = new HashMap<String, Integer>();
        var shown = new HashMap<String, Boolean>();
        for (var table : tables) {
            table.hide(connection);
            for (var cell = 0; cell < table.counts.length; cell++) {
                var name = table.names[cell];
                var before = shown.put(name, !table.hidden[cell]);
                assertThat(before == null || before == !table.hidden[cell])
                        .as(world + ": " + name + " is hidden in one table and shown in another")
                        .isTrue();
                if (table.hidden[cell]) {
                    unknowns.putIfAbsent(name, unknowns.size());
                } else {
                    assertThat(table.counts[cell]).as(world).isGreaterThanOrEqualTo(SMALLEST);
                }
            }
        }
        var equations = new ArrayList<double[]>();
        for (var table : tables) {
            for (var line : table.lines()) {
                equations.add(equation(table, line, unknowns));
            }
        }
        reduce(equations, unknowns.size());
        for (var unknown : unknowns.entrySet()) {
            assertThat(isDetermined(equations, unknown.getValue()))
                    .as(world + ": " + unknown.getKey() + " can be computed from " + tables)
                    .isFalse();
        }
        return unknowns.size();
    }

    /** Parts less their total: what is shown is known and falls out. */
    private static double[] equation(Table table, List<Integer> line, Map<String, Integer> unknowns) {
        var equation = new double[unknowns.size()];
        for (var n = 0; n < line.size(); n++) {
            var cell = line.get(n);
            if (table.hidden[cell]) {
                equation[Objects.requireNonNull(unknowns.get(table.names[cell]))] += n == line.size() - 1 ? -1 : 1;
            }
        }
        return equation;
    }

    /** To reduced row echelon form. */
    private static void reduce(List<double[]> rows, int width) {
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

    private static boolean isDetermined(List<double[]> reduced, int unknown) {
        return reduced.stream()
                .anyMatch(row -> Math.abs(row[unknown]) > 1e-9
                        && Arrays.stream(row)
                                        .filter(value -> Math.abs(value) > 1e-9)
                                        .count()
                                == 1);
    }

    private static int[] withTotals(Random random, int rows, int columns) {
        var counts = new int[(rows + 1) * (columns + 1)];
        for (var row = 0; row < rows; row++) {
            for (var column = 0; column < Math.max(columns, 1); column++) {
                var n = random.nextInt(3) == 0 ? random.nextInt(60) : random.nextInt(12);
                var at = columns == 0 ? -1 : column;
                add(counts, columns, row, at, n);
                add(counts, columns, rows, at, n);
                if (columns > 0) {
                    add(counts, columns, row, columns, n);
                    add(counts, columns, rows, columns, n);
                }
            }
        }
        return counts;
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static boolean[] booleans(String text) {
        var words = text.split(" ", -1);
        var values = new boolean[words.length];
        for (var n = 0; n < words.length; n++) {
            values[n] = Boolean.parseBoolean(words[n]);
        }
        return values;
    }

    /** A table row by row, totals last. */
    private static final class Table {

        private final int rows;
        private final int columns;
        private final int[] counts;
        private final String[] names;
        private boolean[] hidden = {};

        Table(int rows, int columns, int[] counts) {
            this.rows = rows;
            this.columns = columns;
            this.counts = counts;
            this.names = new String[counts.length];
        }

        int count(int cell) {
            return counts[cell];
        }

        boolean hidden(int cell) {
            return hidden[cell];
        }

        /** By dimension and value; what is the total over a dimension does not name it. */
        void name(int[] dimensions) {
            for (var row = 0; row <= rows; row++) {
                for (var column = 0; column <= columns; column++) {
                    names[row * (columns + 1) + column] = (row == rows ? "" : " " + dimensions[0] + "=" + row)
                            + (column == columns ? "" : " " + dimensions[1] + "=" + column);
                }
            }
        }

        void hide(Connection connection) throws SQLException {
            try (var statement = connection.prepareStatement("select access.suppressed(?, ?, ?, ?)")) {
                statement.setInt(1, rows);
                statement.setInt(2, columns);
                statement.setArray(
                        3,
                        connection.createArrayOf(
                                "int4", Arrays.stream(counts).boxed().toArray()));
                statement.setInt(4, SMALLEST);
                try (var row = statement.executeQuery()) {
                    row.next();
                    var values = (Boolean[]) row.getArray(1).getArray();
                    hidden = new boolean[values.length];
                    for (var n = 0; n < values.length; n++) {
                        hidden[n] = values[n];
                    }
                }
            }
        }

        /** The hidden cells of a table with columns. */
        List<Flow> flows() {
            var flows = new ArrayList<Flow>();
            var in = rows + columns;
            var out = in + 1;
            for (var cell = 0; cell < counts.length; cell++) {
                if (hidden[cell]) {
                    var row = cell / (columns + 1);
                    var column = cell % (columns + 1);
                    var from = row < rows ? column < columns ? row : in : column < columns ? rows + column : out;
                    var to = row < rows ? column < columns ? rows + column : row : column < columns ? out : in;
                    flows.add(new Flow(from, to, counts[cell]));
                }
            }
            return flows;
        }

        /** Every line with its total last. */
        List<List<Integer>> lines() {
            var lines = new ArrayList<List<Integer>>();
            for (var row = 0; row <= rows && columns > 0; row++) {
                var line = new ArrayList<Integer>();
                for (var column = 0; column <= columns; column++) {
                    line.add(row * (columns + 1) + column);
                }
                lines.add(line);
            }
            for (var column = 0; column <= columns; column++) {
                var line = new ArrayList<Integer>();
                for (var row = 0; row <= rows; row++) {
                    line.add(row * (columns + 1) + column);
                }
                lines.add(line);
            }
            return lines;
        }

        @Override
        public String toString() {
            return rows + "x" + columns + " " + Arrays.toString(counts) + " " + Arrays.toString(hidden);
        }
    }
}
