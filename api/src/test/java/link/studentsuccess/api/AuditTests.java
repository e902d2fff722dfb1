package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.Place;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audits of GraphQL over HTTP by the people who write its specification, in Node.js against this world. */
class AuditTests {

    private static final Path WEB_CLIENT = Path.of("..", "web-client");

    private final DemoWorld world = Worlds.pulled();

    @Test
    void everyAuditPassesButThoseThatWantGet() throws IOException, InterruptedException {
        var output = Path.of("target", "audit.log");
        var windows = System.getProperty("os.name").startsWith("Windows");
        var process = new ProcessBuilder(windows ? "npm.cmd" : "npm", "run", "--silent", "audit-http")
                .directory(WEB_CLIENT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        process.environment().put("AUDIT_URL", "http://127.0.0.1:" + world.apiPort() + "/graphql");
        process.environment().put("AUDIT_HOST", Place.SOUND_REACH.host());
        process.environment().put("AUDIT_TOKEN", world.signIn().token(Person.MARIA));

        var audit = process.start();
        try {
            assertThat(audit.waitFor(2, TimeUnit.MINUTES)).as("ends by itself").isTrue();
        } finally {
            audit.descendants().forEach(ProcessHandle::destroyForcibly);
            audit.destroyForcibly();
        }

        assertThat(audit.exitValue()).as(Files.readString(output)).isZero();
        var results = Files.readAllLines(output).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(results).hasSizeGreaterThan(50);
        assertThat(failed(results)).isEmpty();
        System.out.println("audits of GraphQL over HTTP: " + results.size() + ", passed "
                + results.stream().filter(AuditTests::isPassed).count());
    }

    private static List<JsonNode> failed(List<JsonNode> results) {
        return results.stream()
                .filter(result -> !isPassed(result))
                .filter(result ->
                        !(name(result).startsWith("MAY ") && name(result).contains("GET")))
                .toList();
    }

    private static boolean isPassed(JsonNode result) {
        return result.at("/status").asString().equals("ok");
    }

    private static String name(JsonNode result) {
        return result.at("/name").asString();
    }
}
