package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The list of 215 attacks: each is played by a test whose name says "attack 61", or ATTACKS.md has a line "61. …" that says
 * why it cannot be played here, or who prevents it.
 */
class AttackListTests {

    private static final int LAST = 215;

    /** Words in quotation marks: names of tests, and the rows that they play. A comment plays nothing. */
    private static final Pattern TEXT = Pattern.compile(
            "(?<comment>//[^\n]*|/\\*.*?\\*/)|\"\"\"(?<block>.*?)\"\"\"|\"(?<line>(?:[^\"\\\\\n]|\\\\.)*)\"",
            Pattern.DOTALL);

    private static final Pattern NUMBERS = Pattern.compile("\\battacks? (\\d+(?:(?:, | and |, and )\\d+)*)");
    private static final Pattern NUMBERED_ROWS =
            Pattern.compile("name = \"attack \\{0}[^\"]*\"\\)\\s*@CsvSource\\((.*?)\\)\\s*\n\\s*void", Pattern.DOTALL);
    private static final Pattern METHOD_ROWS = Pattern.compile("\\b(?:Arguments\\.of|row)\\(\\s*(\\d+),");
    private static final Pattern ROW = Pattern.compile("(?m)^\\s*\"?(\\d+)\\s*[|,]");
    private static final Pattern LINE = Pattern.compile("(?m)^(\\d+)\\. \\S");

    @Test
    void everyAttackIsPlayedOrSaidWhyNot() throws IOException {
        var played = played();
        var told = told(Files.readString(repository().resolve("api/ATTACKS.md")));

        assertThat(told).as("no line twice").doesNotHaveDuplicates();
        assertThat(told).as("a line stands for no attack that a test plays").doesNotContainAnyElementsOf(played);
        var covered = new TreeSet<>(played);
        covered.addAll(told);
        assertThat(covered)
                .as("attacks of the list that neither a test nor a line speaks of, or numbers that are not on it")
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, LAST).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "@DisplayName(\"attack 61: timing\")                    | 61",
                "dynamicTest(\"attacks 1, 2 and 3: x\", …)              | 1 2 3",
                "// \"attack 61\"                                       | ",
                "/* \"attack 61\" */ \"http://x\" \"attack 7\"          | 7",
                "@DisplayName(\"a heart attack of 61\")                 | ",
                "void attack61() {}                                     | "
            })
    void readsNumbersWhereTestsSayThem(String source, String numbers) {
        assertThat(numbers(source).stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .isEqualTo(numbers == null ? "" : numbers);
    }

    @Test
    void readsNumberedRowsOfATable() {
        var source = """
                @ParameterizedTest(name = "attack {0}: {1}")
                @CsvSource(delimiter = '|', value = {
                    "105 | none   | 401",
                    "110 | (late) | 401"
                })
                void x(int attack) {}

                @ParameterizedTest(name = "attack {0}: {1}")
                @MethodSource("rows")
                void y(int attack) {}

                static Stream<Arguments> rows() {
                    return Stream.of(Arguments.of(111, "late"), row(
                            112, "unknown"));
                }
                """;

        assertThat(numbers(source)).containsExactly(105, 110, 111, 112);
    }

    private static Set<Integer> played() throws IOException {
        var numbers = new TreeSet<Integer>();
        for (var sources : testSources()) {
            try (var files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("AttackListTests.java"))
                        .forEach(file -> numbers.addAll(numbers(text(file))));
            }
        }
        return numbers;
    }

    private static List<Path> testSources() throws IOException {
        var modules = new ArrayList<Path>();
        for (var folder : List.of(repository(), repository().resolve("connectors"))) {
            try (var inside = Files.list(folder)) {
                inside.map(module -> module.resolve("src/test/java"))
                        .filter(Files::isDirectory)
                        .forEach(modules::add);
            }
        }
        return modules;
    }

    private static Set<Integer> numbers(String source) {
        var numbers = new TreeSet<Integer>();
        TEXT.matcher(source).results().forEach(text -> {
            var words = text.group(2) == null ? text.group(3) : text.group(2);
            if (words != null) {
                NUMBERS.matcher(words).results().forEach(hit -> add(hit.group(1), numbers));
            }
        });
        NUMBERED_ROWS
                .matcher(source)
                .results()
                .forEach(table -> ROW.matcher(table.group(1))
                        .results()
                        .forEach(row -> numbers.add(Integer.parseInt(row.group(1)))));
        if (source.contains("name = \"attack {0}")) {
            METHOD_ROWS.matcher(source).results().forEach(row -> numbers.add(Integer.parseInt(row.group(1))));
        }
        return numbers;
    }

    private static void add(String list, Set<Integer> numbers) {
        for (var number : list.split("\\D+", -1)) {
            numbers.add(Integer.parseInt(number));
        }
    }

    private static List<Integer> told(String lines) {
        var numbers = new ArrayList<Integer>();
        LINE.matcher(lines).results().forEach(line -> numbers.add(Integer.parseInt(line.group(1))));
        return numbers;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path repository() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("schema/README.md"))) {
                return folder;
            }
        }
        throw new IllegalStateException("The tests must be started inside the repository.");
    }
}
