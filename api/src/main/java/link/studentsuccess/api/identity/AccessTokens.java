package link.studentsuccess.api.identity;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * Which tokens count: signed by a key that the issuer publishes now, for this service, an access token, of today. What
 * would make a token mean something else than its signature covers is refused before any key is looked for.
 */
final class AccessTokens implements ReactiveJwtDecoder {

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final int LONGEST = 8_000;
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** Parts of a header that change what the rest of the token means. Keys that a token brings along are not looked at. */
    private static final Set<String> CHANGING = Set.of("crit", "b64", "zip", "cty", "enc");

    /** Not as Spring reads it: an issuer in other letters would become the right one. */
    private static final MappedJwtClaimSetConverter AS_WRITTEN =
            MappedJwtClaimSetConverter.withDefaults(Map.of(JwtClaimNames.ISS, issuer -> issuer));

    private final NimbusReactiveJwtDecoder decoder;

    AccessTokens(SignIn signIn, WebClient client, Clock clock) {
        this.decoder = NimbusReactiveJwtDecoder.withJwkSource(new IssuerKeys(signIn.issuer(), client, clock))
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .validateType(false) // by the validator below
                .build();
        decoder.setClaimSetConverter(AS_WRITTEN);
        decoder.setJwtValidator(rules(signIn, clock));
    }

    /** {@link BadJwtException} for a bad token; another {@link JwtException} when the issuer cannot be asked. */
    @Override
    public Mono<Jwt> decode(String token) {
        if (!isCanonical(token) || !hasPlainHeader(token) || !hasPlainSubject(token)) {
            return Mono.error(new BadJwtException("The token has not the form of an access token"));
        }
        return decoder.decode(token)
                .onErrorMap(
                        fault -> !(fault instanceof JwtException),
                        fault -> new JwtException("The issuer's keys cannot be had", fault));
    }

    /** One spelling for each token: a decoder that forgives would make several of one. */
    private static boolean isCanonical(String token) {
        return token.length() <= LONGEST
                && COMPACT.matcher(token).matches()
                && List.of(token.split("\\.", -1)).stream().allMatch(AccessTokens::isCanonicalPart);
    }

    private static boolean isCanonicalPart(String part) {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean hasPlainHeader(String token) {
        try {
            var header = part(token, 0);
            return SignatureAlgorithm.RS256.getName().equals(header.get("alg"))
                    && header.keySet().stream().noneMatch(CHANGING::contains);
        } catch (ParseException e) {
            return false;
        }
    }

    /** Looked at as it is written: the library makes a text of a number, and 7 would become the person "7". */
    private static boolean hasPlainSubject(String token) {
        try {
            return part(token, 1).get(JwtClaimNames.SUB) instanceof String;
        } catch (ParseException e) {
            return false;
        }
    }

    private static Map<String, Object> part(String token, int number) throws ParseException {
        return JSONObjectUtils.parse(
                new Base64URL(List.of(token.split("\\.", -1)).get(number)).decodeToString());
    }

    private static OAuth2TokenValidator<Jwt> rules(SignIn signIn, Clock clock) {
        var times = new JwtTimestampValidator(SKEW);
        times.setClock(clock);
        return new DelegatingOAuth2TokenValidator<>(
                new JwtTypeValidator("at+jwt", "application/at+jwt"), // RFC 9068; an ID token is refused
                new JwtIssuerValidator(signIn.issuer()),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD, audience -> audience != null && audience.contains(signIn.audience())),
                new JwtClaimValidator<String>(JwtClaimNames.SUB, subject -> subject != null && !subject.isBlank()),
                times,
                new JwtClaimValidator<Instant>(
                        JwtClaimNames.EXP,
                        end -> end != null && end.isBefore(clock.instant().plus(signIn.longestLife()))),
                new JwtClaimValidator<Instant>(
                        JwtClaimNames.IAT,
                        issued -> issued != null
                                && !issued.isAfter(clock.instant().plus(SKEW))),
                AccessTokens::unbound,
                token -> multiFactor(signIn.multiFactor(), token));
    }

    /** RFC 9449, RFC 8705: a token that is bound to a key is good with a proof alone, and here nobody asks for one. */
    private static OAuth2TokenValidatorResult unbound(Jwt token) {
        return token.hasClaim("cnf")
                ? OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN))
                : OAuth2TokenValidatorResult.success();
    }

    private static OAuth2TokenValidatorResult multiFactor(SignIn.MultiFactor demanded, Jwt token) {
        return demanded.isMetBy(token.getClaim("acr"), methods(token.getClaim("amr")))
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(SignIn.MULTI_FACTOR_MISSING));
    }

    private static Collection<?> methods(@Nullable Object claim) {
        return claim instanceof Collection<?> methods ? methods : List.of();
    }
}
