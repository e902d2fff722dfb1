package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
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
            hidden += check(RandomTables.ofOneMonth(random), "world " + world);
        }
        assertThat(hidden).isGreaterThan(WORLDS); // the test is not idle
    }

    /** Every table of two by three with nobody, few, just enough and many, and larger ones in which most cells are empty. */
    @Test
    void noHiddenCellFollowsFromCountsBeingWholeAndNotNegative() throws SQLException {
        var counts = new int[] {0, 3, 10, 25};
        var hidden = 0;
        for (var number = 0; number < 1 << 12; number++) {
            var table = SuppressedTable.empty(2, 3);
            for (var cell = 0; cell < 6; cell++) {
                table.add(cell / 3, cell % 3, counts[(number >> (2 * cell)) & 3]);
            }
            hidden += checkWhole(table);
        }
        var random = new Random(31);
        for (var world = 0; world < WORLDS; world++) {
            hidden += checkWhole(RandomTables.sparse(random));
        }
        assertThat(hidden).isGreaterThan(10 * WORLDS);
    }

    /** How many cells are hidden, each of which could be one more or one less. */
    private int checkWhole(SuppressedTable table) throws SQLException {
        table.hide(connection, SMALLEST);
        var hidden = table.flows();
        assertThat(hidden)
                .allSatisfy(cell ->
                        assertThat(cell.varies(hidden)).as(table + " " + cell).isTrue());
        return hidden.size();
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

        assertThat(checkWhole(new SuppressedTable(numbers.length / (columns + 1) - 1, columns, numbers)))
                .isPositive();
    }

    /** By itself a line says: total less what is shown. Zeros hide no better than that sum is large. */
    @Test
    void whatIsHiddenInALineIsTogetherLargeEnough() throws SQLException {
        var random = new Random(30);
        var lines = 0;
        for (var world = 0; world < WORLDS; world++) {
            var table = RandomTables.one(random);
            table.hide(connection, SMALLEST);
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
        var table = new SuppressedTable(counts.split(" ").length - 1, 0, numbers(counts));
        table.hide(connection, SMALLEST);

        assertThat(Arrays.toString(table.hidden())).isEqualTo(Arrays.toString(booleans(expected)));
    }

    @Test
    void oneSmallCellTakesThreeOthersAlong() throws SQLException {
        var table = new SuppressedTable(2, 2, new int[] {5, 20, 25, 30, 40, 70, 35, 60, 95});
        table.hide(connection, SMALLEST);

        assertThat(table.hidden()).containsExactly(true, true, false, true, true, false, false, false, false);
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

    /** How many cells are hidden, none of which follows from what all tables show. */
    private int check(List<SuppressedTable> tables, String world) throws SQLException {
        var shown = new HashMap<String, Boolean>();
        for (var table : tables) {
            table.hide(connection, SMALLEST);
            for (var cell = 0; cell < table.cells(); cell++) {
                var name = table.name(cell);
                var before = shown.put(name, !table.hidden(cell));
                assertThat(before == null || before == !table.hidden(cell))
                        .as(world + ": " + name + " is hidden in one table and shown in another")
                        .isTrue();
                if (!table.hidden(cell)) {
                    assertThat(table.count(cell)).as(world).isGreaterThanOrEqualTo(SMALLEST);
                }
            }
        }
        var equations = new Equations(tables);
        for (var unknown : equations.unknowns()) {
            assertThat(equations.determine(unknown))
                    .as(world + ": " + unknown + " can be computed from " + tables)
                    .isFalse();
        }
        return equations.unknowns().size();
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
}
