package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials in the jar, and what can be said of it without asking anybody. */
class DependencyTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    @DisplayName(
            "attack 215: every library of the jar is listed with one version, and none is one that is known to be bad")
    void whatIsInTheJarIsListedAndNoneIsKnownToBeBad() throws IOException {
        var components = components();

        assertThat(components)
                .extracting(Component::name)
                .contains(
                        "org.postgresql:r2dbc-postgresql",
                        "org.postgresql:postgresql",
                        "com.graphql-java:graphql-java",
                        "org.springframework.graphql:spring-graphql",
                        "io.netty:netty-codec-http",
                        "org.flywaydb:flyway-core")
                .doesNotHaveDuplicates();
        assertThat(components)
                .filteredOn(component -> !component.name().startsWith("link.studentsuccess:"))
                .allSatisfy(component ->
                        assertThat(component.version()).matches("\\d[\\w.+-]*").doesNotContain("SNAPSHOT"));
        assertThat(known())
                .hasSizeGreaterThan(25)
                .allSatisfy(bad -> assertThat(components)
                        .as("a library of the jar")
                        .extracting(Component::name)
                        .contains(bad.library()))
                .allSatisfy(bad -> assertThat(components).noneMatch(bad::isIn));
    }

    @Test
    @DisplayName("attack 210: no library that sends spans is in the jar")
    void nothingSendsSpans() throws IOException {
        assertThat(components())
                .extracting(Component::name)
                .noneMatch(name -> name.contains("opentelemetry")
                        || name.contains("micrometer-tracing")
                        || name.contains("zipkin")
                        || name.contains("brave"));
    }

    /** The browser's part: each package by its content, from the registry alone. */
    @Test
    void packagesOfTheWebClientAreThoseThatWereLookedAt() throws IOException {
        var lock =
                JSON.readTree(Files.readString(AttackListTests.repository().resolve("web-client/package-lock.json")));
        var wanted = JSON.readTree(Files.readString(AttackListTests.repository().resolve("web-client/package.json")));
        var packages = lock.get("packages").properties().stream()
                .filter(entry -> !entry.getKey().isEmpty())
                .toList();

        assertThat(packages).hasSizeGreaterThan(100);
        assertThat(packages).allSatisfy(entry -> {
            assertThat(entry.getValue().path("integrity").asString(""))
                    .as(entry.getKey())
                    .startsWith("sha512-");
            assertThat(entry.getValue().path("version").asString(""))
                    .as(entry.getKey())
                    .matches("\\d+\\.\\d+\\.\\d+.*");
        });
        for (var list : List.of("dependencies", "devDependencies")) {
            assertThat(wanted.get(list).properties())
                    .allSatisfy(entry -> assertThat(entry.getValue().asString())
                            .as(entry.getKey())
                            .matches("\\d+\\.\\d+\\.\\d+"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "42.7.1, 42.7.2, true",
        "42.7.2, 42.7.2, false",
        "42.10.0, 42.7.2, false",
        "4.1.123.Final, 4.1.124, true",
        "7.0, 7.0.1, true",
        "1.1.3.RELEASE, 1.1.3, false"
    })
    void knowsWhichVersionIsBefore(String version, String fixedIn, boolean bad) {
        var known = new Known("some:library", fixedIn, "CVE-0000-0000");

        assertThat(known.isIn(new Component("some:library", version))).isEqualTo(bad);
        assertThat(known.isIn(new Component("some:other", version))).isFalse();
    }

    private record Component(String name, String version) {}

    /** A weakness that is known of every version before one. */
    private record Known(String library, String fixedIn, String advisory) {

        boolean isIn(Component component) {
            return component.name().equals(library)
                    && Arrays.compare(numbers(component.version()), numbers(fixedIn)) < 0;
        }

        private static int[] numbers(String version) {
            return Arrays.stream(version.split("[.-]", -1))
                    .takeWhile(part -> part.matches("\\d+"))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        }
    }

    private static List<Component> components() throws IOException {
        try (var file = DependencyTests.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
            return JSON.readTree(Objects.requireNonNull(file).readAllBytes()).get("components").values().stream()
                    .map(DependencyTests::component)
                    .collect(Collectors.toList());
        }
    }

    private static Component component(JsonNode node) {
        return new Component(
                node.get("group").asString() + ":" + node.get("name").asString(),
                node.get("version").asString());
    }

    private static List<Known> known() throws IOException {
        try (var file = DependencyTests.class.getResourceAsStream("/known-vulnerabilities.csv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("library,"))
                    .map(line -> line.split(",", -1))
                    .map(cells -> new Known(cells[0], cells[1], cells[2]))
                    .toList();
        }
    }
}
