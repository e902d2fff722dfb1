package link.studentsuccess.api.roster;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import link.studentsuccess.api.graphql.Days;
import link.studentsuccess.api.graphql.Typed;
import link.studentsuccess.api.roster.ImportFile.Column;
import org.jspecify.annotations.Nullable;

/** One row, understood as far as it can be by itself; its reasons say what is wrong. */
final class ImportRow {

    private static final int OLDEST = 30;
    private static final int MOST_YEARS_AHEAD = 2;
    private static final int MOST_YEARS_BACK = 20;

    private final int number;
    private final Map<Column, String> cells = new EnumMap<>(Column.class);
    private final Map<Column, LocalDate> dates = new EnumMap<>(Column.class);
    private final List<Reason> reasons = new ArrayList<>();

    /** Why a row is refused: where, if not as a whole, and by which rule. Never what the cell says. */
    record Reason(@Nullable Column column, Code code) {}

    /** The rules of a row, each with the sentence that says what to do. */
    enum Code {
        MISSING("Fill in the cell."),
        NOT_READABLE("Use readable characters, names and keys of at most 100, district student IDs of at most 50."),
        NOT_A_DATE("Write the date as in 2026-11-16."),
        NOT_POSSIBLE(
                "Use a day that can be: not in the future, before the birth or too long ago, and an end after its beginning."),
        WRONG_NUMBER_OF_CELLS("Give the row as many cells as the header has; put a cell with a comma in quotes."),
        NO_SUCH_PROGRAM("Name a program that you manage, as this system names it."),
        NO_SUCH_DISTRICT("Name a district as this system names it."),
        TWICE_IN_FILE("Give each child one row and each row its own key."),
        KEY_TAKEN("Use another key, or ask an administrator whose it is."),
        AMBIGUOUS(
                "More than one may be meant: write the name exactly, fill in the birth date, give the participants their external_id"
                        + " or merge them."),
        NUMBER_OF_ANOTHER("Look which of the two participants has this district student ID."),
        OTHER_NUMBER("Correct the district student ID by the external_id, or by hand; not while a hold is in force."),
        OVERLAPS("Correct the program enrollment that is there by hand.");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    ImportRow(int number, List<Column> columns, List<String> fields, LocalDate today) {
        this.number = number;
        if (fields.size() != columns.size()) {
            refuse(null, Code.WRONG_NUMBER_OF_CELLS);
            return;
        }
        for (var n = 0; n < columns.size(); n++) {
            take(columns.get(n), Typed.trimmed(fields.get(n)));
        }
        for (var column : List.of(Column.GIVEN_NAME, Column.FAMILY_NAME, Column.PROGRAM, Column.SERVICE_BEGINS)) {
            if (!cells.containsKey(column)) {
                refuse(column, Code.MISSING);
            }
        }
        if (cells.containsKey(Column.DISTRICT_STUDENT_ID) && !cells.containsKey(Column.DISTRICT)) {
            refuse(Column.DISTRICT, Code.MISSING);
        }
        checkDays(today);
    }

    private void take(Column column, @Nullable String cell) {
        if (cell == null) {
            return;
        }
        cells.put(column, cell);
        switch (column) {
            case BIRTH_DATE, SERVICE_BEGINS, SERVICE_ENDS -> takeDate(column, cell);
            case DISTRICT_STUDENT_ID -> checkText(column, cell, 50);
            default -> checkText(column, cell, 100);
        }
    }

    private void checkText(Column column, String cell, int longest) {
        if (Typed.problem(cell, longest) != null) {
            refuse(column, Code.NOT_READABLE);
        }
    }

    private void takeDate(Column column, String cell) {
        try {
            dates.put(column, LocalDate.parse(cell));
        } catch (DateTimeParseException notADate) {
            refuse(column, Code.NOT_A_DATE);
        }
    }

    private void checkDays(LocalDate today) {
        var born = date(Column.BIRTH_DATE);
        if (born != null && (born.isAfter(today) || born.isBefore(today.minusYears(OLDEST)))) {
            refuse(Column.BIRTH_DATE, Code.NOT_POSSIBLE);
            born = null; // nothing else is measured by it
        }
        var begins = date(Column.SERVICE_BEGINS);
        if (begins != null
                && (begins.isBefore(today.minusYears(MOST_YEARS_BACK))
                        || (born != null && begins.isBefore(born))
                        || begins.isAfter(today.plusYears(MOST_YEARS_AHEAD)))) {
            refuse(Column.SERVICE_BEGINS, Code.NOT_POSSIBLE);
        }
        var ends = date(Column.SERVICE_ENDS);
        if (ends != null && (!Days.isPossible(ends) || (begins != null && !ends.isAfter(begins)))) {
            refuse(Column.SERVICE_ENDS, Code.NOT_POSSIBLE);
        }
    }

    void refuse(@Nullable Column column, Code code) {
        var reason = new Reason(column, code);
        if (!reasons.contains(reason)) {
            reasons.add(reason);
        }
    }

    int number() {
        return number;
    }

    boolean isRefused() {
        return !reasons.isEmpty();
    }

    List<Reason> reasons() {
        return reasons;
    }

    @Nullable
    String cell(Column column) {
        return cells.get(column);
    }

    @Nullable
    LocalDate date(Column column) {
        return dates.get(column);
    }
}
