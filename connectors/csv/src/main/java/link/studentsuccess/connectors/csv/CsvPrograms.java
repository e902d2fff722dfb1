package link.studentsuccess.connectors.csv;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.connectors.csv.CsvFacts.Kind;
import link.studentsuccess.connectors.csv.MappingFields.Field;
import link.studentsuccess.connectors.spi.AttendanceReasonRecord;
import link.studentsuccess.connectors.spi.AttendanceReasonRecord.Reason;
import link.studentsuccess.connectors.spi.DisciplineRecord;
import link.studentsuccess.connectors.spi.DisciplineRecord.Action;
import link.studentsuccess.connectors.spi.DisciplineRecord.Behavior;
import link.studentsuccess.connectors.spi.ProgramRecord;
import link.studentsuccess.connectors.spi.ProgramRecord.Days;
import link.studentsuccess.connectors.spi.ProgramRecord.Setting;
import link.studentsuccess.connectors.spi.ProgramRecord.Status;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact.Place;
import link.studentsuccess.connectors.spi.Upsert;
import org.jspecify.annotations.Nullable;

/** The facts of which a district's own word must not leave the engine: each code is mapped to a standard one. */
final class CsvPrograms {

    private static final Map<String, Field> OF_EACH = Map.of(
            "student", Field.NEEDED_KEY,
            "school", Field.KEY,
            "schoolYear", Field.OPTIONAL);

    private static final Map<String, Field> STAY =
            with(OF_EACH, Map.of("begins", Field.NEEDED_DATE, "ends", Field.DATE, "lastDay", Field.DATE));

    private static final Map<String, Field> DISCIPLINE = with(
            OF_EACH,
            Map.of(
                    "key", Field.KEY,
                    "incidentOn", Field.NEEDED_DATE,
                    "behavior", Field.word(MappingFields.names(Behavior.class)),
                    "action", optional(MappingFields.names(Action.Kind.class)),
                    "days", Field.OPTIONAL));

    private static final Map<String, Field> ATTENDANCE_REASON = Map.of(
            "student", Field.NEEDED_KEY,
            "schoolCode", Field.OPTIONAL,
            "date", Field.NEEDED_DATE,
            "period", Field.OPTIONAL,
            "reason", Field.word(MappingFields.names(Reason.class)));

    static final Map<StreamName, Kind> KINDS = Map.of(
            StreamName.ATTENDANCE_REASON, new Kind(ATTENDANCE_REASON, CsvPrograms::attendanceReason),
            StreamName.DISCIPLINE, new Kind(DISCIPLINE, CsvPrograms::discipline),
            StreamName.SPECIAL_EDUCATION,
                    program(
                            Map.of("environment", optional(settings(StreamName.SPECIAL_EDUCATION))),
                            null,
                            "environment"),
            StreamName.SECTION_504, program(Map.of(), null, null),
            StreamName.MULTILINGUAL,
                    program(
                            Map.of(
                                    "status", Field.word(statuses(StreamName.MULTILINGUAL)),
                                    "languageProgram", optional(settings(StreamName.MULTILINGUAL))),
                            "status",
                            "languageProgram"),
            StreamName.HOUSING_FOSTER,
                    program(Map.of("status", Field.word(statuses(StreamName.HOUSING_FOSTER))), "status", null),
            StreamName.MEAL_STATUS,
                    program(Map.of("status", Field.word(statuses(StreamName.MEAL_STATUS))), "status", null));

    private CsvPrograms() {}

    private static Map<String, Field> with(Map<String, Field> fields, Map<String, Field> more) {
        var all = new HashMap<>(fields);
        all.putAll(more);
        return Map.copyOf(all);
    }

    private static Field optional(Set<String> words) {
        return new Field(false, false, words, false);
    }

    private static Set<String> statuses(StreamName stream) {
        return Stream.of(Status.values())
                .filter(status -> status.stream() == stream)
                .map(Status::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> settings(StreamName stream) {
        return Stream.of(Setting.values())
                .filter(setting -> setting.stream() == stream)
                .map(Setting::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A program with fields of its own, of which one is its status and one its setting. */
    private static Kind program(Map<String, Field> fields, @Nullable String status, @Nullable String setting) {
        return new Kind(with(STAY, fields), row -> stay(row, status, setting));
    }

    private static Upsert stay(MappedRow row, @Nullable String statusField, @Nullable String settingField) {
        var begins = row.date("begins");
        var ends = row.endOrNull("ends", "lastDay");
        if (ends != null && !begins.isBefore(ends)) {
            throw row.unusable(Reject.Code.OUT_OF_RANGE, "begins");
        }
        var status = statusField == null ? null : row.word(statusField, Status.class);
        var setting = settingField == null || row.textOrNull(settingField) == null
                ? null
                : row.word(settingField, Setting.class);
        // What goes on is shown with the latest enrollment, whenever it began.
        var place = new Place(school(row, "school"), year(row), ends == null ? null : ends.minusDays(1));
        var fact = new ProgramRecord(row.key("student"), place, status, setting, new Days(begins, ends));
        var key = String.join("|", fact.student().value(), begins.toString(), status == null ? "" : status.name());
        return CsvFacts.of(row.key(key, "student"), fact);
    }

    private static Upsert discipline(MappedRow row) {
        var place = new Place(school(row, "school"), year(row), row.date("incidentOn"));
        var action = row.textOrNull("action") == null
                ? null
                : new Action(row.word("action", Action.Kind.class), row.numberOrNull("days"));
        var fact = new DisciplineRecord(
                row.key("student"), place, row.date("incidentOn"), row.word("behavior", Behavior.class), action);
        var own = row.fields().containsKey("key")
                ? row.text("key")
                : String.join(
                        "|",
                        fact.incidentOn().toString(),
                        fact.behavior().name(),
                        action == null ? "" : action.kind().name());
        return CsvFacts.of(row.key(fact.student().value() + "|" + own, "student"), fact);
    }

    private static Upsert attendanceReason(MappedRow row) {
        var fact = new AttendanceReasonRecord(
                row.key("student"),
                school(row, "schoolCode"),
                row.date("date"),
                row.textOrNull("period"),
                row.wordOrNull("reason", Reason.class));
        var key = String.join(
                "|",
                fact.student().value(),
                String.valueOf(row.textOrNull("schoolCode")),
                fact.date().toString(),
                String.valueOf(fact.period()));
        return CsvFacts.of(row.key(key, "student"), fact);
    }

    private static @Nullable SourceKey school(MappedRow row, String field) {
        return row.textOrNull(field) == null ? null : row.key(field);
    }

    private static @Nullable Integer year(MappedRow row) {
        return row.textOrNull("schoolYear") == null ? null : row.schoolYear("schoolYear");
    }
}
