package link.studentsuccess.api.file;

import graphql.GraphQLContext;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Asking for a place for a file. */
@Controller
class FileResolver {

    private static final int LONGEST_NAME = 200;

    private static final UserError TOO_MANY = UserError.notAllowed(
            "input", "You have asked for as many places within an hour as one person may: go on in an hour.");

    private final Files files;

    /** What for, as the client sends it. */
    record RequestUploadInput(String purpose, String name) {}

    record RequestUploadPayload(
            @Nullable String fileId, @Nullable String ticket, List<UserError> errors) {}

    FileResolver(Files files) {
        this.files = files;
    }

    @MutationMapping
    Mono<RequestUploadPayload> requestUpload(@Argument RequestUploadInput input, GraphQLContext context) {
        var name = Typed.trimmed(input.name());
        var problem = name == null ? "Say the name of the file." : Typed.problem(name, LONGEST_NAME);
        if (name == null || problem != null) {
            var error = UserError.malformed("input.name", String.valueOf(problem));
            return Mono.just(new RequestUploadPayload(null, null, List.of(error)));
        }
        var id = UUID.randomUUID();
        var ticket = Tickets.next();
        return files.ask(UnitOfWork.in(context), id, Tickets.hash(ticket), input.purpose(), name)
                .map(isThere -> isThere
                        ? new RequestUploadPayload(Id.FILE.of(id), ticket, List.of())
                        : new RequestUploadPayload(null, null, List.of(TOO_MANY)));
    }
}
