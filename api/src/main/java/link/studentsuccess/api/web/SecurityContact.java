package link.studentsuccess.api.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Where the operator wants to hear of a weakness: RFC 9116. There is no such file until the operator has named it. */
@Configuration(proxyBeanMethods = false)
class SecurityContact {

    /** RFC 9116 recommends less than a year; it is written anew with each answer. */
    private static final Duration GOOD_FOR = Duration.ofDays(180);

    @Bean
    @Order(0)
    RouterFunction<ServerResponse> securityText(@Value("${link.security.contact}") String contact, Clock clock) {
        if (!contact.isEmpty() && !contact.matches("(mailto:|https://|tel:)[!-~]+")) {
            throw new IllegalArgumentException(
                    "link.security.contact must be an address such as mailto:… or https://…: " + contact);
        }
        return RouterFunctions.route()
                .GET(
                        "/.well-known/security.txt",
                        request -> contact.isEmpty()
                                ? Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND))
                                : ServerResponse.ok()
                                        .contentType(MediaType.parseMediaType("text/plain;charset=utf-8"))
                                        .bodyValue(text(contact, clock.instant())))
                .build();
    }

    private static String text(String contact, Instant now) {
        return "Contact: %s\r\nExpires: %s\r\nPreferred-Languages: en, es\r\n"
                .formatted(contact, now.plus(GOOD_FOR).truncatedTo(ChronoUnit.DAYS));
    }
}
