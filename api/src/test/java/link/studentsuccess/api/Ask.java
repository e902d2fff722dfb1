package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import link.studentsuccess.demo.DemoWorld;
import link.studentsuccess.demo.Person;
import link.studentsuccess.demo.SharedWorld;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the running API as a named person, over HTTP on loopback with the organization's address as host. */
final class Ask {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP;

    static {
        // Names under .localhost resolve in browsers but not in Java: tests connect to 127.0.0.1 and say the host.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    }

    private final DemoWorld world = SharedWorld.get();
    private final String token;
    private final String host;

    private Ask(String token, String host) {
        this.token = token;
        this.host = host;
    }

    static Ask as(Person person) {
        return as(person, "student-data");
    }

    static Ask as(Person person, String scope) {
        return new Ask(token(person, scope), person.place().host());
    }

    static Ask with(String token, String host) {
        return new Ask(token, host);
    }

    Ask at(String otherHost) {
        return new Ask(token, otherHost);
    }

    /** The data; fails on errors. */
    JsonNode data(String query) {
        return data(query, Map.of());
    }

    JsonNode data(String query, Map<String, Object> variables) {
        var answer = answer(query, variables);
        if (answer.hasNonNull("errors")) {
            throw new AssertionError("Unexpected errors: " + answer);
        }
        return answer.get("data");
    }

    /** The whole answer, errors and extensions included. */
    JsonNode answer(String query, Map<String, Object> variables) {
        return json(response(query, variables));
    }

    HttpResponse<String> response(String query, Map<String, Object> variables) {
        var body = new LinkedHashMap<String, Object>();
        body.put("query", query);
        body.put("variables", variables);
        return post(JSON.writeValueAsString(body), "application/json");
    }

    HttpResponse<String> post(String body, String type) {
        return send(request().header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.apiPort() + "/graphql"))
                .timeout(Duration.ofSeconds(20))
                .header("Host", host + ":" + world.apiPort())
                .header("Accept", "application/json");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Asks, and closes the connection before the answer comes. */
    void goAway(String query, Map<String, Object> variables) {
        var body = JSON.writeValueAsString(Map.of("query", query, "variables", variables));
        var length = body.getBytes(StandardCharsets.UTF_8).length;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), world.apiPort())) {
            socket.getOutputStream()
                    .write(("POST /graphql HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n"
                                    + body)
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            socket.setSoTimeout(1_200);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for a stream; what comes is read as it comes, and closed by whoever asked. */
    HttpResponse<InputStream> stream(String subscription) {
        var body = JSON.writeValueAsString(Map.of("query", subscription));
        return send(
                request()
                        .setHeader("Accept", "text/event-stream")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)),
                BodyHandlers.ofInputStream());
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private static String token(Person person, String scope) {
        return SharedWorld.get().signIn().token(person, scope);
    }
}
