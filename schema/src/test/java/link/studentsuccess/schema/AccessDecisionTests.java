package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The policy against access-decisions.csv, which was written with the rules and not with the code. */
class AccessDecisionTests {

    record Row(
            int id,
            String deviations,
            String category,
            LocalDate askedOn,
            String expected,
            String reason,
            String until) {

        static Row of(String line) {
            var cells = line.split(",", -1);
            return new Row(
                    Integer.parseInt(cells[0]),
                    cells[1],
                    cells[2],
                    LocalDate.parse(cells[3]),
                    cells[4],
                    cells[5],
                    cells[6]);
        }
    }

    static Stream<Row> rows() {
        return TestDatabase.read("/access-decisions.csv")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("id,"))
                .map(Row::of);
    }

    @TestFactory
    Stream<DynamicTest> decidesAsWrittenDown() {
        return rows().map(row ->
                DynamicTest.dynamicTest("decision " + row.id() + ": " + row.deviations(), () -> decides(row)));
    }

    private static void decides(Row row) throws SQLException {
        var world = new DecisionWorld(row.deviations(), row.askedOn());

        try (var connection = TestDatabase.shared().as("postgres")) {
            connection.setAutoCommit(false);
            world.insert(connection);
            connection.createStatement().execute("set local role link_policy");

            if (row.expected().equals("REFUSED")) {
                assertThat(world.refused(connection)).isTrue();
                return;
            }
            assertThat(world.refused(connection)).isFalse();
            var decision = world.decide(connection, row.category());
            if (row.expected().equals("INVISIBLE")) {
                assertThat(decision).isNull();
                return;
            }
            assertThat(decision).isNotNull();
            assertThat(decision.expected()).isEqualTo(row.expected());
            assertThat(decision.reason()).isEqualTo(row.reason());
            // "until" is empty where the row does not fix it.
            if (!row.until().isEmpty() || row.expected().equals("WITHHELD")) {
                assertThat(decision.until()).isEqualTo(row.until());
            }
            // What is shown is stored; what was withdrawn is not.
            if (row.expected().equals("ALLOW")) {
                assertThat(world.keeps(connection, row.category())).isTrue();
            }
            if (row.reason().equals("CONSENT_REVOKED") || row.reason().equals("CONSENT_INCOMPLETE")) {
                assertThat(world.keeps(connection, row.category())).isFalse();
            }
            // Granted opens the enrollment that is there; withheld opens none.
            assertThat(decision.enrollments().equals("{}"))
                    .isEqualTo(row.expected().equals("WITHHELD"));
        } // closing without a commit rolls back
    }
}
