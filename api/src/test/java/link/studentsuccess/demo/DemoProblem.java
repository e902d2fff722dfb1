package link.studentsuccess.demo;

import org.jspecify.annotations.Nullable;

/** Why the demo cannot start, in one sentence that says what to do. */
public final class DemoProblem extends RuntimeException {

    DemoProblem(String sentence) {
        this(sentence, null);
    }

    DemoProblem(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
