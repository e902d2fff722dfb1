package link.studentsuccess.demo;

import static org.springframework.http.MediaType.TEXT_HTML;
import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import link.studentsuccess.demo.SignInServer.Setup;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * The sign-in server's beans. Its auto-configurations are named one by one: everything else on the class path belongs to
 * the API, which runs in the same process.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
})
@Import({SignInPage.class, MailPage.class, TokenByPassword.class})
class SignInConfiguration {

    @Bean
    @Order(1)
    SecurityFilterChain protocol(HttpSecurity http) {
        return http.oauth2AuthorizationServer(server -> {
                    http.securityMatcher(server.getEndpointsMatcher());
                    server.oidc(withDefaults());
                })
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .cors(withDefaults())
                .exceptionHandling(problems -> problems.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/sign-in"), new MediaTypeRequestMatcher(TEXT_HTML)))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain tokenByPassword(HttpSecurity http) {
        return http.securityMatcher("/demo/token")
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .httpBasic(basic -> basic.authenticationEntryPoint(TokenByPassword::refuse))
                .exceptionHandling(problems -> problems.authenticationEntryPoint(TokenByPassword::refuse))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain page(HttpSecurity http, Setup setup) {
        return http.authorizeHttpRequests(
                        requests -> requests.requestMatchers("/sign-in", "/sign-in.css", "/mail", "/error")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .formLogin(form -> form.loginPage("/sign-in"))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(
                        // Browsers apply form-action to the redirect that follows, too.
                        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action"
                                + " 'self' " + String.join(" ", setup.origins()))))
                .build();
    }

    @Bean
    UserDetailsService people(Setup setup) {
        var users = Account.all().stream()
                .map(account -> User.withUsername(account.username())
                        // In plain words, since the demo prints it; random per data folder.
                        .password("{noop}" + setup.passwords().apply(account))
                        .authorities(List.of())
                        .build())
                .toList();
        return new InMemoryUserDetailsManager(users);
    }

    @Bean
    RegisteredClientRepository clients(Setup setup) {
        var webClient = RegisteredClient.withId(SignInServer.WEB_CLIENT)
                .clientId(SignInServer.WEB_CLIENT)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUris(uris -> setup.origins().forEach(origin -> uris.add(origin + "/signed-in")))
                .postLogoutRedirectUris(uris -> setup.origins().forEach(origin -> uris.add(origin + "/signed-out")))
                .scopes(scopes -> scopes.addAll(SignInServer.SCOPES))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(Duration.ofSeconds(SignInServer.LIFETIME_SECONDS))
                        .build())
                .build();
        return new InMemoryRegisteredClientRepository(webClient);
    }

    @Bean
    AuthorizationServerSettings settings(Setup setup) {
        return AuthorizationServerSettings.builder().issuer(setup.issuer()).build();
    }

    @Bean
    JWKSource<SecurityContext> keys(Setup setup) {
        return new ImmutableJWKSet<>(new JWKSet(setup.key()));
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    /** Access tokens by RFC 9068, with the e-mail address by which an invitation is accepted; ID tokens with the person's name, for the page's greeting only. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> tokens() {
        return token -> {
            var principal = token.getPrincipal();
            if (principal == null) {
                return;
            }
            var account = TokenByPassword.account(principal.getName());
            token.getClaims().subject(account.subject());
            if (OAuth2TokenType.ACCESS_TOKEN.equals(token.getTokenType())) {
                token.getJwsHeader().type(SignInServer.ACCESS_TOKEN_TYPE);
                token.getClaims()
                        .audience(List.of(SignInServer.AUDIENCE))
                        .claim("scope", String.join(" ", token.getAuthorizedScopes()))
                        .claim("client_id", token.getRegisteredClient().getClientId())
                        .claims(claims -> claims.putAll(SignInServer.verifiedEmail(account)));
                return;
            }
            token.getClaims().claims(claims -> claims.putAll(profile(account)));
        };
    }

    private static Map<String, Object> profile(Account account) {
        return Map.of(
                "preferred_username", account.username(),
                "given_name", account.givenName(),
                "family_name", account.familyName(),
                "name", account.fullName());
    }

    @Bean
    CorsConfigurationSource corsConfigurationSource(Setup setup) {
        var cors = new CorsConfiguration();
        cors.setAllowedOrigins(setup.origins());
        cors.setAllowedMethods(List.of("GET", "POST"));
        cors.setAllowedHeaders(List.of("Authorization", "Content-Type", "X-Requested-With"));
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", cors);
        return source;
    }
}
