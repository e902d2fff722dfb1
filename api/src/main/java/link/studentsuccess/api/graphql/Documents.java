package link.studentsuccess.api.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.language.Node;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Parsed documents that are valid, cached by their text. Results never are. */
public final class Documents implements PreparsedDocumentProvider {

    /** Of all together. A document is held as a tree, which takes fifty times the room of a dense text. */
    static final int MOST_BYTES = 32 * 1024 * 1024;

    /** What a node takes with its list of children and its place in the text, measured. */
    private static final int NODE = 100;

    private final Cache<String, PreparsedDocumentEntry> entries = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((String text, PreparsedDocumentEntry entry) -> text.length() + NODE * nodes(entry.getDocument()))
            .build();

    /** What is not valid is not kept: it costs its sender little to make ever new ones. */
    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
        var known = entries.getIfPresent(input.getQuery());
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        var entry = parseAndValidate.apply(input);
        if (!entry.hasErrors()) {
            entries.put(input.getQuery(), entry);
        }
        return CompletableFuture.completedFuture(entry);
    }

    private static int nodes(Node<?> node) {
        var nodes = 1;
        for (Node<?> child : node.getChildren()) {
            nodes += nodes(child);
        }
        return nodes;
    }

    /** About how many bytes are kept now. */
    long bytes() {
        entries.cleanUp();
        return entries.policy()
                .eviction()
                .map(held -> held.weightedSize().orElse(0))
                .orElse(0L);
    }
}
