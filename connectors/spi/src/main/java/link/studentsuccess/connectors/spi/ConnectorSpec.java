package link.studentsuccess.connectors.spi;

import java.util.Set;

/**
 * A connector's identity and needs. The settings are described by a JSON Schema; a setting named in {@code secrets}
 * holds a reference ({@code env:} or {@code file:}), never the secret itself.
 */
public record ConnectorSpec(
        String id, String title, String settingsSchema, Set<String> secrets, Set<StreamName> streams) {

    public ConnectorSpec {
        if (!id.matches("[a-z][a-z0-9-]{1,30}")) {
            throw new IllegalArgumentException("A connector id is lower-case letters, digits and hyphens: " + id);
        }
        secrets = Set.copyOf(secrets);
        streams = Set.copyOf(streams);
    }
}
