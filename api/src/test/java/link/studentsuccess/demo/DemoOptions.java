package link.studentsuccess.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a world is started with: where it keeps its data, whether that is forgotten at the end, its ports, and
 * properties of the API that differ from the usual ones.
 */
public record DemoOptions(
        Path folder, boolean temporary, boolean fresh, Ports ports, Map<String, String> apiProperties) {

    /**
     * All tests together ask faster than people do, as few persons, from one address. A site whose pages may ask at Sound
     * Reach's address, and at no other; and whom to tell of a weakness.
     */
    private static final Map<String, String> SETTINGS_OF_TESTS = Map.of(
            "link.rate-limits.per-principal",
            "1000000",
            "link.rate-limits.per-address",
            "1000000",
            "link.daily-limits.unknown-ids",
            "100000",
            "link.security.contact",
            "mailto:security@operator.example",
            "link.origins.allowed[0].address",
            Place.SOUND_REACH.host(),
            "link.origins.allowed[0].origin",
            "https://partner.example");

    public DemoOptions {
        folder = folder.toAbsolutePath().normalize();
        apiProperties = Map.copyOf(apiProperties);
    }

    /** Fixed ports, data kept in {@code .demo/} at the repository root; {@code -Ddemo.fresh} forgets it first. */
    public static DemoOptions demo() {
        var fresh = System.getProperty("demo.fresh", "false");
        return new DemoOptions(
                repositoryRoot().resolve(".demo"),
                false,
                fresh.isEmpty() || Boolean.parseBoolean(fresh),
                Ports.fromSystemProperties(),
                Map.of());
    }

    /** Free ports and a folder that goes away with the world. */
    public static DemoOptions test() {
        try {
            return new DemoOptions(
                    Files.createTempDirectory("student-success-link-"), true, false, Ports.ANY, SETTINGS_OF_TESTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Free ports, data kept in the folder as the demo keeps it. */
    public static DemoOptions keptIn(Path folder) {
        return new DemoOptions(folder, false, false, Ports.ANY, Map.of());
    }

    public DemoOptions withPorts(Ports chosen) {
        return new DemoOptions(folder, temporary, fresh, chosen, apiProperties);
    }

    public DemoOptions withApiProperty(String name, String value) {
        var properties = new HashMap<>(apiProperties);
        properties.put(name, value);
        return new DemoOptions(folder, temporary, fresh, ports, properties);
    }

    static Path repositoryRoot() {
        var start = Path.of("").toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("api/pom.xml")) && Files.exists(folder.resolve("schema/pom.xml"))) {
                return folder;
            }
        }
        throw new DemoProblem("The demo must be started inside the repository, not in " + start + ".");
    }
}
