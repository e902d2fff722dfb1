package link.studentsuccess.connectors.spi;

import org.jspecify.annotations.Nullable;

/**
 * A district's own code beside what it means here. The code and its label go from the connector to the engine only,
 * for mapping; they are shown to nobody.
 *
 * @param canonical absent where the code is not mapped yet
 */
public record Coded<E extends Enum<E>>(
        @Nullable E canonical, String localCode, @Nullable String localLabel) {

    @Override
    public String toString() {
        return "Coded[" + canonical + "]";
    }
}
