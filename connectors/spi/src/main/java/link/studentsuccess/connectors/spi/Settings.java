package link.studentsuccess.connectors.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A feed's settings, read by name. A missing or malformed one is a {@link ConnectorProblem.ConfigProblem}. */
public record Settings(Map<String, String> values) {

    public Settings {
        values = Map.copyOf(values);
    }

    public String text(String name) {
        var value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new ConnectorProblem.ConfigProblem("The setting '" + name + "' is missing: add it to the feed.");
        }
        return value;
    }

    public @Nullable String textOrNull(String name) {
        var value = values.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    public String textOr(String name, String fallback) {
        var value = textOrNull(name);
        return value == null ? fallback : value;
    }

    public int numberOr(String name, int fallback) {
        var value = textOrNull(name);
        if (value == null) {
            return fallback;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ConnectorProblem.ConfigProblem("The setting '" + name + "' must be a whole number.");
        }
    }

    public boolean flagOr(String name, boolean fallback) {
        var value = textOrNull(name);
        return value == null ? fallback : Boolean.parseBoolean(value);
    }

    /** Names only: a value may be an address or an account. */
    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
