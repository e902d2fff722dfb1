package link.studentsuccess.api.hold;

import java.util.List;
import link.studentsuccess.api.graphql.UserError;
import org.jspecify.annotations.Nullable;

/** A note as somebody typed it. */
final class Note {

    private static final int LONGEST = 500;

    private Note() {}

    /** Trimmed, null when there is nothing in it; what is wrong with it goes to the errors. */
    static @Nullable String of(@Nullable String text, List<UserError> errors) {
        var note = text == null ? "" : text.strip();
        if (note.length() > LONGEST || note.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            errors.add(UserError.malformed("input.note", "Use at most " + LONGEST + " readable characters."));
        }
        return note.isEmpty() ? null : note;
    }
}
