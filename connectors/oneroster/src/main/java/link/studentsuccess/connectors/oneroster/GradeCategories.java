package link.studentsuccess.connectors.oneroster;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.GradeRecord.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Which categories of line items are grades, by their titles. OneRoster tells a grade from an assignment by nothing else,
 * so what is not named here is an assignment.
 */
record GradeCategories(Map<String, Kind> kinds) {

    static final String DEFAULT = "progress: Grade in progress, Current grade;"
            + " period: Grading period grade, Term grade, Quarter grade, Marking period grade;"
            + " final: Final grade, Semester grade, Course grade";

    private static final Map<String, Kind> WORDS =
            Map.of("progress", Kind.PROGRESS, "period", Kind.GRADING_PERIOD, "final", Kind.FINAL);

    GradeCategories {
        kinds = Map.copyOf(kinds);
    }

    static GradeCategories parse(String setting) {
        var kinds = new HashMap<String, Kind>();
        for (var group : setting.split(";", -1)) {
            var parts = group.split(":", 2);
            var kind = WORDS.get(folded(parts[0]));
            if (kind == null || parts.length < 2) {
                throw malformed();
            }
            for (var title : parts[1].split(",", -1)) {
                if (folded(title).isEmpty() || kinds.put(folded(title), kind) != null) {
                    throw malformed();
                }
            }
        }
        return new GradeCategories(kinds);
    }

    private static ConfigProblem malformed() {
        return new ConfigProblem("The setting 'gradeCategories' must name each title once, such as"
                + " 'progress: Grade in progress; period: Quarter grade, Term grade; final: Final grade'.");
    }

    /** Absent for assignments. */
    @Nullable
    Kind kind(@Nullable String title) {
        return title == null ? null : kinds.get(folded(title));
    }

    private static String folded(String title) {
        return title.strip().toLowerCase(Locale.ROOT);
    }
}
