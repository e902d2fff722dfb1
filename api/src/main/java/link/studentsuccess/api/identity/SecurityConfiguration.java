package link.studentsuccess.api.identity;

import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.server.WebExceptionHandler;

/** Who may call what over HTTP, and which tokens count. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    @Bean
    SecurityWebFilterChain web(ServerHttpSecurity http, WebExceptionHandler httpErrors) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable) // no cookie signs anybody in
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
                .oauth2ResourceServer(server -> server.jwt(jwt -> {})
                        .authenticationEntryPoint((exchange, refused) -> httpErrors.handle(exchange, refused)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (exchange, refused) -> httpErrors.handle(exchange, refused))
                        .accessDeniedHandler((exchange, refused) -> httpErrors.handle(exchange, refused)))
                .headers(
                        ServerHttpSecurity.HeaderSpec
                                ::disable) // web/AnswerHeaders writes them, on what never gets here too
                .build();
    }

    /** Issuer, audience, algorithm, type and expiry are pinned; the key set is looked up when it is first needed. */
    @Bean
    ReactiveJwtDecoder tokens(SignIn signIn) {
        return new SupplierReactiveJwtDecoder(() -> {
            var decoder = NimbusReactiveJwtDecoder.withIssuerLocation(signIn.issuer())
                    .jwsAlgorithm(SignatureAlgorithm.RS256)
                    .validateType(false) // by the validator below
                    .build();
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    accessTokenType(),
                    new JwtIssuerValidator(signIn.issuer()),
                    new JwtClaimValidator<List<String>>(
                            JwtClaimNames.AUD, audience -> audience != null && audience.contains(signIn.audience())),
                    new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull),
                    new JwtClaimValidator<String>(JwtClaimNames.SUB, subject -> subject != null && !subject.isBlank()),
                    new JwtTimestampValidator()));
            return decoder;
        });
    }

    /** RFC 9068: an access token says so; an ID token is refused. */
    private static JwtTypeValidator accessTokenType() {
        return new JwtTypeValidator("at+jwt", "application/at+jwt");
    }
}
