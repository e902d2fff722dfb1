package link.studentsuccess.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.parser.Parser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is kept of documents: so much and no more. */
class DocumentsTests {

    private final Documents documents = new Documents();
    private final AtomicInteger parsed = new AtomicInteger();

    @Test
    @DisplayName(
            "attack 154: however many documents are sent, the cache holds no more than a million characters of them")
    void cacheIsBounded() {
        var comment = "#" + "x".repeat(10_000) + "\n";
        for (var i = 0; i < 500; i++) {
            ask(comment + "{ a" + i + " }");
        }

        assertThat(documents.characters()).isBetween(500_000L, 1_000_000L);
        assertThat(parsed).hasValue(500);
    }

    @Test
    void knownDocumentIsParsedOnceAndALongOneIsNotKept() {
        ask("{ a }");
        ask("{ a }");
        ask("{ a }" + " ".repeat(Limits.CHARACTERS));
        ask("{ a }" + " ".repeat(Limits.CHARACTERS));

        assertThat(parsed).hasValue(3);
    }

    private void ask(String text) {
        documents
                .getDocumentAsync(ExecutionInput.newExecutionInput(text).build(), input -> {
                    parsed.incrementAndGet();
                    return new PreparsedDocumentEntry(Parser.parse("{ a }"));
                })
                .join();
    }
}
