package link.studentsuccess.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * An OpenID provider with the demo's people: a sign-in page for browsers, one address that gives a token for a username
 * and password, and, for tests, tokens of any kind. Its signing key outlives a restart, and so do its tokens.
 */
public final class SignInServer implements AutoCloseable {

    /** What the API expects in {@code aud}. */
    public static final String AUDIENCE = "student-success-link";

    /** The browser application, a public client. */
    public static final String WEB_CLIENT = "web-client";

    static final String ACCESS_TOKEN_TYPE = "at+jwt";
    static final int LIFETIME_SECONDS = 3_600;

    /** The scope that a token has when none is asked for. */
    public static final String ALL_STUDENT_DATA = "student-data";

    static final List<String> SCOPES = List.of(
            ALL_STUDENT_DATA, "student-data:attendance", "student-data:enrollment", "openid", "profile", "email");

    /** Where the server listens, which pages may sign in, and how a person's password is found. */
    record Setup(int port, List<String> origins, Function<Account, String> passwords, RSAKey key, DemoMail mail) {
        String issuer() {
            return "http://localhost:" + port;
        }
    }

    private final Setup setup;
    private final ConfigurableApplicationContext context;

    private SignInServer(Setup setup) {
        this.setup = setup;
        this.context = new SpringApplicationBuilder(SignInConfiguration.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .initializers(starting -> ((GenericApplicationContext) starting).registerBean(Setup.class, () -> setup))
                .run(
                        // Not application.yml: that is the API's.
                        "--spring.config.name=demo-sign-in",
                        "--server.address=127.0.0.1",
                        "--server.port=" + setup.port(),
                        "--server.shutdown=immediate",
                        // Cookies know no ports: every server on localhost sees them.
                        "--server.servlet.session.cookie.name=demo-sign-in",
                        "--logging.level.root=warn",
                        "--logging.include-application-name=false");
    }

    static SignInServer start(int port, List<String> origins, Secrets secrets, DemoMail mail) {
        var key = parse(secrets.kept("sign-in-key", () -> newKey().toJSONString()));
        Function<Account, String> passwords = account -> secrets.password("person-" + account.username());
        return new SignInServer(new Setup(port, List.copyOf(origins), passwords, key, mail));
    }

    public String issuer() {
        return setup.issuer();
    }

    /** Gives a token for a username and password by HTTP Basic. */
    public String tokenEndpoint() {
        return setup.issuer() + "/demo/token";
    }

    public String password(Account account) {
        return setup.passwords().apply(account);
    }

    /** A valid token of this person for all student data. */
    public String token(Person person) {
        return token(person, ALL_STUDENT_DATA);
    }

    /** A valid token of this person with the scopes, separated by spaces. */
    public String token(Person person, String scope) {
        return mint(person.subject(), claims -> claims.claim("scope", scope), headers -> {});
    }

    /** Signed with the right key, and with whatever claims and headers a test wants to see refused. */
    public String mint(String subject, Consumer<JwtClaimsSet.Builder> claims, Consumer<JwsHeader.Builder> headers) {
        return sign(setup.key(), setup.issuer(), subject, claims, headers);
    }

    /** Right in everything but the key, which this issuer does not publish. */
    public String forge(String subject) {
        return sign(newKey(), setup.issuer(), subject, claims -> {}, headers -> {});
    }

    /** What the API needs of a person who was invited: the issuer's word that the e-mail address is theirs. */
    static Map<String, Object> verifiedEmail(Account account) {
        return Map.of("email", account.email(), "email_verified", true);
    }

    static String accessToken(Setup setup, Account account, String scope, String client) {
        return sign(
                setup.key(),
                setup.issuer(),
                account.subject(),
                claims -> claims.claim("scope", scope)
                        .claim("client_id", client)
                        .claims(all -> all.putAll(verifiedEmail(account))),
                headers -> {});
    }

    private static String sign(
            RSAKey key,
            String issuer,
            String subject,
            Consumer<JwtClaimsSet.Builder> claims,
            Consumer<JwsHeader.Builder> headers) {
        var now = Instant.now();
        var claimsBuilder = JwtClaimsSet.builder()
                .id(UUID.randomUUID().toString())
                .issuer(issuer)
                .subject(subject)
                .audience(List.of(AUDIENCE))
                .issuedAt(now)
                .notBefore(now)
                .expiresAt(now.plusSeconds(LIFETIME_SECONDS))
                .claim("scope", ALL_STUDENT_DATA)
                .claim("client_id", "test");
        claims.accept(claimsBuilder);
        var header =
                JwsHeader.with(SignatureAlgorithm.RS256).keyId(key.getKeyID()).type(ACCESS_TOKEN_TYPE);
        headers.accept(header);
        var encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key)));
        return encoder.encode(JwtEncoderParameters.from(header.build(), claimsBuilder.build()))
                .getTokenValue();
    }

    @Override
    public void close() {
        context.close();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2_048)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey parse(String json) {
        try {
            return RSAKey.parse(json);
        } catch (ParseException e) {
            throw new DemoProblem("The sign-in key in the demo's data folder is damaged: start with -Ddemo.fresh.", e);
        }
    }
}
