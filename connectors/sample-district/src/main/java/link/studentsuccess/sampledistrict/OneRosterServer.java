package link.studentsuccess.sampledistrict;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import link.studentsuccess.sampledistrict.Catalogue.Kind;
import link.studentsuccess.sampledistrict.Faults.Fault;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** OneRoster 1.2 rostering and gradebook with their token endpoint on 127.0.0.1, with the scripted faults in between. */
final class OneRosterServer {

    static final String BASE = "/ims/oneroster/rostering/v1p2";
    static final String GRADEBOOK = "/ims/oneroster/gradebook/v1p2";
    static final String TOKEN = "/oauth/token";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String LOOPBACK = "127.0.0.1";

    static {
        // Without it every answer on a kept connection waits 40 ms for Nagle and the delayed acknowledgement.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    /** A collection's objects of one kind, possibly not all of them: /students are users. */
    private record View(Kind kind, Predicate<JsonNode> holds) {}

    private static final Map<String, View> VIEWS = Map.ofEntries(
            Map.entry("orgs", all(Kind.ORG)),
            Map.entry("schools", of(Kind.ORG, "type", "school")),
            Map.entry("academicSessions", all(Kind.ACADEMIC_SESSION)),
            Map.entry("terms", of(Kind.ACADEMIC_SESSION, "type", "semester", "term")),
            Map.entry("gradingPeriods", of(Kind.ACADEMIC_SESSION, "type", "gradingPeriod")),
            Map.entry("courses", all(Kind.COURSE)),
            Map.entry("classes", all(Kind.CLASS)),
            Map.entry("users", all(Kind.USER)),
            Map.entry("students", of(Kind.USER, "roles.role", "student")),
            Map.entry("teachers", of(Kind.USER, "roles.role", "teacher")),
            Map.entry("enrollments", all(Kind.ENROLLMENT)),
            Map.entry("demographics", all(Kind.DEMOGRAPHICS)));
    private static final Map<String, View> GRADEBOOK_VIEWS = Map.of(
            "categories", all(Kind.CATEGORY),
            "lineItems", all(Kind.LINE_ITEM),
            "results", all(Kind.RESULT));

    /** Made at the first answer: it costs as much time as all the rest of the start. */
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper.builder().build();
    }

    private final Tokens tokens;
    private final Faults faults;
    private final Map<String, AtomicInteger> requests = new ConcurrentSkipListMap<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final ExecutorService pool;
    private final int port;
    private final Catalogue catalogue;
    private HttpServer http;
    private boolean dead;

    OneRosterServer(int wantedPort, World world, Gradebook gradebook, Tokens tokens, Faults faults) {
        this.tokens = tokens;
        this.faults = faults;
        this.http = bind(wantedPort);
        this.port = http.getAddress().getPort();
        this.catalogue =
                new Catalogue(world, gradebook, URI.create(address() + BASE), URI.create(address() + GRADEBOOK));
        this.pool = Executors.newFixedThreadPool(4, this::thread);
        listen();
    }

    int port() {
        return port;
    }

    String address() {
        return "http://" + LOOPBACK + ":" + port;
    }

    Map<String, Integer> requests() {
        var counts = new TreeMap<String, Integer>();
        requests.forEach((path, count) -> counts.put(path, count.get()));
        return counts;
    }

    /** Listens again after dieAfter; on a server that lives it changes nothing. */
    synchronized void revive() {
        if (dead) {
            http = bind(port);
            listen();
        }
    }

