package link.studentsuccess.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The three servers of docker-compose.yml from their packages, with the commands, environment and health checks that the
 * file gives them: only the names and ports of the containers' network become ones of this machine.
 */
final class ThreeServers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ThreeServers.class);
    private static final Duration LONGEST_START = Duration.ofMinutes(10);
    private static final int ARCHIVES_THEMSELVES = 19;

    private final ComposeFile compose = ComposeFile.read();
    private final Map<String, String> variables = new HashMap<>(FirstPersonTests.passwords(compose));
    private final Path folder;
    private final Path keycloak;
    private final Path jar;
    private final int[] ports = freePorts(3);
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final ComposeDatabase database;

    private ThreeServers(Path keycloak, Path jar) {
        this.keycloak = keycloak;
        this.jar = jar;
        this.folder = jar.resolveSibling("compose");
        try {
            FileSystemUtils.deleteRecursively(folder);
            Files.createDirectories(folder.resolve("archive"));
            this.database =
                    timed("database", () -> keep(ComposeDatabase.start(compose, variables, folder.resolve("pg"))));
            timed("sign_in", this::startSignIn);
            startApplication();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Both paths by system property, as the build's profile sets them. */
    static ThreeServers start() {
        return new ThreeServers(
                Path.of(System.getProperty("keycloak.folder")), Path.of(System.getProperty("application.jar")));
    }

    private Server startSignIn() {
        place(
                ComposeFile.repository().resolve(Realm.FILE),
                keycloak.resolve("data/import").resolve(Path.of(Realm.FILE).getFileName()));
        var environment = environment("sign-in");
        // Compose's network keeps these inside; here they would be open to others, or taken.
        environment.put("KC_HTTP_HOST", "127.0.0.1");
        environment.put("KC_HTTP_MANAGEMENT_PORT", String.valueOf(managementPort()));
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        var command = new ArrayList<>(List.of("bash", "bin/kc.sh"));
        command.addAll(List.of(
                compose.service("sign-in").required("command").asString().split(" ", -1)));
        return run("sign-in", command, keycloak, environment);
    }

    /** Twice where the JVM makes its archive by itself: the first run writes it at its end. */
    private void startApplication() {
        place(jar, folder.resolve("application.jar"));
        var log = folder.resolve("extract.log");
        if (!Server.succeeds(onThisMachine(compose.instruction("RUN")), folder, LONGEST_START, log)) {
            throw new IllegalStateException("The jar cannot be extracted; see " + log);
        }
        var first = timed("application", this::runApplication);
        if (Runtime.version().feature() < ARCHIVES_THEMSELVES) {
            return;
        }
        timed("application_stop", () -> {
            first.close();
            return first;
        });
        started.remove(first);
        if (!Files.exists(folder.resolve("archive/application.jsa"))) {
            throw new IllegalStateException("The application's first run has left no archive of its classes");
        }
        timed("application_from_archive", this::runApplication);
    }

    private Server runApplication() {
        var command = new ArrayList<>(onThisMachine(compose.instruction("ENTRYPOINT")));
        if (Runtime.version().feature() < ARCHIVES_THEMSELVES) {
            command.remove("-XX:+AutoCreateSharedArchive");
        }
        command.add("--server.address=127.0.0.1");
        command.add("--server.port=" + applicationPort());
        return run("application", command, folder, environment("application"));
    }

    private Server run(String name, List<String> command, Path in, Map<String, String> environment) {
        var log = folder.resolve(name + ".log");
        var check = compose.healthCheck(name).stream().map(this::onThisMachine).toList();
        return keep(Server.start(command, in, environment, log).awaitWell(check, in, LONGEST_START, log));
    }

    private <T extends AutoCloseable> T keep(T running) {
        started.push(running);
        return running;
    }

    private Map<String, String> environment(String service) {
        var environment = compose.environment(service, variables);
        environment.replaceAll((name, value) -> onThisMachine(value));
        return environment;
    }

    /** A container's path begins in this folder, and its java is the one of this build. */
    private List<String> onThisMachine(List<String> words) {
        return words.stream()
                .map(word -> word.equals("java") ? System.getProperty("java.home") + "/bin/java" : word)
                .map(word -> word.replaceFirst("(^|=)/(application|archive)", "$1" + folder + "/$2"))
                .toList();
    }

    String onThisMachine(String text) {
        return text.replace("//database/", "//127.0.0.1:" + database.port() + "/")
                .replace("sign-in.localhost:8090", "127.0.0.1:" + signInPort())
                .replace("/127.0.0.1/9000", "/127.0.0.1/" + managementPort())
                .replaceFirst("^8090$", String.valueOf(signInPort()))
                .replaceFirst("([:/])8080\\b", "$1" + applicationPort());
    }

    /** What the statements for the first person write, with the issuer of this machine. */
    void letFirstPersonIn() throws SQLException {
        database.runAsOwner(onThisMachine(compose.firstPersonSql()));
    }

    ComposeDatabase database() {
        return database;
    }

    int applicationPort() {
        return ports[0];
    }

    private int signInPort() {
        return ports[1];
    }

    private int managementPort() {
        return ports[2];
    }

    /** Where realms, tokens and the administration are. */
    String signIn() {
        return "http://127.0.0.1:" + signInPort();
    }

    String issuer() {
        return String.valueOf(environment("application").get("LINK_SIGNIN_ISSUER"));
    }

    String organizationAddress() {
        return String.valueOf(environment("sign-in").get("ORGANIZATION_ADDRESS"));
    }

    Map<String, String> signInEnvironment() {
        return environment("sign-in");
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("part=stop problem={}", e.getMessage());
            }
        }
    }

    /** Ports on which something still listens. */
    List<Integer> open() {
        var open = new ArrayList<Integer>();
        for (var port : new int[] {ports[0], ports[1], ports[2], database.port()}) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                open.add(port);
            } catch (IOException nobody) {
                // As it should be.
            }
        }
        return open;
    }

    private static <T> T timed(String what, Supplier<T> work) {
        var begin = System.nanoTime();
        var done = work.get();
        LOG.info(
                "part={} java={} ms={}",
                what,
                Runtime.version().feature(),
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
        return done;
    }

    private static void place(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (var n = 0; n < count; n++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            var free = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            for (var socket : sockets) {
                socket.close();
            }
            return free;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
