package link.studentsuccess.connectors.csv;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import link.studentsuccess.connectors.csv.CsvMapping.Stream;
import link.studentsuccess.connectors.spi.AttendanceRecord;
import link.studentsuccess.connectors.spi.AttendanceStatus;
import link.studentsuccess.connectors.spi.CalendarDayRecord;
import link.studentsuccess.connectors.spi.CanonicalRecord;
import link.studentsuccess.connectors.spi.Change;
import link.studentsuccess.connectors.spi.Coded;
import link.studentsuccess.connectors.spi.DateRange;
import link.studentsuccess.connectors.spi.Delete;
import link.studentsuccess.connectors.spi.EnrollmentRecord;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.GradeRecord.Credits;
import link.studentsuccess.connectors.spi.GradeRecord.GradingPeriod;
import link.studentsuccess.connectors.spi.GradeRecord.Mark;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SchoolRecord;
import link.studentsuccess.connectors.spi.SectionRecord;
import link.studentsuccess.connectors.spi.SessionRecord;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentRecord;
import link.studentsuccess.connectors.spi.Upsert;
import org.jspecify.annotations.Nullable;

/** What a mapped row says. Pure: one row in, one change out. */
final class CsvRecords {

    private final StreamName name;
    private final Stream stream;
    private final Codes codes;
    private final @Nullable DateRange covered;

    /** The codes and the covered days matter to attendance alone. */
    CsvRecords(StreamName name, Stream stream, Codes codes, @Nullable DateRange covered) {
        this.name = name;
        this.stream = stream;
        this.codes = codes;
        this.covered = covered;
    }

    /** A district's attendance codes; what nothing explains stays unmapped, and is never guessed. */
    record Codes(Map<String, Coded<AttendanceStatus>> byCode) {

        static final Codes NONE = new Codes(Map.of());

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

        static Codes of(Map<String, String> meanings) {
            var byCode = new HashMap<String, Coded<AttendanceStatus>>();
            meanings.forEach(
                    (code, meaning) -> byCode.put(code, new Coded<>(AttendanceStatus.valueOf(meaning), code, null)));
            return new Codes(byCode);
        }

        Coded<AttendanceStatus> of(String code) {
            var coded = byCode.get(code);
            return coded == null ? new Coded<>(null, code, null) : coded;
        }

        private static @Nullable AttendanceStatus status(CsvRow row) {
            var meaning = MappedRow.word(row.textOrNull("meaning"));
            var excused = MappedRow.word(row.textOrNull("excused"));
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
    }

    Change change(CsvRow row) {
        var mapped = new MappedRow(row, stream.file(), stream.fields());
        var upsert = upsert(mapped);
        var gone = stream.gone().column();
        var isGone = gone != null && stream.gone().values().contains(String.valueOf(row.textOrNull(gone)));
        return isGone ? new Delete(upsert.key()) : upsert;
    }

    private Upsert upsert(MappedRow row) {
        if (name.isFact()) {
            return CsvFacts.upsert(name, row);
        }
        return switch (name) {
            case SCHOOL -> school(row);
            case SESSION -> session(row);
            case CALENDAR_DAY -> calendarDay(row);
            case SECTION -> section(row);
            case STUDENT -> student(row);
            case ENROLLMENT -> enrollment(row);
            case ATTENDANCE -> attendance(row);
            case GRADE -> grade(row);
            default -> throw new IllegalArgumentException("No rows of " + name);
        };
    }

    private SourceKey ownKeyOr(MappedRow row, String field) {
        return row.key(stream.has("key") ? "key" : field);
    }

    private static Upsert ofNobody(SourceKey key, CanonicalRecord record) {
        return new Upsert(key, record, Set.of());
    }

    private Upsert school(MappedRow row) {
        return ofNobody(ownKeyOr(row, "code"), new SchoolRecord(row.text("name"), row.textOrNull("code")));
    }

    private Upsert session(MappedRow row) {
        var begins = row.date("begins");
        var ends = row.end("ends", "lastDay");
        if (!begins.isBefore(ends)) {
            throw row.unusable(Reject.Code.OUT_OF_RANGE, stream.has("lastDay") ? "lastDay" : "ends");
        }
        var year = row.schoolYear("schoolYear");
        var key = stream.has("key") ? row.key("key") : row.key(year + "|" + row.text("title"), "title");
        return ofNobody(
                key,
                new SessionRecord(row.text("title"), row.word("kind", SessionRecord.Kind.class), begins, ends, year));
    }

