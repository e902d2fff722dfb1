package link.studentsuccess.connectors.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.HttpGateway;
import org.jspecify.annotations.Nullable;

/**
 * Any gateway, with faults at the calls a test chooses. It knows no protocol, so it works for every connector; it also
 * counts the calls and keeps the hosts asked.
 */
public final class FaultyGateway implements HttpGateway {

    /** How far ahead the two timed kinds of 429 point. */
    public static final Duration PAUSE = Duration.ofSeconds(90);

    private final HttpGateway real;
    private final Clock clock;
    private final Set<String> hosts = new HashSet<>();
    private IntPredicate faulty = call -> false;
    private Fault fault = Fault.INTERNAL_ERROR;
    private int calls;
    private @Nullable Response before;

    public FaultyGateway(HttpGateway real, Clock clock) {
        this.real = real;
        this.clock = clock;
    }

    /** Calls are counted from 0. */
    public FaultyGateway with(Fault fault, IntPredicate atCall) {
        this.fault = fault;
        this.faulty = atCall;
        return this;
    }

    public int calls() {
        return calls;
    }

    public Set<String> hosts() {
        return Set.copyOf(hosts);
    }

    @Override
    public Response get(URI address, Credentials credentials) {
        hosts.add(String.valueOf(address.getHost()));
        if (!faulty.test(calls++)) {
            before = real.get(address, credentials);
            return before;
        }
        return switch (fault) {
            case RATE_LIMITED_FOR_SECONDS -> refuse(Map.of("retry-after", String.valueOf(PAUSE.toSeconds())));
            case RATE_LIMITED_UNTIL_DATE ->
                refuse(Map.of(
                        "retry-after",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().plus(PAUSE).atZone(ZoneOffset.UTC))));
            case RATE_LIMITED_SILENTLY,
                    RATE_LIMITED_WITH_HTML,
                    SIGN_IN_REFUSED,
                    INTERNAL_ERROR,
                    BAD_GATEWAY,
                    UNAVAILABLE,
                    GATEWAY_TIMEOUT -> refuse(Map.of());
            case CONNECTION_RESET -> throw new TransientProblem("The source cannot be reached.", null);
            case HTML_AT_200 -> body("<!doctype html><html><body>Please sign in</body></html>");
            case EMPTY_BODY -> body("");
            case NULL_BODY -> body("null");
            case ENVELOPE_MISSING -> body("{}");
            case TRUNCATED_BODY -> truncated(real.get(address, credentials));
            case NEXT_LINK_ELSEWHERE -> linked(real.get(address, credentials));
            case SAME_ANSWER_AGAIN -> before == null ? real.get(address, credentials) : before;
        };
    }

    private Response refuse(Map<String, String> header) {
        var headers = new HashMap<String, List<String>>();
        header.forEach((name, value) -> headers.put(name, List.of(value)));
        throw Answers.problem(fault.status(), headers, clock);
    }

    private static Response body(String text) {
        return new Response(200, Map.of(), text.getBytes(UTF_8));
    }

    private static Response truncated(Response good) {
        return new Response(200, good.headers(), Arrays.copyOf(good.body(), good.body().length / 2));
    }

    private static Response linked(Response good) {
        var headers = new HashMap<>(good.headers());
        headers.put("link", List.of("<https://elsewhere.invalid/next>; rel=\"next\""));
        return new Response(200, headers, good.body());
    }
}
