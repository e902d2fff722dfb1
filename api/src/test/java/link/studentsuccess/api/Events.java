package link.studentsuccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An open stream: its events in their order, and every byte of it. */
final class Events implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String END = "end of the stream";

    private final InputStream stream;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Queue<String> bytes = new ConcurrentLinkedQueue<>();

    private Events(InputStream stream) {
        this.stream = stream;
    }

    /** Returns when the service has said that it is open: from then on nothing may be missed. */
    static Events open(HttpRequest request) {
        try {
            var response = HTTP.send(request, BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            var events = new Events(response.body());
            var reader = new Thread(events::read, "events");
            reader.setDaemon(true);
            reader.start();
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var event = "";
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                bytes.add(line);
                if (line.startsWith("event:")) {
                    event = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    told.add(event + " " + line.substring(5).strip());
                }
            }
            told.add(END);
        } catch (IOException closed) {
            told.add("broken");
        }
    }

    private String take() {
        try {
            var one = told.poll(20, TimeUnit.SECONDS);
            assertThat(one).as("an event within 20 seconds").isNotNull();
            return String.valueOf(one);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode next() {
        var one = take();
        assertThat(one).startsWith("next {\"data\":{\"caseloadChanges\":");
        return JsonMapper.shared().readTree(one.substring(5)).at("/data/caseloadChanges");
    }

    void assertCompletes() {
        assertThat(take()).startsWith("complete");
        assertThat(take()).isEqualTo(END);
    }

    String bytes() {
        return String.join("\n", bytes);
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