    private Upsert calendarDay(MappedRow row) {
        var school = row.textOrNull("schoolCode");
        var date = row.date("date");
        var key = row.key((school == null ? "" : school) + "|" + date, "schoolCode");
        return ofNobody(key, new CalendarDayRecord(school, date, row.yes("instructional")));
    }

    private Upsert section(MappedRow row) {
        return ofNobody(
                row.key("key"),
                new SectionRecord(
                        row.key("school"),
                        row.schoolYear("schoolYear"),
                        row.text("courseTitle"),
                        row.textOrNull("courseCode"),
                        row.textOrNull("sectionCode")));
    }

    private Upsert student(MappedRow row) {
        var key = ownKeyOr(row, "districtStudentId");
        var record = new StudentRecord(
                row.text("districtStudentId"),
                row.text("givenName"),
                row.text("familyName"),
                row.textOrNull("preferredGivenName"),
                row.dateOrNull("birthDate"));
        return new Upsert(key, record, Set.of(key));
    }

    private Upsert enrollment(MappedRow row) {
        var student = row.key("student");
        var school = row.key("school");
        var entry = row.date("entryDate");
        var exit = row.endOrNull("exitDate", "lastDay");
        if (exit != null && exit.isBefore(entry)) {
            throw row.unusable(Reject.Code.OUT_OF_RANGE, stream.has("lastDay") ? "lastDay" : "exitDate");
        }
        var year = row.schoolYear("schoolYear");
        var record = new EnrollmentRecord(
                student, school, year, row.gradeLevel("gradeLevel"), entry, exit, row.textOrNull("exitType"));
        var key = row.key(String.join("|", student.value(), school.value(), "" + year, entry.toString()), "student");
        return new Upsert(key, record, Set.of(student));
    }

    private Upsert attendance(MappedRow row) {
        var student = row.key("student");
        var school = row.textOrNull("schoolCode");
        var date = row.date("date");
        if (covered != null && !covered.contains(date)) {
            throw row.unusable(Reject.Code.OUT_OF_RANGE, "date");
        }
        var period = period(row);
        var key = row.key(
                String.join(
                        "|",
                        student.value(),
                        school == null ? "" : school,
                        date.toString(),
                        period == null ? "" : period),
                "student");
        var record = new AttendanceRecord(student, school, date, period, codes.of(row.raw("status")));
        return new Upsert(key, record, Set.of(student));
    }

    private enum Unit {
        DAY,
        PERIOD
    }

    private @Nullable String period(MappedRow row) {
        if (!stream.has("unit")) {
            return row.textOrNull("period");
        }
        return row.word("unit", Unit.class) == Unit.DAY ? null : row.text("period");
    }

    private static Upsert grade(MappedRow row) {
        var student = row.key("student");
        var section = row.key("section");
        var period = period(row, row.schoolYear("schoolYear"));
        var kind = row.word("kind", GradeRecord.Kind.class);
        var letter = row.textOrNull("letter");
        var percent = row.numberOrNull("percent");
        if (letter == null && percent == null) {
            throw row.unusable(Reject.Code.MISSING, row.fields().containsKey("letter") ? "letter" : "percent");
        }
        var key = row.key(
                String.join(
                        "|", student.value(), section.value(), "" + period.schoolYear(), period.title(), kind.name()),
                "section");
        var record = new GradeRecord(
                student, section, period, new Mark(kind, letter, percent), credits(row), row.date("gradedOn"));
        return new Upsert(key, record, Set.of(student));
    }

    private static GradingPeriod period(MappedRow row, int schoolYear) {
        var begins = row.dateOrNull("periodBegins");
        var ends = row.endOrNull("periodEnds", "periodLastDay");
        if (begins != null && ends != null && !begins.isBefore(ends)) {
            throw row.unusable(Reject.Code.OUT_OF_RANGE, "periodBegins");
        }
        return new GradingPeriod(row.text("period"), schoolYear, begins, ends);
    }

    private static @Nullable Credits credits(MappedRow row) {
        var attempted = row.numberOrNull("creditsAttempted");
        var earned = row.numberOrNull("creditsEarned");
        if (attempted == null && earned == null) {
            return null;
        }
        if (attempted == null || earned == null) {
            throw row.unusable(Reject.Code.MISSING, attempted == null ? "creditsAttempted" : "creditsEarned");
        }
        return new Credits(attempted, earned);
    }
}
