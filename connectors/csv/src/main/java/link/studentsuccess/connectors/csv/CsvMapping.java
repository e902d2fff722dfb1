package link.studentsuccess.connectors.csv;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.AttendanceStatus;
import link.studentsuccess.connectors.spi.CalendarDayRecord;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.Coded;
import link.studentsuccess.connectors.spi.DateRange;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.Upsert;
import org.jspecify.annotations.Nullable;

/** What the columns of the drop format mean. Pure: one row in, one change out. */
final class CsvMapping {

    private static final Set<String> SCHOOL_DAYS = Set.of("instructional", "makeup", "late_start", "early_release");
    private static final Set<String> FREE_DAYS =
            Set.of("holiday", "break", "closure", "weather", "teacher_only", "non_instructional");

    private CsvMapping() {}

    /** A district's codes; what none of the rows explains stays unmapped, and is never guessed. */
    record Codes(Map<String, Coded<AttendanceStatus>> byCode) {

        static Codes of(Iterable<CsvRow> rows) {
            var byCode = new HashMap<String, Coded<AttendanceStatus>>();
            for (var row : rows) {
                var code = row.textOrNull("code");
                if (code != null) {
                    byCode.put(code, new Coded<>(status(row), code, row.textOrNull("label")));
                }
            }
            return new Codes(byCode);
        }

        Coded<AttendanceStatus> of(String code) {
            var coded = byCode.get(code);
            return coded == null ? new Coded<>(null, code, null) : coded;
        }
    }

    private static @Nullable AttendanceStatus status(CsvRow row) {
        var meaning = word(row.textOrNull("meaning"));
        var excused = word(row.textOrNull("excused"));
        return switch (meaning) {
            case "present" -> AttendanceStatus.PRESENT;
            case "absent_excused" -> AttendanceStatus.ABSENT_EXCUSED;
            case "absent_unexcused" -> AttendanceStatus.ABSENT_UNEXCUSED;
            case "tardy" -> AttendanceStatus.TARDY;
            case "partial", "partial_day" -> AttendanceStatus.PARTIAL_DAY;
            case "early", "early_departure" -> AttendanceStatus.EARLY_DEPARTURE;
            case "remote" -> AttendanceStatus.REMOTE;
            case "absent" ->
                excused.equals("true")
                        ? AttendanceStatus.ABSENT_EXCUSED
                        : excused.equals("false") ? AttendanceStatus.ABSENT_UNEXCUSED : null;
            default -> null;
        };
    }

    static Change attendance(CsvRow row, Codes codes, @Nullable DateRange covered) {
        var student = row.key("studentNumber");
        var school = row.textOrNull("schoolCode");
        var date = row.date("date");
        if (covered != null && !covered.contains(date)) {
            throw new CsvRow.Unusable(Reject.Code.OUT_OF_RANGE, "date");
        }
        var period = period(row);
        var key = String.join("|", student.value(), school == null ? "" : school, date.toString(), period);
        if (key.length() > 255) {
            throw new CsvRow.Unusable(Reject.Code.OUT_OF_RANGE, "studentNumber");
        }
        var status = codes.of(row.text("code"));
        var record = new AttendanceRecord(student, school, date, period.isEmpty() ? null : period, status);
        return new Upsert(new SourceKey(key), record, Set.of(student));
    }

    private static String period(CsvRow row) {
        var unit = word(row.text("unit"));
        if (unit.equals("day")) {
            return "";
        }
        if (unit.equals("period")) {
            return row.text("period");
        }
        throw new CsvRow.Unusable(Reject.Code.MALFORMED, "unit");
    }

    static Change calendarDay(CsvRow row) {
        var school = row.textOrNull("schoolCode");
        var date = row.date("date");
        var kind = word(row.text("kind"));
        if (!SCHOOL_DAYS.contains(kind) && !FREE_DAYS.contains(kind)) {
            throw new CsvRow.Unusable(Reject.Code.MALFORMED, "kind");
        }
        var key = (school == null ? "" : school) + "|" + date;
        if (key.length() > 255) {
            throw new CsvRow.Unusable(Reject.Code.OUT_OF_RANGE, "schoolCode");
        }
        return new Upsert(
                new SourceKey(key), new CalendarDayRecord(school, date, SCHOOL_DAYS.contains(kind)), Set.of());
    }

    private static String word(@Nullable String value) {
        return value == null ? "" : value.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_");
    }
}
