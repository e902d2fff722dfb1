package link.studentsuccess.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.InvalidSyntaxError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.SourceLocation;
import graphql.parser.Parser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is kept of documents: so much and no more. */
class DocumentsTests {

    private final Documents documents = new Documents();
    private final AtomicInteger parsed = new AtomicInteger();

    @Test
    @DisplayName("attack 154: however many documents are sent, the cache holds no more than its bytes of them")
    void cacheIsBounded() {
        var comment = "#" + "x".repeat(10_000) + "\n";
        for (var i = 0; i < 5_000; i++) {
            ask(comment + "{ a" + i + " }");
        }

        assertThat(documents.bytes()).isBetween(Documents.MOST_BYTES / 2L, (long) Documents.MOST_BYTES);
        assertThat(parsed).hasValue(5_000);
    }

    @Test
    @DisplayName("attack 154: a document counts as the tree that it becomes, not as its text")
    void aShortTextIsALargeTree() {
        ask("{" + " a".repeat(990) + " }");

        assertThat(documents.bytes()).as("of 2 kB of text").isBetween(90_000L, 200_000L);
    }

    @Test
    @DisplayName("attack 154: what is not valid is not kept, however often it is sent")
    void whatIsNotValidIsNotKept() {
        for (var i = 0; i < 3; i++) {
            ask("{ a ");
        }

        assertThat(documents.bytes()).isZero();
        assertThat(parsed).hasValue(3);
    }

    @Test
    void knownDocumentIsParsedOnce() {
        ask("{ a }");
        ask("{ a }");

        assertThat(parsed).hasValue(1);
    }

    private void ask(String text) {
        documents
                .getDocumentAsync(ExecutionInput.newExecutionInput(text).build(), input -> {
                    parsed.incrementAndGet();
                    return text.endsWith("}")
                            ? new PreparsedDocumentEntry(Parser.parse(text))
                            : new PreparsedDocumentEntry(new InvalidSyntaxError(new SourceLocation(1, 1), "no end"));
                })
                .join();
    }
}
