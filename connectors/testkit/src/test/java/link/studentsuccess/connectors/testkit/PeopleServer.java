package link.studentsuccess.connectors.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import link.studentsuccess.connectors.spi.HttpGateway;
import link.studentsuccess.connectors.spi.Settings;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;

/** A source of the simplest kind: lines of text with a count before and a mark after them, asked by offset. */
class PeopleServer implements SourceFixture {

    private static final Instant LONG_AGO = Instant.parse("2026-01-05T12:00:00Z");
    private static final String SECRET = "not-for-print-4711";

    private final SettableClock clock =
            new SettableClock(Instant.parse("2026-09-01T08:00:00Z"), ZoneId.of("America/Los_Angeles"));
    private final HttpGateway http = new LoopbackHttpGateway(setting -> SECRET, clock);
    private final HttpServer server;
    private List<String[]> rows = new ArrayList<>();
    private int mostRows = 50;
    private int tokens;
    private int refusals;

    static {
        // Without it each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    PeopleServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/people", this::people);
        server.start();
    }

    /** The next so many questions are answered with 401, whatever their token. */
    void refuse(int times) {
        refusals = times;
    }

    int tokensGiven() {
        return tokens;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void token(HttpExchange exchange) throws IOException {
        tokens++;
        answer(exchange, 200, "{\"access_token\":\"t" + tokens + "\"}");
    }

    private void people(HttpExchange exchange) throws IOException {
        if (refusals > 0) {
            refusals--;
            answer(exchange, 401, "");
            return;
        }
        var offset = 0;
        var limit = mostRows;
        var since = LONG_AGO;
        for (var pair : exchange.getRequestURI().getQuery().split("&", -1)) {
            if (pair.startsWith("offset=")) {
                offset = Integer.parseInt(pair.substring(7));
            } else if (pair.startsWith("limit=")) {
                limit = Math.min(mostRows, Integer.parseInt(pair.substring(6)));
            } else if (pair.startsWith("since=")) {
                since = Instant.parse(pair.substring(6));
            }
        }
        var from = since;
        var all = rows.stream()
                .filter(row -> !Instant.parse(row[5]).isBefore(from))
                .toList();
        answer(exchange, 200, text(all, offset, limit));
    }

    String everybody() {
        return text(rows, 0, rows.size());
    }

    private static String text(List<String[]> rows, int offset, int limit) {
        var text = new StringBuilder("people " + rows.size() + " " + offset + "\n");
        rows.stream()
                .skip(offset)
                .limit(limit)
                .forEach(row -> text.append(String.join(",", row)).append('\n'));
        return text.append("end\n").toString();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public Settings settings() {
        return new Settings(Map.of("address", address().toString(), "secret", "env:PEOPLE_SECRET"));
    }

    @Override
    public SettableClock clock() {
        return clock;
    }

    @Override
    public HttpGateway http() {
        return http;
    }

    @Override
    public void seed(int students) {
        rows = new ArrayList<>();
        for (var i = 0; i < students; i++) {
            rows.add(new String[] {"p-" + i, "00" + i, "Zoë", "O'Núñez", "2010-03-14", LONG_AGO.toString()});
        }
    }

    @Override
    public int count(StreamName stream) {
        return rows.size();
    }

    @Override
    public Map<StreamName, Upsert> expected() {
        var key = new SourceKey("p-3");
        return Map.of(
                StreamName.STUDENT,
                new Upsert(
                        key, new StudentRecord("003", "Zoë", "O'Núñez", null, LocalDate.of(2010, 3, 14)), Set.of(key)));
    }

    @Override
    public Set<String> canaries() {
        return Set.of("Zoë", "Núñez", "p-3", SECRET, "PEOPLE_SECRET");
    }

    @Override
    public boolean spoilRow(StreamName stream) {
        rows.get(2)[4] = "14 March";
        return true;
    }

    @Override
    public boolean clampAt(int most) {
        mostRows = most;
        return true;
    }

    @Override
    public void changeAt(StreamName stream, Instant moment) {
        rows.get(1)[5] = moment.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
