package link.studentsuccess.api.graphql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret given by reference: {@code env:NAME} or {@code file:/path}. The secret itself is in no configuration. */
public record SecretReference(String reference) {

    public SecretReference {
        if (!reference.startsWith("env:") && !reference.startsWith("file:")) {
            throw new IllegalArgumentException("A secret is given by reference: env:NAME or file:/path");
        }
    }

    public byte[] read() {
        if (reference.startsWith("env:")) {
            var value = System.getenv(reference.substring(4));
            if (value == null) {
                throw new IllegalStateException("The environment variable of " + reference + " is not set");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Files.readAllBytes(Path.of(reference.substring(5)));
        } catch (IOException e) {
            throw new UncheckedIOException("The file of " + reference + " cannot be read", e);
        }
    }
}
