package link.studentsuccess.api.handover;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import link.studentsuccess.api.access.PlainRefusal;
import link.studentsuccess.api.access.PlainRequest;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** A district's ledger and an organization's own data as files. For whom there is none, there is no such file. */
@Configuration(proxyBeanMethods = false)
class HandOverRoutes {

    private static final String DISTRICT_STUDENT_ID = "District-Student-Id";
    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    /** Before the files that people handed in: their ids look otherwise, but the pattern of their path takes any name. */
    @Bean
    @Order(-1)
    RouterFunction<ServerResponse> handOver(HandOvers handOvers, PlainRequest requests) {
        return RouterFunctions.route()
                .GET("/files/disclosures.csv", request -> {
                    var after = after(request);
                    return file(
                            request,
                            requests,
                            new Asked("exportDisclosures", Role.DISTRICT_STEWARD, "disclosures.csv"),
                            work -> handOvers.disclosures(work, after));
                })
                .GET("/files/disclosure-copy.csv", request -> {
                    var number = districtStudentId(request);
                    return file(
                            request,
                            requests,
                            new Asked("exportDisclosureCopy", Role.DISTRICT_STEWARD, "disclosure-copy.csv"),
                            work -> handOvers.copy(work, number));
                })
                .GET(
                        "/files/participants.csv",
                        request -> file(
                                request,
                                requests,
                                new Asked("exportParticipants", Role.ADMIN, "participants.csv"),
                                handOvers::ownData))
                .build();
    }

    /** The release_id of the last line of the file before. */
    private static @Nullable UUID after(ServerRequest request) {
        try {
            return request.queryParam("after").map(UUID::fromString).orElse(null);
        } catch (IllegalArgumentException e) {
            throw new PlainRefusal(
                    HttpStatus.BAD_REQUEST, "'after' must be the release_id of the last line of the file before.");
        }
    }

    /** In a header: an address is written down by whatever it passes. */
    private static String districtStudentId(ServerRequest request) {
        var number = request.headers().firstHeader(DISTRICT_STUDENT_ID);
        if (number == null || number.isBlank()) {
            throw new PlainRefusal(
                    HttpStatus.BAD_REQUEST, "Send the student's number in the header '" + DISTRICT_STUDENT_ID + "'.");
        }
        return number.strip();
    }

    private static Mono<ServerResponse> file(
            ServerRequest request, PlainRequest requests, Asked asked, Function<UnitOfWork, Mono<String>> lines) {
        return requests.answer(
                        asked.operation(),
                        request.headers().asHttpHeaders(),
                        work -> work.entered()
                                .filter(viewer -> viewer.role() == asked.role())
                                .flatMap(viewer -> lines.apply(work))
                                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND))))
                .flatMap(content -> ServerResponse.ok()
                        .contentType(CSV)
                        .cacheControl(CacheControl.noStore())
                        .headers(headers -> headers.setContentDisposition(ContentDisposition.attachment()
                                .filename(asked.name())
                                .build()))
                        .bodyValue(content));
    }

    /** Which file, and by whom. */
    private record Asked(String operation, Role role, String name) {}
}
