package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import link.studentsuccess.demo.DemoWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stories in web-client/e2e, in a real browser against this world. Here and not in a phase of their own: they need
 * the same database, district, sign-in server and API, which are not started twice.
 */
class BrowserTests {

    private static final Path WEB_CLIENT = Path.of("..", "web-client");

    private final DemoWorld world = Worlds.pulled();

    @Test
    void peopleSignInAndSeeTheirCaseload(@TempDir Path folder) throws IOException, InterruptedException {
        var facts = folder.resolve("demo.json");
        world.writeFacts(facts);
        var output = Path.of("target", "e2e.log");
        var windows = System.getProperty("os.name").startsWith("Windows");
        var process = new ProcessBuilder(windows ? "npm.cmd" : "npm", "run", "--silent", "e2e")
                .directory(WEB_CLIENT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        process.environment().put("DEMO_JSON", facts.toAbsolutePath().toString());

        var story = process.start();
        try {
            assertThat(story.waitFor(5, TimeUnit.MINUTES)).as("ends by itself").isTrue();
        } finally {
            story.descendants().forEach(ProcessHandle::destroyForcibly);
            story.destroyForcibly();
        }

        assertThat(story.exitValue()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains(" passed");
    }
}
