package link.studentsuccess.api.graphql;

/** How much of a list is asked for. */
public final class Page {

    public static final int LARGEST = 100;

    private Page() {}

    public static int size(int first) {
        return within("first", first, LARGEST);
    }

    public static int within(String argument, int value, int largest) {
        if (value < 1 || value > largest) {
            throw new BadRequest("'" + argument + "' must be 1 to " + largest + ".");
        }
        return value;
    }
}
