package link.studentsuccess.api.web;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * So many requests from one network address, before anything is looked at: also before tokens are, which may be guesses.
 * Those without a token are counted by themselves: whoever floods the pages keeps nobody from the data.
 */
@Component
@Order(-200)
final class AddressLimit implements WebFilter {

    private static final Logger LOG = LoggerFactory.getLogger(AddressLimit.class);

    private final Allowance allowance;
    private final int trustedProxies;

    AddressLimit(RateLimits limits) {
        this.allowance = new Allowance(limits.perAddress());
        this.trustedProxies = limits.trustedProxies();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var hasToken = request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        var who = network(client(request, trustedProxies)) + (hasToken ? " with a token" : "");
        var seconds = allowance.secondsToWait(who);
        if (seconds == 0) {
            return chain.filter(exchange);
        }
        if (allowance.isNews(who)) {
            LOG.warn("outcome=REFUSED code=TOO_MANY_REQUESTS_OF_ADDRESS"); // whose it is stands in no log
        }
        return Mono.error(new TooManyRequests(seconds));
    }

    /**
     * Each trusted proxy has added an address at the right end of X-Forwarded-For: that of the outermost one counts. What
     * stands to the left of it, the client has written. Without such an address the one counts that the request comes from.
     */
    private static @Nullable InetAddress client(ServerHttpRequest request, int trustedProxies) {
        var forwarded = request.getHeaders().getValuesAsList("X-Forwarded-For");
        if (trustedProxies > 0 && !forwarded.isEmpty()) {
            var told = address(forwarded.get(Math.max(0, forwarded.size() - trustedProxies)));
            if (told != null) {
                return told;
            }
        }
        var remote = request.getRemoteAddress();
        return remote == null ? null : remote.getAddress();
    }

    /** Never a name, which would be looked up; an IPv4 address may have a port. */
    private static @Nullable InetAddress address(String told) {
        return NetUtil.createInetAddressFromIpAddressString(told.replaceFirst("^([0-9.]+):[0-9]+$", "$1"));
    }

    /** One house has a whole network of IPv6 addresses, told apart by their first half. */
    private static String network(@Nullable InetAddress address) {
        if (address == null) {
            return "";
        }
        var bytes = address.getAddress();
        return Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
