package link.studentsuccess.api.districtprogram;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A stay of a student in a program of the district; which of the words it has depends on the program. */
record ProgramPeriod(
        Words words, LocalDate begins, @Nullable LocalDate ends, boolean current) {

    /** The standard words of the row. */
    record Words(
            @Nullable String status,
            @Nullable String environment,
            @Nullable String languageProgram) {}

    public @Nullable String status() {
        return words.status();
    }

    public @Nullable String environment() {
        return words.environment();
    }

    public @Nullable String languageProgram() {
        return words.languageProgram();
    }
}
