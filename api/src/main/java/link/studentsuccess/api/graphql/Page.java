package link.studentsuccess.api.graphql;

import org.jspecify.annotations.Nullable;

/** How much of a list is asked for. */
public final class Page {

    public static final int LARGEST = 100;

    private Page() {}

    /** The size asked for; the usual one when the client sends null. */
    public static int size(@Nullable Integer first, int usual) {
        return within("first", first == null ? usual : first, LARGEST);
    }

    public static int within(String argument, int value, int largest) {
        if (value < 1 || value > largest) {
            throw new BadRequest("'" + argument + "' must be 1 to " + largest + ".");
        }
        return value;
    }
}
