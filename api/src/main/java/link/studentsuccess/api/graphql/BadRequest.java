package link.studentsuccess.api.graphql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request cannot be carried out as it is written; the message says what to change and repeats no value. */
public final class BadRequest extends RuntimeException {

    private final @Nullable String value;

    public BadRequest(String message) {
        this(message, null);
    }

    private BadRequest(String message, @Nullable String value) {
        super(message);
        this.value = value;
    }

    /** What is wrong with a value, wherever it stands; the sentence goes on from there. */
    static BadRequest of(String value, String sentence) {
        return new BadRequest(sentence, value);
    }

    /** The sentence, with the argument that it is about, such as input.staffId. */
    public String message(Map<String, ?> arguments) {
        if (value == null) {
            return String.valueOf(getMessage());
        }
        var path = Arguments.path(arguments, value::equals);
        return (path == null ? "A value here" : "'" + path + "'") + " " + getMessage();
    }
}
