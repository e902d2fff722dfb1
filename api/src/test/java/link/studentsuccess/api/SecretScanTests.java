package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No key, token or password is in the repository: what is needed is made by each installation, or named by reference. */
class SecretScanTests {

    /** What is made, fetched or a person's own, as .gitignore says. */
    private static final Set<String> NOT_OURS =
            Set.of(".git", ".demo", ".idea", ".vscode", "target", "node_modules", "test-results");

    private static final long LARGEST = 2_000_000;

    private static final List<Pattern> FORMS = Stream.of(
                    "-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*[A-Za-z0-9+/]{20}",
                    "\\bAKIA[0-9A-Z]{16}\\b",
                    "\\bgh[pousr]_[A-Za-z0-9]{36}",
                    "\\bgithub_pat_[A-Za-z0-9_]{40}",
                    "\\bglpat-[A-Za-z0-9_-]{20}",
                    "\\bnpm_[A-Za-z0-9]{36}",
                    "\\bxox[abprs]-[A-Za-z0-9-]{20}",
                    "\\bAIza[A-Za-z0-9_-]{35}",
                    "\\bsk_live_[A-Za-z0-9]{20}",
                    "\\beyJ[A-Za-z0-9_-]{15,}\\.eyJ[A-Za-z0-9_-]{15,}\\.[A-Za-z0-9_-]{20,}",
                    "\\b[a-z][a-z0-9+]*://[A-Za-z0-9._-]+:[^\\s:@/\"'$<{]{4,}@[A-Za-z0-9]")
            .map(Pattern::compile)
            .toList();

    /** Something that is called a secret, and looks like one. */
    private static final Pattern NAMED = Pattern.compile(
            "(?i)(?:password|passwd|pwd|secret|token|api[_-]?key|private[_-]?key)[\"']?\\s*[:=]+\\s*[\"'`]?([A-Za-z0-9+/_=-]{16,})");

    private static final double LOOKS_RANDOM = 3.7;

    @Test
    void nothingInTheRepositoryIsASecret() throws IOException {
        var read = new ArrayList<Path>();
        var found = new ArrayList<String>();
        Files.walkFileTree(AttackListTests.repository(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && attributes.size() < LARGEST) {
                    read.add(file);
                    secrets(text(file)).forEach(secret -> found.add(file + ": " + secret));
                }
                return FileVisitResult.CONTINUE;
            }
        });

        assertThat(read).hasSizeGreaterThan(500);
        assertThat(found).isEmpty();
    }

    /** Written in two pieces, so that this file itself holds none. */
    static Stream<String> planted() {
        return Stream.of(
                "-----BEGIN RSA PRIVATE " + "KEY-----\nMIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo",
                "AKIA" + "IOSFODNN7EXAMPLE",
                "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
                "npm_" + "16C7e42F292c6912E7710c838347Ae178B4a",
                "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ."
                        + "eyJzdWIiOiJtYXJpYSIsImV4cCI6MX0.c2lnbmF0dXJlLW9mLXNvbWV0aGluZw",
                "jdbc:postgresql://link:" + "correcthorse@database/link",
                "password: \"" + "x7Kq92LmPz4RtVw8\"",
                "CURSOR_KEY_SECRET=" + "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFi");
    }

    @ParameterizedTest
    @MethodSource("planted")
    void oneThatIsPlantedIsFound(String secret) {
        assertThat(secrets("some text\n" + secret + "\nmore text")).hasSize(1);
    }

    private static List<String> secrets(String text) {
        var found = new ArrayList<String>();
        for (var form : FORMS) {
            form.matcher(text).results().map(hit -> beginning(hit.group())).forEach(found::add);
        }
        NAMED.matcher(text)
                .results()
                .map(hit -> hit.group(1))
                .filter(value -> value.matches(".*[0-9].*") && entropy(value) > LOOKS_RANDOM)
                .map(SecretScanTests::beginning)
                .forEach(found::add);
        return found;
    }

    /** Enough to find it, not enough to use it. */
    private static String beginning(String secret) {
        return secret.substring(0, Math.min(8, secret.length())) + "…";
    }

    /** Bits in a character, by how often each occurs. */
    private static double entropy(String value) {
        return value.chars().boxed().collect(Collectors.groupingBy(c -> c, Collectors.counting())).values().stream()
                .mapToDouble(count -> (double) count / value.length())
                .map(share -> -share * Math.log(share) / Math.log(2))
                .sum();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
