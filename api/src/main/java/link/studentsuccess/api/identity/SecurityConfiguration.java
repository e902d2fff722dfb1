package link.studentsuccess.api.identity;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.WebExceptionHandler;

/** Who may call what over HTTP. Which tokens count says {@link AccessTokens}. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    @Bean
    SecurityWebFilterChain web(ServerHttpSecurity http, WebExceptionHandler httpErrors, Measurements measurements) {
        // A request is by whom its own token names: no session is looked for, nor a cookie read.
        return http.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .csrf(ServerHttpSecurity.CsrfSpec::disable) // no cookie signs anybody in
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .authorizeExchange(paths -> paths.pathMatchers("/graphql", "/graphql/**", "/files", "/files/**")
                        .authenticated()
                        .pathMatchers(HttpMethod.GET, "/actuator/health/**", "/actuator/health")
                        .permitAll()
                        .matchers(measurements)
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
                .headers(
                        ServerHttpSecurity.HeaderSpec
                                ::disable) // web/AnswerHeaders writes them, on what never gets here too
                .build();
    }

    @Bean
    ReactiveJwtDecoder tokens(SignIn signIn, Clock clock) {
        return new AccessTokens(signIn, WebClient.create(), clock);
    }
}
