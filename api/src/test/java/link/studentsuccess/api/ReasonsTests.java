package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import link.studentsuccess.api.access.WithheldReason;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of the sample district's README: each reason has a person and a child who meet it. */
class ReasonsTests {

    private static final Path README = Path.of("../connectors/sample-district/README.md");
    private static final String ONE = """
            query Reason($id: ID!) { participant(id: $id) { students {
              enrollment { ... on Withheld { category reason message nextStep } }
              attendance { ... on Withheld { category reason message nextStep } }
              grades { ... on Withheld { category reason message nextStep } }
              participation { ... on Withheld { category reason message nextStep } } } } }
            """;

    private final DemoWorld world = Worlds.pulled();

    /** One row of the table. */
    private record Row(String reason, String person, String child, String category) {

        static Row of(String line) {
            var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            return new Row(cells.get(1), cells.get(2), cells.get(4), cells.get(5));
        }

        Person asked() {
            return Person.valueOf(person.split(",", -1)[0].toUpperCase(Locale.ROOT));
        }

        String scope() {
            return person.contains("scope") ? person.replaceAll(".*`(.*)`.*", "$1") : "student-data";
        }
    }

    private static List<Row> rows() throws IOException {
        var text = Files.readString(README);
        return text.substring(text.indexOf("## Every reason in the demo"))
                .lines()
                .filter(line -> line.matches("\\| [A-Z_]+ \\|.*"))
                .map(Row::of)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> eachReasonIsMet() throws IOException {
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.reason(), () -> assertMet(row)));
    }

    private void assertMet(Row row) {
        var id = Id.PARTICIPANT.of(world.participant(row.asked().place(), row.child()));
        var student =
                Ask.as(row.asked(), row.scope()).data(ONE, Map.of("id", id)).at("/participant/students/0");

        var withheld = student.get(row.category().toLowerCase(Locale.ROOT));
        assertThat(withheld.get("reason").asString()).isEqualTo(row.reason());
        assertThat(withheld.get("category").asString()).isEqualTo(row.category());
        assertThat(withheld.get("message").asString()).endsWith(".");
        assertThat(withheld.get("nextStep").asString()).endsWith(".");
    }

    @Test
    void noReasonIsLeftOut() throws IOException {
        assertThat(rows())
                .extracting(Row::reason)
                .containsExactlyInAnyOrder(
                        Stream.of(WithheldReason.values()).map(Enum::name).toArray(String[]::new));
    }
}
