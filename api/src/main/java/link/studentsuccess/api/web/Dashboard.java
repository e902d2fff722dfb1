package link.studentsuccess.api.web;

import java.util.Map;
import link.studentsuccess.api.graphql.Introspection;
import link.studentsuccess.api.identity.SignIn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** The dashboard from the jar: its one page for every path of its own, where its people sign in, and whether it has an explorer. */
@Configuration(proxyBeanMethods = false)
class Dashboard {

    @Bean
    RouterFunction<ServerResponse> page(SignIn signIn, Introspection introspection) {
        var page = new ClassPathResource("static/index.html");
        var ownPath = RequestPredicates.GET("/**")
                .and(RequestPredicates.accept(MediaType.TEXT_HTML))
                .and(request -> !request.path().contains(".") && !request.path().startsWith("/actuator"));
        return RouterFunctions.route()
                .GET(
                        "/client-config",
                        request -> ServerResponse.ok()
                                .cacheControl(CacheControl.noCache())
                                .bodyValue(Map.of(
                                        "issuer", signIn.issuer(),
                                        "clientId", signIn.clientId(),
                                        "explorer", introspection.enabled())))
                .route(
                        RequestPredicates.GET("/explorer.html").and(request -> !introspection.enabled()),
                        request -> Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND)))
                .route(
                        ownPath,
                        request -> ServerResponse.ok()
                                .contentType(MediaType.TEXT_HTML)
                                .cacheControl(CacheControl.noCache())
                                .bodyValue(page))
                .build();
    }
}