    synchronized void close() {
        http.stop(0);
        dead = true;
        pool.shutdownNow();
        try {
            // A pool counts as terminated a moment before its last thread has gone.
            for (var thread : threads) {
                thread.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        http.setExecutor(pool);
        http.createContext("/", this::answer);
        http.start();
        dead = false;
    }

    private synchronized void die() {
        dead = true;
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            route(exchange);
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var path = exchange.getRequestURI().getPath();
        try {
            if (path.equals(TOKEN)) {
                count("token");
                token(exchange, form);
            } else if (path.startsWith(BASE + "/")) {
                data(exchange, VIEWS, List.of(path.substring(BASE.length() + 1).split("/", -1)));
            } else if (path.startsWith(GRADEBOOK + "/")) {
                data(
                        exchange,
                        GRADEBOOK_VIEWS,
                        List.of(path.substring(GRADEBOOK.length() + 1).split("/", -1)));
            } else {
                refuse(exchange, 404, "unknownobject", "Nothing is served at this address.");
            }
        } catch (Query.Refused refused) {
            refuse(exchange, 400, refused.minor(), String.valueOf(refused.getMessage()));
        }
    }

    private void token(HttpExchange exchange, String body) throws IOException {
        var form = Query.decode(body);
        if (!exchange.getRequestMethod().equals("POST")) {
            refuse(exchange, 405, "unsupported", "A token is asked for with POST.");
        } else if (!"client_credentials".equals(form.get("grant_type"))) {
            send(exchange, 400, object().put("error", "unsupported_grant_type"));
        } else if (!tokens.knows(exchange.getRequestHeaders().getFirst("Authorization"), form)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"district\"");
            send(exchange, 401, object().put("error", "invalid_client"));
        } else {
            token(exchange, tokens.granted(form.get("scope")));
        }
    }

    private void token(HttpExchange exchange, Set<String> scopes) throws IOException {
        if (scopes.isEmpty()) {
            send(exchange, 400, object().put("error", "invalid_scope"));
            return;
        }
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(
                exchange,
                200,
                object().put("access_token", tokens.grant(scopes).token())
                        .put("token_type", "Bearer")
                        .put("expires_in", Tokens.LIFETIME.toSeconds())
                        .put("scope", String.join(" ", scopes)));
    }

    private void data(HttpExchange exchange, Map<String, View> views, List<String> path) throws IOException {
        count(path.get(0));
        var fault = faults.next(path.get(0));
        if (fault != null && instead(exchange, fault)) {
            return;
        }
        var view = views.get(path.get(0));
        var grant = tokens.of(exchange.getRequestHeaders().getFirst("Authorization"));
        if (grant == null) {
            unauthorized(exchange);
        } else if (!exchange.getRequestMethod().equals("GET")) {
            refuse(exchange, 405, "unsupported", "This service is read-only.");
        } else if (view == null || path.size() > 2) {
            refuse(exchange, 404, "unknownobject", "This district does not offer the endpoint.");
        } else if (!grant.opens(view.kind())) {
            refuse(exchange, 403, "forbidden", "The token's scopes do not open this collection.");
        } else if (path.size() == 2) {
            one(exchange, view, path.get(1));
        } else {
            many(exchange, view, fault);
        }
    }

    private void one(HttpExchange exchange, View view, String id) throws IOException {
        var query =
                Query.parse(exchange.getRequestURI().getRawQuery(), view.kind().fields());
        for (var node : catalogue.candidates(view.kind(), null)) {
            if (node.path("sourcedId").asString().equals(id) && view.holds().test(node)) {
                send(exchange, 200, object().set(view.kind().singular(), query.selected(node)));
                return;
            }
        }
        refuse(exchange, 404, "unknownobject", "There is no such object.");
    }

    private void many(HttpExchange exchange, View view, @Nullable Fault fault) throws IOException {
        var query =
                Query.parse(exchange.getRequestURI().getRawQuery(), view.kind().fields());
        var held = catalogue.candidates(view.kind(), query.filter()).stream()
                .filter(view.holds())
                .toList();
        var matching = query.matching(held);
        var page = object();
        page.putArray(view.kind().plural()).addAll(query.page(matching));
        var shrinks = fault != null && fault.kind() == Faults.Kind.SHRINKING_TOTAL;
        var total = shrinks ? Math.max(0, matching.size() - 1) : matching.size();
        exchange.getResponseHeaders().set("X-Total-Count", Integer.toString(total));
        exchange.getResponseHeaders()
                .set("Link", links(exchange.getRequestURI().getPath(), query, matching.size(), fault));
        if (fault == null) {
            send(exchange, 200, page);
        } else {
            spoilt(exchange, page, fault);
        }
    }

    private String links(String path, Query query, int total, @Nullable Fault fault) {
        var last = total == 0 ? 0 : (total - 1) / query.limit() * query.limit();
        var links = new StringJoiner(", ");
        links.add(link(address(), path, query.withOffset(0), "first"));
        if (query.offset() > 0) {
            links.add(link(address(), path, query.withOffset(Math.max(0, query.offset() - query.limit())), "prev"));
        }
        if (fault != null && fault.kind() == Faults.Kind.NEXT_IN_A_CIRCLE) {
            links.add(link(address(), path, query.withOffset(query.offset()), "next"));
        } else if (fault != null && fault.kind() == Faults.Kind.NEXT_ELSEWHERE) {
            var next = query.withOffset(query.offset() + query.limit());
            links.add(link("https://elsewhere.example", path, next, "next"));
        } else if (query.offset() + query.limit() < total) {
            links.add(link(address(), path, query.withOffset(query.offset() + query.limit()), "next"));
        }
        return links.add(link(address(), path, query.withOffset(last), "last")).toString();
    }

    private static String link(String host, String path, String query, String relation) {
        return "<" + host + path + "?" + query + ">; rel=\"" + relation + "\"";
    }

    /** Faults that answer in the service's place; the others spoil a good answer. */
    private boolean instead(HttpExchange exchange, Fault fault) throws IOException {
        switch (fault.kind()) {
            case STATUS -> refuse(exchange, fault.argument(), minor(fault.argument()), "The service is out of order.");
            case TOO_MANY_REQUESTS -> {
                exchange.getResponseHeaders().set("Retry-After", Integer.toString(fault.argument()));
                refuse(exchange, 429, "server_busy", "Too many requests.");
            }
            case UNAUTHORIZED -> unauthorized(exchange);
            case HTML -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
                send(exchange, 200, "<!doctype html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8));
            }
            case EMPTY_BODY -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, -1);
            }
            case DIE -> die();
            case HALF_PAGE, CLOSE_MID_PAGE, MISSING_ENVELOPE, SHRINKING_TOTAL, NEXT_IN_A_CIRCLE, NEXT_ELSEWHERE -> {
                return false;
            }
        }
        return true;
    }

    private void spoilt(HttpExchange exchange, ObjectNode page, Fault fault) throws IOException {
        var body = Json.MAPPER.writeValueAsBytes(page);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        switch (fault.kind()) {
            case HALF_PAGE -> send(exchange, 200, Arrays.copyOf(body, body.length / 2));
            case CLOSE_MID_PAGE -> {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
            }
            case MISSING_ENVELOPE -> send(exchange, 200, object());
            case STATUS,
                    TOO_MANY_REQUESTS,
                    HTML,
                    EMPTY_BODY,
                    UNAUTHORIZED,
                    DIE,
                    SHRINKING_TOTAL,
                    NEXT_IN_A_CIRCLE,
                    NEXT_ELSEWHERE -> send(exchange, 200, body);
        }
    }

    private void unauthorized(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        refuse(exchange, 401, "unauthorisedrequest", "A valid token is needed.");
    }

    private void refuse(HttpExchange exchange, int status, String minor, String description) throws IOException {
        var body = object().put("imsx_codeMajor", "failure")
                .put("imsx_severity", "error")
                .put("imsx_description", description);
        body.putObject("imsx_CodeMinor")
                .putArray("imsx_codeMinorField")
                .addObject()
                .put("imsx_codeMinorFieldName", "TargetEndSystem")
                .put("imsx_codeMinorFieldValue", minor);
        send(exchange, status, body);
    }

    private static String minor(int status) {
        return switch (status) {
            case 400 -> "invaliddata";
            case 401 -> "unauthorisedrequest";
            case 403 -> "forbidden";
            case 404 -> "unknownobject";
            case 429, 503 -> "server_busy";
            default -> "internal_server_error";
        };
    }

    private void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, status, Json.MAPPER.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void count(String path) {
        requests.computeIfAbsent(path, none -> new AtomicInteger()).incrementAndGet();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static View all(Kind kind) {
        return new View(kind, node -> true);
    }

    private static View of(Kind kind, String path, String... values) {
        var wanted = List.of(values);
        return new View(kind, node -> Filter.values(node, path).stream().anyMatch(wanted::contains));
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 50);
        } catch (BindException taken) {
            throw new IllegalStateException(
                    "Port " + port + " of " + LOOPBACK + " is taken by another program: end it, or give the sample"
                            + " district another port.",
                    taken);
        } catch (IOException failed) {
            throw new UncheckedIOException("The sample district could not listen on " + LOOPBACK + ".", failed);
        }
    }

    private Thread thread(Runnable work) {
        var thread = new Thread(work, "sample-district");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }
}
