package link.studentsuccess.connectors.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What integrators build against does not change by accident; the connectors README says how it changes on purpose. */
class SpiSurfaceTests {

    private static final Path SURFACE = Path.of("spi-surface.txt");
    private static final Set<String> OF_EVERY_TYPE = Set.of("equals", "hashCode", "toString", "values", "valueOf");

    @Test
    void changesOnPurposeOnly() throws Exception {
        var surface = String.join("\n", surface()) + "\n";
        if (Boolean.getBoolean("spi-surface.renew")) {
            Files.writeString(SURFACE, surface);
        }

        assertThat(surface)
                .as("public types and members; renew spi-surface.txt if the change is meant")
                .isEqualTo(Files.readString(SURFACE, UTF_8));
    }

    @Test
    void dependsOnNothingButTheJdk() throws Exception {
        assertThat(surface())
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain("reactor.")
                        .doesNotContain("springframework")
                        .doesNotContain("jackson"));
    }

    private static List<String> surface() throws IOException, ClassNotFoundException {
        var lines = new TreeSet<String>();
        var root = Path.of("target/classes");
        try (var files = Files.walk(root)) {
            for (var file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                var name = root.relativize(file).toString().replaceAll("[/\\\\]", ".");
                if (!name.endsWith("package-info.class")) {
                    describe(Class.forName(name.substring(0, name.length() - ".class".length())))
                            .forEach(lines::add);
                }
            }
        }
        return List.copyOf(lines);
    }

    private static Stream<String> describe(Class<?> type) {
        if (!Modifier.isPublic(type.getModifiers())) {
            return Stream.of();
        }
        var name = type.getName().replace("link.studentsuccess.connectors.spi.", "");
        var kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        var constants = type.isEnum()
                ? Arrays.stream(type.getEnumConstants()).map(constant -> name + "." + constant)
                : Stream.<String>of();
        var constructors = Arrays.stream(type.getDeclaredConstructors())
                .filter(c -> !Modifier.isPrivate(c.getModifiers()) && !c.isSynthetic() && !type.isEnum())
                .map(c -> name + describe(c));
        var methods = Arrays.stream(type.getDeclaredMethods())
                .filter(m ->
                        Modifier.isPublic(m.getModifiers()) && !m.isSynthetic() && !OF_EVERY_TYPE.contains(m.getName()))
                .map(m -> name + "." + describe(m));
        return Stream.of(Stream.of(kind + " " + name), constants, constructors, methods)
                .flatMap(lines -> lines);
    }

    private static String describe(Constructor<?> constructor) {
        return parameters(constructor.getGenericParameterTypes());
    }

    private static String describe(Method method) {
        return method.getName() + parameters(method.getGenericParameterTypes()) + ": "
                + simple(method.getGenericReturnType());
    }

    private static String parameters(Type[] types) {
        return Arrays.stream(types).map(SpiSurfaceTests::simple).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String simple(Type type) {
        return type.getTypeName()
                .replace("link.studentsuccess.connectors.spi.", "")
                .replaceAll("java\\.\\w+\\.", "");
    }
}
