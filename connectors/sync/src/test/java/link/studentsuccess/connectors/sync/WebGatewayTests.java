package link.studentsuccess.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.RateLimited;
import link.studentsuccess.connectors.spi.ConnectorProblem.SourceDefect;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.HttpGateway.Anonymous;
import link.studentsuccess.connectors.spi.HttpGateway.ClientCredentials;
import link.studentsuccess.connectors.spi.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebGatewayTests {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private String retryAfter = "";
    private HttpServer server;
    private WebGateway.Client client;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            asked.add("token");
            answer(exchange, 200, "{\"access_token\": \"t" + asked.size() + "\", \"expires_in\": 3600}");
        });
        server.createContext("/data", exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            answer(exchange, statuses.isEmpty() ? 200 : statuses.poll(), "data");
        });
        server.createContext("/reset", HttpExchange::close);
        server.start();
        client = client(true);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void signsInOnceForManyRequests() {
        get("/data");
        get("/data");

        assertThat(asked).containsExactly("token", "Bearer t1", "Bearer t1");
    }

    @Test
    void renewsARefusedTokenOnce() {
        get("/data");
        statuses.add(401);

        assertThat(get("/data").status()).isEqualTo(200);
        assertThat(asked).containsExactly("token", "Bearer t1", "Bearer t1", "token", "Bearer t4");

        statuses.addAll(List.of(401, 401));
        assertThatThrownBy(() -> get("/data")).isInstanceOf(AuthProblem.class);
    }

    @ParameterizedTest
    @CsvSource({
        "403, PermissionProblem",
        "404, SourceDefect",
        "302, SourceDefect",
        "408, TransientProblem",
        "500, TransientProblem",
        "503, TransientProblem"
    })
    void everyStatusMeansOneThing(int status, String problem) {
        statuses.add(status);

        assertThatThrownBy(() -> get("/data?name=secret"))
                .isInstanceOf(ConnectorProblem.class)
                .hasMessageNotContaining("secret")
                .extracting(e -> e.getClass().getSimpleName())
                .isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource({"120, 2026-11-20T12:02:00Z", "'Fri, 20 Nov 2026 12:05:00 GMT', 2026-11-20T12:05:00Z", "'',", "soon,"})
    void honoursRetryAfterInItsThreeForms(String header, Instant at) {
        retryAfter = header;
        statuses.add(429);

        var problem = catchThrowableOfType(RateLimited.class, () -> get("/data"));

        assertThat(problem.retryAt()).isEqualTo(at);
    }

    @Test
    void brokenConnectionMayPassByItself() {
        assertThatThrownBy(() -> get("/reset?name=secret"))
                .isInstanceOf(TransientProblem.class)
                .hasMessageNotContaining("secret");
    }

    /** Connectors.md 17: no next link to another origin. */
    @Test
    void goesNowhereButToTheFeedsOwnAddresses() {
        assertThatThrownBy(() -> gateway(client).get(URI.create("http://127.0.0.2:9/data"), new Anonymous()))
                .isInstanceOf(SourceDefect.class);
        assertThatThrownBy(() -> gateway(client).get(URI.create("https://127.0.0.1/data"), new Anonymous()))
                .isInstanceOf(SourceDefect.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void reachesThisMachineOnlyWhereAllowed() {
        try (var strict = client(false)) {
            assertThatThrownBy(() -> gateway(strict).get(address("/data"), new Anonymous()))
                    .isInstanceOf(ConfigProblem.class);
        }
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.254",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "192.0.0.8",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.254",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::10.0.0.1",
                "::8.8.8.8",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::100.64.0.1",
                "64:ff9b:1::8.8.8.8",
                "2002:a00:1::1",
                "2002:7f00:1::1",
                "2002:c0a8:1::1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "ff02::1"
            })
    void reachesNoAddressThatIsNotPublic(String address) throws IOException {
        assertThat(outside(false).allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "192.0.1.1",
                "198.17.255.255",
                "198.20.0.1",
                "2606:4700::1111",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void reachesPublicAddresses(String address) throws IOException {
        assertThat(outside(false).allows(InetAddress.getByName(address))).isTrue();
    }

    private static SyncOptions.Outside outside(boolean loopback) {
        return new SyncOptions.Outside(reference -> "hush", loopback, null, Duration.ZERO);
    }

    private link.studentsuccess.connectors.spi.HttpGateway.Response get(String path) {
        return gateway(client)
                .get(address(path), new ClientCredentials(address("/token"), "client", "clientSecret", Set.of("read")));
    }

    private static WebGateway.Client client(boolean loopback) {
        return new WebGateway.Client(outside(loopback), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private WebGateway gateway(WebGateway.Client of) {
        return new WebGateway(
                of,
                new UUID(0, 1),
                new Settings(Map.of("baseUrl", address("/").toString(), "clientSecret", "env:HUSH")));
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
