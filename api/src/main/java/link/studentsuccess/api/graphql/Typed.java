package link.studentsuccess.api.graphql;

import org.jspecify.annotations.Nullable;

/** What people typed: without space around it, readable and not too long. */
public final class Typed {

    private Typed() {}

    /** Without the space around it; null when nothing is left. */
    public static @Nullable String trimmed(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** What is wrong with it, as a sentence; null when it can be stored. */
    public static @Nullable String problem(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        if (text.codePoints().anyMatch(Typed::isUnreadable)) {
            return "Use readable characters only, on one line.";
        }
        return text.length() > longest ? "Use at most " + longest + " characters." : null;
    }

    /** Control characters, and those that turn the direction of what follows: a list would show another text. */
    private static boolean isUnreadable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
