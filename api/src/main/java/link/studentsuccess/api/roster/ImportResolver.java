package link.studentsuccess.api.roster;

import graphql.GraphQLContext;
import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.access.Role;
import link.studentsuccess.api.access.UnitOfWork;
import link.studentsuccess.api.graphql.Connection;
import link.studentsuccess.api.graphql.Cursors;
import link.studentsuccess.api.graphql.Id;
import link.studentsuccess.api.graphql.IdempotencyKey;
import link.studentsuccess.api.graphql.Page;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Asking for an import, and looking how far it is. */
@Controller
class ImportResolver {

    private static final int USUAL = 25;
    private static final String LIST = "participantImports";

    private final Imports imports;
    private final Cursors cursors;

    record ImportParticipantsInput(String idempotencyKey, String fileId) {}

    record ImportParticipantsPayload(@Nullable ParticipantImport participantImport, List<UserError> errors) {}

    ImportResolver(Imports imports, Cursors cursors) {
        this.imports = imports;
        this.cursors = cursors;
    }

    @MutationMapping
    Mono<ImportParticipantsPayload> importParticipants(
            @Argument ImportParticipantsInput input, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var file = Id.FILE.key(input.fileId());
        return work.entered().flatMap(viewer -> {
            var key = IdempotencyKey.id(viewer.membership(), "importParticipants", input.idempotencyKey());
            return imports.one(work, key)
                    .switchIfEmpty(Mono.defer(() -> imports.isImportable(work, file))
                            .filter(importable -> importable)
                            .flatMap(importable -> imports.ask(work, key, file))
                            .flatMap(asked -> imports.one(work, key)))
                    .map(asked -> new ImportParticipantsPayload(asked, List.of()))
                    .defaultIfEmpty(
                            new ImportParticipantsPayload(
                                    null,
                                    List.of(
                                            UserError.notFound(
                                                    "input.fileId",
                                                    "You have uploaded no such file with the purpose PARTICIPANT_IMPORT, or it is imported already: upload it anew."))));
        });
    }

    @QueryMapping
    Mono<ParticipantImport> participantImport(@Argument String id, GraphQLContext context) {
        return imports.one(UnitOfWork.in(context), Id.PARTICIPANT_IMPORT.key(id));
    }

    @QueryMapping
    Mono<Connection<ParticipantImport>> participantImports(
            @Argument @Nullable Integer first, @Argument @Nullable String after, GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var size = Page.size(first, USUAL);
        return work.entered()
                .filter(viewer -> viewer.role() == Role.ADMIN || viewer.role() == Role.PROGRAM_MANAGER)
                .flatMap(viewer -> imports.page(work, cursors.entry(LIST, viewer.membership(), after), size + 1)
                        .map(rows -> Connection.ofOneMore(
                                rows, row -> cursors.cursor(LIST, viewer.membership(), row.key()), size)));
    }

    @SchemaMapping
    Mono<Connection<RefusedRow>> refusedRows(
            ParticipantImport participantImport,
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            GraphQLContext context) {
        var work = UnitOfWork.in(context);
        var size = Page.size(first, Page.LARGEST);
        var list = "refusedRows " + participantImport.key();
        return work.entered().flatMap(viewer -> {
            var entry = cursors.entry(list, viewer.membership(), after);
            var before = entry == null ? 0 : (int) entry.getLeastSignificantBits();
            return imports.refusedRows(work, participantImport.key(), before, size + 1)
                    .map(rows -> Connection.ofOneMore(
                            rows, row -> cursors.cursor(list, viewer.membership(), new UUID(0, row.row())), size));
        });
    }
}
