package link.studentsuccess.api.identity;

import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The operator's measurements: read at a port of their own, {@code management.server.port}, which the deployment lets nobody
 * else reach. At the port for people there are none.
 */
@Component
final class Measurements implements ServerWebExchangeMatcher {

    private static final String PATH = "/actuator/metrics";

    private final Environment ports;

    Measurements(Environment ports) {
        this.ports = ports;
    }

    @Override
    public Mono<MatchResult> matches(ServerWebExchange exchange) {
        var request = exchange.getRequest();
        return HttpMethod.GET.equals(request.getMethod()) && isPath(request) && isAtItsOwnPort(request)
                ? MatchResult.match()
                : MatchResult.notMatch();
    }

    private static boolean isPath(ServerHttpRequest request) {
        var path = request.getPath().value();
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    private boolean isAtItsOwnPort(ServerHttpRequest request) {
        var asked = request.getLocalAddress();
        var own = ports.getProperty("local.management.port", Integer.class, -1);
        var peoples = ports.getProperty("local.server.port", Integer.class, -1);
        return asked != null && asked.getPort() == own && !own.equals(peoples);
    }
}
