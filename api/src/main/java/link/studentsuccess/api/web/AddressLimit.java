package link.studentsuccess.api.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** So many requests from one network address, before anything is looked at: also before tokens are, which may be guesses. */
@Component
@Order(-200)
final class AddressLimit implements WebFilter {

    private static final Logger LOG = LoggerFactory.getLogger(AddressLimit.class);

    private final Allowance allowance;

    AddressLimit(RateLimits limits) {
        this.allowance = new Allowance(limits.perAddress());
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var remote = exchange.getRequest().getRemoteAddress();
        var who = network(remote == null ? null : remote.getAddress());
        var seconds = allowance.secondsToWait(who);
        if (seconds == 0) {
            return chain.filter(exchange);
        }
        if (allowance.isNews(who)) {
            LOG.warn("outcome=REFUSED code=TOO_MANY_REQUESTS_OF_ADDRESS"); // whose it is stands in no log
        }
        return Mono.error(new TooManyRequests(seconds));
    }

    /** One house has a whole network of IPv6 addresses, told apart by their first half. */
    static String network(@Nullable InetAddress address) {
        if (address == null) {
            return "";
        }
        var bytes = address.getAddress();
        return Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
