package link.studentsuccess.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The policy against access-decisions.csv, which was written with the rules and not with the code. What the words of a row mean
 * is in {@link DecisionWords}.
 */
class AccessDecisionTests {

    /** Rows that play an attack of the list; their names say so. */
    private static final String ATTACKS = """
            attack 30 by decisions 39
            attack 65 by decisions 4 16 21 23 35 157
            attack 66 by decisions 40 155
            attack 73 by decisions 6 15 42 43 76 77
            attack 74 by decisions 76 77 237
            attack 76 by decisions 230 231 232 233 234 235
            attack 77 by decisions 57 58 59 60
            attack 78 by decisions 61 62 63 64 65
            attack 80 by decisions 66 88
            attack 81 by decisions 41 43 44 53
            attack 82 by decisions 45 52 82 97
            attack 83 by decisions 39 46
            attack 84 by decisions 32 36 80
            attack 85 by decisions 55 81 104
            attack 89 by decisions 26 151 181
            attack 90 by decisions 108 110 111 112 113
            attack 92 by decisions 5 6 123
            attack 95 by decisions 11 14 15 87 236
            attack 96 by decisions 2 9
            attack 97 by decisions 10 40
            attack 98 by decisions 12
            attack 100 by decisions 89 90 91 92 93 94
            attack 192 by decisions 85 86
            """;

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

    @SuppressWarnings("NullAway.Init")
    private static Connection connection;

    /** One for all rows: the policy's functions take longer to plan than to run. */
    @BeforeAll
    static void connect() throws SQLException {
        connection = TestDatabase.shared().as("postgres");
        connection.createStatement().execute("set plan_cache_mode = force_generic_plan");
        connection.setAutoCommit(false);
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    static Stream<Row> rows() {
        return TestDatabase.read("/access-decisions.csv")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("id,"))
                .map(Row::of);
    }

    @TestFactory
    Stream<DynamicTest> decidesAsWrittenDown() {
        return rows().map(row -> DynamicTest.dynamicTest(
                "decision " + row.id() + attacks(row.id()) + ": " + row.deviations(), () -> decides(row)));
    }

    private static String attacks(int decision) {
        return ATTACKS.lines()
                .filter(line -> line.matches(".* by decisions (.* )?" + decision + "( .*)?"))
                .map(line -> line.replaceFirst(" by .*", ""))
                .collect(Collectors.joining(", ", " ", ""))
                .stripTrailing();
    }

    /** An attack whose rows were taken away would be one that nobody plays. */
    @Test
    void everyAttackIsPlayedByARow() {
        var ids = rows().map(Row::id).toList();

        assertThat(ATTACKS.lines())
                .allSatisfy(line -> assertThat(
                                Pattern.compile(" ").splitAsStream(line.replaceFirst(".* by decisions ", "")))
                        .map(Integer::parseInt)
                        .isNotEmpty()
                        .isSubsetOf(ids));
    }

    /** Nobody is told when a child will be there, and so it is asked: not on the day before, but on that day. */
    private static void assertAppears(PolicyAnswers answers, Row row) throws SQLException {
        if (!row.until().isEmpty()) {
            var day = LocalDate.parse(row.until());
            assertThat(answers.decide(row.category(), day.minusDays(1))).isNull();
            assertThat(answers.decide(row.category(), day)).isNotNull();
        }
    }

    /** A row whose words nobody understands is no decision: it would be the baseline's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "match=anything",
                "consent form birth date=2011",
                "consent.purpose=",
                "consent.attested=perhaps",
                "viewer.host=",
                "viewer.programs=chess",
                "second consent signed 2026-10-01 by a grandparent",
                "training.untill=2026-11-16"
            })
    void everyWordOfARowCounts(String deviation) {
        assertThatThrownBy(() -> DecisionWords.world(deviation, LocalDate.parse("2026-11-16")))
                .isInstanceOfAny(IllegalArgumentException.class, DateTimeParseException.class);
    }

    private static void decides(Row row) throws SQLException {
        var world = DecisionWords.world(row.deviations(), row.askedOn());
        try {
            new DecisionRows(connection, world).insert();
            connection.createStatement().execute("set local role link_policy");
            decides(row, new PolicyAnswers(connection, world));
        } finally {
            connection.rollback();
        }
    }

    private static void decides(Row row, PolicyAnswers answers) throws SQLException {
        if (row.expected().equals("REFUSED")) {
            assertThat(answers.refused()).isTrue();
            return;
        }
        assertThat(answers.refused()).isFalse();
        var decision = answers.decide(row.category());
        if (row.expected().equals("INVISIBLE")) {
            assertThat(decision).isNull();
            assertAppears(answers, row);
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
            assertThat(answers.keeps(row.category())).isTrue();
        }
        if (row.reason().equals("CONSENT_REVOKED") || row.reason().equals("CONSENT_INCOMPLETE")) {
            assertThat(answers.keeps(row.category())).isFalse();
        }
        // Granted opens the enrollment that is there; withheld opens none.
        assertThat(decision.enrollments().equals("{}")).isEqualTo(row.expected().equals("WITHHELD"));
    }
}
