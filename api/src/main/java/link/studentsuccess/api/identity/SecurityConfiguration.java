package link.studentsuccess.api.identity;

import java.net.URI;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter.Mode;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.WebExceptionHandler;

/** Who may call what over HTTP. Which tokens count says {@link AccessTokens}. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    /** A request is by whom its own token names: no session is looked for, nor a cookie read. */
    private static final ServerSecurityContextRepository NO_SESSION = NoOpServerSecurityContextRepository.getInstance();

    private static final String EXPLORER_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'");

    /**
     * The explorer's frame inside the dashboard. Its editor places its lines by style attributes, which no other page may;
     * so it may ask nobody, not even this address: the page around it asks, and holds the token.
     */
    @Bean
    @Order(1)
    SecurityWebFilterChain explorer(ServerHttpSecurity http) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers(HttpMethod.GET, "/explorer.html"))
                .securityContextRepository(NO_SESSION)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .authorizeExchange(paths -> paths.anyExchange().permitAll())
                .headers(headers -> headers.frameOptions(frame -> frame.mode(Mode.SAMEORIGIN))
                        .contentSecurityPolicy(policy -> policy.policyDirectives(EXPLORER_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    @Bean
    SecurityWebFilterChain web(ServerHttpSecurity http, SignIn signIn, WebExceptionHandler httpErrors) {
        return http.securityContextRepository(NO_SESSION)
                .csrf(ServerHttpSecurity.CsrfSpec::disable) // no cookie signs anybody in
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .authorizeExchange(paths -> paths.pathMatchers("/graphql", "/graphql/**", "/files", "/files/**")
                        .authenticated()
                        .pathMatchers(HttpMethod.GET, "/actuator/health/**", "/actuator/health")
                        .permitAll()
                        .pathMatchers("/actuator/**")
                        .denyAll()
                        .pathMatchers(HttpMethod.GET, "/**")
                        .permitAll()
                        .pathMatchers(HttpMethod.HEAD, "/**")
                        .permitAll()
                        .anyExchange()
                        .denyAll())
                .oauth2ResourceServer(server -> server.bearerTokenConverter(new BearerToken())
                        .jwt(jwt -> {})
                        .authenticationEntryPoint((exchange, refused) -> httpErrors.handle(exchange, refused)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (exchange, refused) -> httpErrors.handle(exchange, refused))
                        .accessDeniedHandler((exchange, refused) -> httpErrors.handle(exchange, refused)))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(contentPolicy(signIn)))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    /** Everything comes from this address; only sign-in talks to one other. */
    private static String contentPolicy(SignIn signIn) {
        var issuer = URI.create(signIn.issuer());
        var origin = issuer.getScheme() + "://" + issuer.getAuthority();
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self'",
                "font-src 'self'",
                "manifest-src 'self'",
                "frame-src 'self'",
                "connect-src 'self' " + origin,
                "form-action 'self' " + origin,
                "base-uri 'none'",
                "frame-ancestors 'none'");
    }

    @Bean
    ReactiveJwtDecoder tokens(SignIn signIn, Clock clock) {
        return new AccessTokens(signIn, WebClient.create(), clock);
    }
}
