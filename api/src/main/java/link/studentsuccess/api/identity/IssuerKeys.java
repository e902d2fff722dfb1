package link.studentsuccess.api.identity;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The keys that the issuer publishes now. Spring's own source would keep a withdrawn key for ever, and would ask the issuer
 * for every token that names a key nobody knows: anybody could make it a hammer.
 */
final class IssuerKeys implements Function<SignedJWT, Flux<JWK>> {

    /** A key that the issuer withdraws works no longer than this. */
    static final Duration TRUSTED = Duration.ofMinutes(5);

    /** However many tokens name unknown keys, the issuer is asked once in this time; a new key is known after it. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** The same after an answer that could not be used: meanwhile nobody can be let in. */
    static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(2);

    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final int SHORTEST_KEY = 2_048;
    private static final ParameterizedTypeReference<Map<String, Object>> METADATA =
            new ParameterizedTypeReference<>() {};

    private final String issuer;
    private final WebClient client;
    private final Clock clock;
    private Instant next = Instant.MIN;
    private Mono<Known> asked = Mono.empty();
    private volatile @Nullable Known known;

    private record Known(JWKSet keys, Instant at) {}

    IssuerKeys(String issuer, WebClient client, Clock clock) {
        this.issuer = issuer;
        this.client = client;
        this.clock = clock;
    }

    /** The keys that may have signed this token; none when the issuer has no such key. */
    @Override
    public Flux<JWK> apply(SignedJWT token) {
        var present = known;
        if (present != null && clock.instant().isBefore(present.at().plus(TRUSTED))) {
            var keys = matching(present, token.getHeader());
            if (!keys.isEmpty()) {
                return Flux.fromIterable(keys);
            }
        }
        return current().flatMapIterable(found -> matching(found, token.getHeader()));
    }

    private static List<JWK> matching(Known known, JWSHeader header) {
        return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(known.keys());
    }

    /** What the issuer has answered last; it is asked anew when the pause is over. All who wait share one question. */
    private synchronized Mono<Known> current() {
        var now = clock.instant();
        if (!now.isBefore(next)) {
            next = now.plus(PAUSE);
            asked = ask().doOnError(fault -> askSoon(now)).cache();
        }
        return asked;
    }

    private synchronized void askSoon(Instant asked) {
        next = asked.plus(PAUSE_AFTER_FAULT);
    }

    private Mono<Known> ask() {
        var metadata = issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration";
        return client.get()
                .uri(metadata)
                .retrieve()
                .bodyToMono(METADATA)
                .map(this::address)
                .flatMap(address -> client.get().uri(address).retrieve().bodyToMono(String.class))
                .map(IssuerKeys::usable)
                .timeout(LONGEST)
                .map(keys -> new Known(keys, clock.instant()))
                .doOnNext(found -> known = found)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("The issuer answers with nothing")));
    }

    private String address(Map<String, Object> metadata) {
        if (issuer.equals(metadata.get("issuer")) && metadata.get("jwks_uri") instanceof String address) {
            return address;
        }
        throw new IllegalStateException("The issuer's metadata is another's, or names no keys");
    }

    private static JWKSet usable(String published) {
        try {
            return new JWKSet(JWKSet.parse(published).getKeys().stream()
                    .filter(IssuerKeys::isStrong)
                    .toList());
        } catch (ParseException e) {
            throw new IllegalStateException("The issuer's keys cannot be read", e);
        }
    }

    private static boolean isStrong(JWK key) {
        return key instanceof RSAKey rsa
                && rsa.size() >= SHORTEST_KEY
                && !WeakPrimes.made(rsa.getModulus().decodeToBigInteger());
    }
}
