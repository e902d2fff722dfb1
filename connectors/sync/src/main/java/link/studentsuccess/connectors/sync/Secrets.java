package link.studentsuccess.connectors.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;

/** Secrets by reference: {@code env:NAME} or {@code file:/path}; never the secret itself in a feed's settings. */
final class Secrets {

    private Secrets() {}

    static String resolve(String reference) {
        if (reference.startsWith("env:")) {
            var value = System.getenv(reference.substring("env:".length()));
            if (value == null || value.isBlank()) {
                throw new ConfigProblem("A secret names an environment variable that is not set.");
            }
            return value;
        }
        if (reference.startsWith("file:")) {
            return read(Path.of(reference.substring("file:".length())));
        }
        throw new ConfigProblem("A secret must be a reference that begins with env: or file:.");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ConfigProblem("A secret names a file that cannot be read.");
        }
    }
}
