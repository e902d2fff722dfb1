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

    /** By their length: a thousand of the largest would fill the memory of a small machine. */
    private static final int CHARACTERS = 1_000_000;

    private final Cache<String, PreparsedDocumentEntry> entries = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS)
            .weigher((String text, PreparsedDocumentEntry entry) -> text.length())
            .build();

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
        if (input.getQuery().length() > Limits.CHARACTERS) {
            return CompletableFuture.completedFuture(parseAndValidate.apply(input)); // refused there, and not kept
        }
        return CompletableFuture.completedFuture(entries.get(input.getQuery(), text -> parseAndValidate.apply(input)));
    }

    /** How much is kept now. */
    long characters() {
        entries.cleanUp();
        return entries.policy()
                .eviction()
                .map(held -> held.weightedSize().orElse(0))
                .orElse(0L);
    }
}
