package link.studentsuccess.api.graphql;

import org.jspecify.annotations.Nullable;

/** Text as a client sends it. */
public final class Text {

    private Text() {}

    /** The same text; one that no database takes is the client's mistake. */
    public static @Nullable String of(String argument, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw new BadRequest("'" + argument + "' holds a character that no text has.");
        }
        return value;
    }
}
