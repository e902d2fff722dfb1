package link.studentsuccess.api.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Parsed and validated documents, cached by their text. Results never are. */
public final class Documents implements PreparsedDocumentProvider {

    private final Cache<String, PreparsedDocumentEntry> entries =
            Caffeine.newBuilder().maximumSize(1_000).build();

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
        if (input.getQuery().length() > Limits.CHARACTERS) {
            return CompletableFuture.completedFuture(parseAndValidate.apply(input)); // refused there, and not kept
        }
        return CompletableFuture.completedFuture(entries.get(input.getQuery(), text -> parseAndValidate.apply(input)));
    }
}
