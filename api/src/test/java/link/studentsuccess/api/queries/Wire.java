package link.studentsuccess.api.queries;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import link.studentsuccess.demo.DemoWorld;
import tools.jackson.databind.json.JsonMapper;

/** Sends operations over HTTP on loopback, several at a time, and opens streams. */
final class Wire {

    private static final int TOKEN_SERVES = 2_000;

    private static final HttpClient HTTP;

    static {
        // Names under .localhost resolve in browsers but not in Java: tests connect to 127.0.0.1 and say the host.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    }

    private final DemoWorld world;
    private final Map<String, String> tokens = new HashMap<>();
    private int sent;

    Wire(DemoWorld world) {
        this.world = world;
    }

    CompletableFuture<HttpResponse<String>> send(Operation operation) {
        return HTTP.sendAsync(request(operation, "application/json"), BodyHandlers.ofString());
    }

    /** Opens a stream; it goes on until it ends or is left. */
    Hearing hear(Operation operation, Runnable told) {
        var hearing = new Hearing(operation, told);
        HTTP.sendAsync(request(operation, "text/event-stream"), info -> {
                    hearing.begins(info.headers());
                    return BodySubscribers.fromLineSubscriber(hearing);
                })
                .exceptionally(left -> null);
        return hearing;
    }

    /** Asks for a file that the service writes. */
    HttpResponse<String> file(Viewer viewer, String path) {
        return HTTP.sendAsync(request(viewer, path).GET().build(), BodyHandlers.ofString())
                .join();
    }

    private HttpRequest request(Operation operation, String accept) {
        return request(operation.viewer(), "/graphql")
                .header("Accept", accept)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(operation)))
                .build();
    }

    private HttpRequest.Builder request(Viewer viewer, String path) {
        if (sent++ % TOKEN_SERVES == 0) {
            tokens.clear(); // they expire within the hour
        }
        var token = tokens.computeIfAbsent(viewer.name(), name -> viewer.token().apply(world));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.apiPort() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Host", viewer.host() + ":" + world.apiPort());
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static String body(Operation operation) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "query", operation.text(),
                        "operationName", operation.name(),
                        "variables", operation.variables()));
    }
}
