package link.studentsuccess.api.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import link.studentsuccess.api.access.PlainRefusal;
import link.studentsuccess.api.access.PlainRequest;
import link.studentsuccess.api.graphql.BadRequest;
import link.studentsuccess.api.graphql.Id;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** The body of a file comes and goes outside of GraphQL; who may, its transaction says as everywhere. */
@Configuration(proxyBeanMethods = false)
class FileRoutes {

    private static final int MOST_BYTES = 10 * 1024 * 1024;

    private static final String TOO_MANY =
            "So many files come in at this moment that yours has to wait: send it again in a minute, with the same ticket.";

    @Bean
    @Order(0)
    RouterFunction<ServerResponse> uploadAndRead(Files files, PlainRequest requests, FileLimits limits) {
        var places = new Semaphore(limits.atOnce());
        return RouterFunctions.route()
                .POST("/files", request -> inPlace(request, requests, places, upload(request, files, requests)))
                .GET("/files/{id}", request -> read(request, files, requests))
                .build();
    }

    /** So many at the same time and no more; whoever has to wait keeps the ticket. */
    private static Mono<ServerResponse> inPlace(
            ServerRequest request, PlainRequest requests, Semaphore places, Mono<ServerResponse> upload) {
        return Mono.using(
                places::tryAcquire,
                isFree -> isFree
                        ? upload
                        : requests.turnedAway(request.headers().asHttpHeaders(), "TOO_MANY_FILES")
                                .then(Mono.error(() -> new PlainRefusal(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY))),
                wasFree -> places.release(wasFree ? 1 : 0));
    }

    /**
     * The ticket is spent before the body is read: nobody sends ten mebibytes in vain, and none are held for a stranger or
     * for the second use of one ticket.
     */
    private static Mono<ServerResponse> upload(ServerRequest request, Files files, PlainRequest requests) {
        var headers = request.headers().asHttpHeaders();
        var ticket = headers.getFirst("Upload-Ticket");
        if (ticket == null) {
            return Mono.error(new PlainRefusal(
                    HttpStatus.BAD_REQUEST,
                    "Send the ticket that requestUpload has answered as the header 'Upload-Ticket'."));
        }
        var hash = Tickets.hash(ticket);
        return requests.answer(
                        "spendTicket",
                        headers,
                        work -> files.spend(work, hash)
                                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.GONE))))
                .flatMap(purpose -> body(request, purpose)
                        .flatMap(content -> requests.answer("uploadFile", headers, work -> {
                            var type = MediaTypes.of(content, purpose);
                            return type == null
                                    ? Mono.error(new PlainRefusal(
                                            HttpStatus.UNSUPPORTED_MEDIA_TYPE, MediaTypes.wanted(purpose)))
                                    : files.fill(work, hash, type, content)
                                            .switchIfEmpty(
                                                    Mono.error(() -> new ResponseStatusException(HttpStatus.GONE)));
                        })))
                .flatMap(id -> ServerResponse.status(HttpStatus.CREATED)
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(Map.of("fileId", Id.FILE.of(id))));
    }

    private static Mono<byte[]> body(ServerRequest request, String purpose) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), MOST_BYTES)
                .onErrorMap(
                        DataBufferLimitException.class,
                        e -> new PlainRefusal(
                                HttpStatus.CONTENT_TOO_LARGE,
                                "The file is larger than 10 MiB: " + MediaTypes.smaller(purpose)
                                        + ", and ask for a new ticket."))
                .map(FileRoutes::bytes)
                .filter(content -> content.length > 0)
                .switchIfEmpty(Mono.error(() -> new PlainRefusal(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "The file is empty: send its content as the body, and ask for a new ticket.")));
    }

    private static byte[] bytes(DataBuffer buffer) {
        var content = new byte[buffer.readableByteCount()];
        buffer.read(content);
        DataBufferUtils.release(buffer);
        return content;
    }

    private static byte[] array(ByteBuffer buffer) {
        var content = new byte[buffer.remaining()];
        buffer.get(content);
        return content;
    }

    private static Mono<ServerResponse> read(ServerRequest request, Files files, PlainRequest requests) {
        return requests.answer(
                        "readFile",
                        request.headers().asHttpHeaders(),
                        work -> Mono.fromSupplier(() -> Id.FILE.key(request.pathVariable("id")))
                                .flatMap(id -> files.read(work, id))
                                .onErrorMap(BadRequest.class, e -> new ResponseStatusException(HttpStatus.NOT_FOUND))
                                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND))))
                .flatMap(content -> ServerResponse.ok()
                        .contentType(MediaType.parseMediaType(content.mediaType()))
                        .cacheControl(CacheControl.noStore())
                        .headers(headers -> headers.setContentDisposition(ContentDisposition.attachment()
                                .filename(Objects.requireNonNull(content.name()), StandardCharsets.UTF_8)
                                .build()))
                        .bodyValue(new ByteArrayResource(array(content.bytes()))));
    }
}
