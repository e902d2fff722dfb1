package link.studentsuccess.api.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static link.studentsuccess.api.identity.Draft.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.Arguments;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.reactive.function.client.WebClient;

/** An issuer that a test turns as it likes, and the service's own decoder. */
abstract class TokenStories {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    /** For its metadata and for its keys. */
    static final int QUESTION = 2;

    static final String AUDIENCE = "student-success-link";

    static final RSAKey KEY = Keys.rsa("key-1", 2_048);
    static final RSAKey NEW_KEY = Keys.rsa("key-2", 2_048);
    static final RSAKey STRANGER = Keys.rsa("key-1", 2_048);
    static final RSAKey SHORT = Keys.rsa("short", 1_024);
    static final RSAKey VERY_SHORT = Keys.rsa("very-short", 512);
    static final RSAKey WEAK = Keys.ofWeakPrimes("weak");
    static final RSAKey FOR_ENCRYPTION = new RSAKey.Builder(Keys.rsa("for-encryption", 2_048))
            .keyUse(KeyUse.ENCRYPTION)
            .build();
    private static final ECKey CURVE = Keys.ec("curve");
    static final OctetSequenceKey SECRET = new OctetSequenceKey.Builder(
                    "0".repeat(32).getBytes(US_ASCII))
            .keyID("secret")
            .build();

    static final KeyServer ISSUER = new KeyServer();
    static final KeyServer STRANGE_ISSUER = new KeyServer();

    final TestClock clock = new TestClock();
    final AccessTokens tokens = tokens(Set.of(), Set.of());

    @BeforeAll
    static void publishAll() {
        STRANGE_ISSUER.publish(STRANGER);
    }

    @AfterEach
    void asBefore() {
        ISSUER.answerWith(200);
        ISSUER.callItself(ISSUER.issuer());
    }

    TokenStories() {
        ISSUER.publish(
                KEY.toPublicJWK(),
                SHORT.toPublicJWK(),
                VERY_SHORT.toPublicJWK(),
                WEAK.toPublicJWK(),
                FOR_ENCRYPTION.toPublicJWK(),
                CURVE.toPublicJWK(),
                SECRET);
    }

    AccessTokens tokens(Set<String> acr, Set<String> amr) {
        var signIn = new SignIn(
                ISSUER.issuer(), AUDIENCE, "web-client", Duration.ofHours(24), new SignIn.MultiFactor(acr, amr));
        return new AccessTokens(signIn, WebClient.create(), clock);
    }

    static Draft draft() {
        return new Draft(
                KEY,
                Map.of("alg", quoted("RS256"), "typ", quoted("at+jwt"), "kid", quoted("key-1")),
                Map.of(
                        "iss", quoted(ISSUER.issuer()),
                        "sub", quoted("maria"),
                        "aud", "[" + quoted(AUDIENCE) + "]",
                        "iat", seconds(0),
                        "nbf", seconds(0),
                        "exp", seconds(3_600),
                        "scope", quoted("student-data")),
                "",
                "");
    }

    static Draft old() {
        return draft().claim("iat", seconds(-3_600)).claim("nbf", seconds(-3_600));
    }

    static Arguments row(int attack, String what, Supplier<String> token) {
        return Arguments.of(attack, what, token);
    }

    static Supplier<String> token(Draft draft) {
        return draft::token;
    }

    static String seconds(long fromNow) {
        return Long.toString(NOON.getEpochSecond() + fromNow);
    }

    static byte[] encoded(RSAKey key) {
        try {
            return key.toPublicKey().getEncoded();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static java.security.PrivateKey curve() {
        try {
            return CURVE.toPrivateKey();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String readable(String space) {
        return space.replace("\r", "CR")
                .replace("\n", "LF")
                .replace("\t", "TAB")
                .replace("\0", "NUL")
                .replace(" ", "SP");
    }

    /** 256 bytes of signature leave bits over in their last letter: the same bytes, another text. */
    static String otherLastBits(String token) {
        var last = token.charAt(token.length() - 1);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return token.substring(0, token.length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);
    }

    /** One whose signature has the letters that differ between the alphabets. */
    static String signedUntil(String form) {
        for (var i = 0; ; i++) {
            var token = draft().claim("jti", quoted("n" + i)).token();
            if (token.matches(form)) {
                return token;
            }
        }
    }

    static String padded(String token) {
        return Stream.of(token.split("\\.", -1))
                .map(part -> part + "=".repeat((4 - part.length() % 4) % 4))
                .collect(Collectors.joining("."));
    }

    Jwt accepted(String token) {
        var jwt = tokens.decode(token).block(PATIENCE);
        assertThat(jwt).isNotNull();
        return java.util.Objects.requireNonNull(jwt);
    }

    void assertRefused(String token) {
        assertThatThrownBy(() -> tokens.decode(token).block(PATIENCE)).isInstanceOf(BadJwtException.class);
    }

    /** Not the token's fault: it may be good again in a minute. */
    void assertUnavailable(String token) {
        assertThatThrownBy(() -> tokens.decode(token).block(PATIENCE))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);
    }

    static final class TestClock extends Clock {

        private Instant now = NOON;

        void tick(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
