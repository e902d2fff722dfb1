package link.studentsuccess.api.graphql;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where in the arguments of a field a value stands, so that an error names the place and not the value. */
final class Arguments {

    private Arguments() {}

    /** The path of the first such value, such as input.consents.0.ends; null when there is none. */
    static @Nullable String path(Map<String, ?> arguments, Predicate<Object> such) {
        for (var argument : arguments.entrySet()) {
            var path = path(argument.getKey(), argument.getValue(), such);
            if (path != null) {
                return path;
            }
        }
        return null;
    }

    private static @Nullable String path(String place, @Nullable Object value, Predicate<Object> such) {
        if (value instanceof Map<?, ?> input) {
            for (var field : input.entrySet()) {
                var path = path(place + "." + field.getKey(), field.getValue(), such);
                if (path != null) {
                    return path;
                }
            }
            return null;
        }
        if (value instanceof List<?> list) {
            for (var n = 0; n < list.size(); n++) {
                var path = path(place + "." + n, list.get(n), such);
                if (path != null) {
                    return path;
                }
            }
            return null;
        }
        return value != null && such.test(value) ? place : null;
    }
}
