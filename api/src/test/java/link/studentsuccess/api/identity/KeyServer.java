package link.studentsuccess.api.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer on loopback that publishes whatever keys a test says, and counts how often it is asked for them. */
final class KeyServer implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<JWK> keys = List.of();
    private volatile int status = 200;
    private volatile String named;

    KeyServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        named = issuer();
        server.createContext(
                "/.well-known/openid-configuration",
                exchange ->
                        answer(exchange, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(named, issuer())));
        // Also what a set of public keys should not hold: a test publishes it.
        server.createContext("/keys", exchange -> answer(exchange, new JWKSet(keys).toString(false)));
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void publish(JWK... published) {
        keys = List.of(published);
    }

    void answerWith(int newStatus) {
        status = newStatus;
    }

    void callItself(String name) {
        named = name;
    }

    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        asked.incrementAndGet();
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
