package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table as it is published, row by row, totals last: what the policy hides of it, and what its lines still say. */
final class SuppressedTable {

    private final int rows;
    private final int columns;
    private final int[] counts;
    private final String[] names;
    private boolean[] hidden = {};

    SuppressedTable(int rows, int columns, int[] counts) {
        this.rows = rows;
        this.columns = columns;
        this.counts = counts;
        this.names = new String[counts.length];
    }

    /** With nobody in it yet. */
    static SuppressedTable empty(int rows, int columns) {
        return new SuppressedTable(rows, columns, new int[(rows + 1) * (columns + 1)]);
    }

    int count(int cell) {
        return counts[cell];
    }

    int cells() {
        return counts.length;
    }

    String name(int cell) {
        return names[cell];
    }

    boolean hidden(int cell) {
        return hidden[cell];
    }

    boolean[] hidden() {
        return hidden.clone();
    }

    /** A group of students: counted in its cell and in the totals of its row, its column and all. */
    void add(int row, int column, int students) {
        for (var r : new int[] {row, rows}) {
            counts[r * (columns + 1) + column] += students;
            if (column < columns) {
                counts[r * (columns + 1) + columns] += students;
            }
        }
    }

    /** By dimension and value; what is the total over a dimension does not name it. */
    void nameCells(int[] dimensions) {
        for (var row = 0; row <= rows; row++) {
            for (var column = 0; column <= columns; column++) {
                names[row * (columns + 1) + column] = (row == rows ? "" : " " + dimensions[0] + "=" + row)
                        + (column == columns ? "" : " " + dimensions[1] + "=" + column);
            }
        }
    }

    void hide(Connection connection, int smallest) throws SQLException {
        try (var statement = connection.prepareStatement("select access.suppressed(?, ?, ?, ?)")) {
            statement.setInt(1, rows);
            statement.setInt(2, columns);
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int4", Arrays.stream(counts).boxed().toArray()));
            statement.setInt(4, smallest);
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
