package link.studentsuccess.api.sheet;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** For anybody: a district reads it before it signs. */
@Configuration(proxyBeanMethods = false)
class SheetRoutes {

    @Bean
    @Order(0)
    RouterFunction<ServerResponse> sheetForAnybody(SecuritySheet sheet) {
        return RouterFunctions.route()
                .GET(
                        "/security-sheet",
                        request -> sheet.page()
                                .flatMap(page -> ServerResponse.ok()
                                        .contentType(MediaType.TEXT_HTML)
                                        .cacheControl(CacheControl.noCache())
                                        .bodyValue(page)))
                .build();
    }
}
