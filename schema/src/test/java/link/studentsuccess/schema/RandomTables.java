package link.studentsuccess.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tables about students as chance has it. */
final class RandomTables {

    private RandomTables() {}

    /** All tables by one and by two of three dimensions; the same figure in two of them has one name. */
    static List<SuppressedTable> ofOneMonth(Random random) {
        var sizes = new int[] {1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(4)};
        var cube = cube(random, sizes);
        var tables = new ArrayList<SuppressedTable>();
        for (var pair : new int[][] {{0, -1}, {1, -1}, {2, -1}, {0, 1}, {0, 2}, {1, 2}}) {
            var table = SuppressedTable.empty(sizes[pair[0]], pair[1] < 0 ? 0 : sizes[pair[1]]);
            for (var a = 0; a < sizes[0]; a++) {
                for (var b = 0; b < sizes[1]; b++) {
                    for (var c = 0; c < sizes[2]; c++) {
                        var at = new int[] {a, b, c};
                        table.add(at[pair[0]], pair[1] < 0 ? 0 : at[pair[1]], cube[a][b][c]);
                    }
                }
            }
            table.nameCells(pair);
            tables.add(table);
        }
        return tables;
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

    /** By one dimension or two: many groups are small. */
    static SuppressedTable one(Random random) {
        var rows = 1 + random.nextInt(6);
        var columns = random.nextInt(6);
        var table = SuppressedTable.empty(rows, columns);
        for (var row = 0; row < rows; row++) {
            for (var column = 0; column < Math.max(columns, 1); column++) {
                table.add(row, column, random.nextInt(3) == 0 ? random.nextInt(60) : random.nextInt(12));
            }
        }
        return table;
    }

    /** By two dimensions: most groups are empty in some, few in others. */
    static SuppressedTable sparse(Random random) {
        var rows = 2 + random.nextInt(4);
        var columns = 2 + random.nextInt(4);
        var zeros = 2 + random.nextInt(6);
        var table = SuppressedTable.empty(rows, columns);
        for (var row = 0; row < rows; row++) {
            for (var column = 0; column < columns; column++) {
                table.add(row, column, random.nextInt(10) < zeros ? 0 : random.nextInt(40));
            }
        }
        return table;
    }
}
