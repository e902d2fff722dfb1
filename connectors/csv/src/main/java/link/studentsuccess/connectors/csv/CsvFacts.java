package link.studentsuccess.connectors.csv;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import link.studentsuccess.connectors.csv.MappingFields.Field;
import link.studentsuccess.connectors.csv.MappingFields.OneOf;
import link.studentsuccess.connectors.spi.AssessmentRecord;
import link.studentsuccess.connectors.spi.AssessmentRecord.Result;
import link.studentsuccess.connectors.spi.AssessmentRecord.Test;
import link.studentsuccess.connectors.spi.AssignmentRecord;
import link.studentsuccess.connectors.spi.AssignmentRecord.Task;
import link.studentsuccess.connectors.spi.AssignmentRecord.Work;
import link.studentsuccess.connectors.spi.ContactRecord;
import link.studentsuccess.connectors.spi.ContactRecord.Reach;
import link.studentsuccess.connectors.spi.ContactRecord.Relationship;
import link.studentsuccess.connectors.spi.DemographicsRecord;
import link.studentsuccess.connectors.spi.DemographicsRecord.Race;
import link.studentsuccess.connectors.spi.DemographicsRecord.Sex;
import link.studentsuccess.connectors.spi.Reject;
import link.studentsuccess.connectors.spi.ScheduleRecord;
import link.studentsuccess.connectors.spi.ScheduleRecord.Meeting;
import link.studentsuccess.connectors.spi.ScheduleRecord.Taught;
import link.studentsuccess.connectors.spi.ScheduleRecord.Term;
import link.studentsuccess.connectors.spi.SourceKey;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact;
import link.studentsuccess.connectors.spi.StudentFact.Place;
import link.studentsuccess.connectors.spi.Upsert;

/** The facts about students in a mapping: which fields each stream has, and what a row of it says. */
final class CsvFacts {

    private static final Map<String, Field> SCHEDULE = Map.ofEntries(
            Map.entry("student", Field.NEEDED_KEY),
            Map.entry("school", Field.NEEDED_KEY),
            Map.entry("schoolYear", Field.NEEDED),
            Map.entry("courseTitle", Field.NEEDED),
            Map.entry("courseCode", Field.OPTIONAL),
            Map.entry("sectionCode", Field.OPTIONAL),
            Map.entry("period", Field.OPTIONAL),
            Map.entry("teacher", Field.OPTIONAL),
            Map.entry("room", Field.OPTIONAL),
            Map.entry("term", Field.OPTIONAL),
            Map.entry("begins", Field.DATE),
            Map.entry("ends", Field.DATE),
            Map.entry("lastDay", Field.DATE));

    private static final Field YES = new Field(false, false, MappingFields.YES_OR_NO, false);

    private static final Map<String, Field> ASSIGNMENT = Map.ofEntries(
            Map.entry("key", Field.KEY),
            Map.entry("student", Field.NEEDED_KEY),
            Map.entry("school", Field.NEEDED_KEY),
            Map.entry("schoolYear", Field.NEEDED),
            Map.entry("courseTitle", Field.NEEDED),
            Map.entry("title", Field.NEEDED),
            Map.entry("dueOn", Field.DATE),
            Map.entry("score", Field.OPTIONAL),
            Map.entry("points", Field.OPTIONAL),
            Map.entry("missing", YES),
            Map.entry("late", YES));

    private static final Map<String, Field> CONTACT = Map.of(
            "student", Field.NEEDED_KEY,
            "relationship", Field.word(MappingFields.names(Relationship.class)),
            "name", Field.NEEDED,
            "language", Field.OPTIONAL,
            "phone", Field.OPTIONAL,
            "email", Field.OPTIONAL);

    private static final Map<String, Race> RACES = Map.of(
            "americanIndianOrAlaskaNative", Race.AMERICAN_INDIAN_OR_ALASKA_NATIVE,
            "asian", Race.ASIAN,
            "blackOrAfricanAmerican", Race.BLACK_OR_AFRICAN_AMERICAN,
            "nativeHawaiianOrOtherPacificIslander", Race.NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER,
            "white", Race.WHITE);

    private static final Map<String, Field> DEMOGRAPHICS = Map.of(
            "student", Field.NEEDED_KEY,
            "birthDate", Field.DATE,
            "sex", new Field(false, false, MappingFields.names(Sex.class), false),
            "hispanicOrLatino", YES,
            "americanIndianOrAlaskaNative", YES,
            "asian", YES,
            "blackOrAfricanAmerican", YES,
            "nativeHawaiianOrOtherPacificIslander", YES,
            "white", YES);

    private static final Map<String, Field> ASSESSMENT = Map.of(
            "student", Field.NEEDED_KEY,
            "name", Field.NEEDED,
            "subject", Field.OPTIONAL,
            "takenOn", Field.NEEDED_DATE,
            "score", Field.OPTIONAL,
            "performanceLevel", Field.OPTIONAL);

    /** A stream's fields, and what a row of it says. */
    record Kind(Map<String, Field> fields, Function<MappedRow, Upsert> upsert) {}

    private static final Map<StreamName, Kind> KINDS = Map.of(
            StreamName.SCHEDULE, new Kind(SCHEDULE, CsvFacts::schedule),
            StreamName.ASSIGNMENT, new Kind(ASSIGNMENT, CsvFacts::assignment),
            StreamName.CONTACT, new Kind(CONTACT, CsvFacts::contact),
            StreamName.DEMOGRAPHICS, new Kind(DEMOGRAPHICS, CsvFacts::demographics),
            StreamName.ASSESSMENT, new Kind(ASSESSMENT, CsvFacts::assessment));

    private CsvFacts() {}

    private static Kind kind(StreamName stream) {
        var kind = KINDS.getOrDefault(stream, CsvPrograms.KINDS.get(stream));
        if (kind == null) {
            throw new IllegalArgumentException(stream + " brings no facts");
        }
        return kind;
    }

    static Map<String, Field> fields(StreamName stream) {
        return kind(stream).fields();
    }

    static List<OneOf> oneOf(StreamName stream) {
        return kind(stream).fields().containsKey("lastDay")
                ? List.of(new OneOf(Set.of("ends", "lastDay"), false, true))
                : List.of();
    }

    static Upsert upsert(StreamName stream, MappedRow row) {
        return kind(stream).upsert().apply(row);
    }

    static Upsert of(SourceKey key, StudentFact fact) {
        return new Upsert(key, fact, Set.of(fact.student()));
    }

    private static Upsert schedule(MappedRow row) {
        var taught = new Taught(row.text("courseTitle"), row.textOrNull("courseCode"), row.textOrNull("sectionCode"));
        var meeting = new Meeting(row.textOrNull("period"), row.textOrNull("teacher"), row.textOrNull("room"));
        var begins = row.dateOrNull("begins");
        var ends = row.endOrNull("ends", "lastDay");
        if (begins != null && ends != null && !begins.isBefore(ends)) {
            throw row.unusable(Reject.Code.OUT_OF_RANGE, "begins");
        }
        var place = new Place(row.key("school"), row.schoolYear("schoolYear"), begins);
        var term = new Term(row.textOrNull("term"), begins, ends);
        var fact = new ScheduleRecord(row.key("student"), place, taught, meeting, term);
        var key = row.key(
                String.join(
                        "|",
                        fact.student().value(),
                        row.text("school"),
                        String.valueOf(place.schoolYear()),
                        taught.courseCode() == null ? taught.courseTitle() : taught.courseCode(),
                        String.valueOf(taught.sectionCode()),
                        String.valueOf(meeting.period()),
                        String.valueOf(term.title())),
                "courseTitle");
        return of(key, fact);
    }

    private static Upsert assignment(MappedRow row) {
        var place = new Place(row.key("school"), row.schoolYear("schoolYear"), row.dateOrNull("dueOn"));
        var task = new Task(row.text("title"), row.dateOrNull("dueOn"), row.numberOrNull("points"));
        var work = new Work(row.numberOrNull("score"), isYes(row, "missing"), isYes(row, "late"));
        var fact = new AssignmentRecord(row.key("student"), place, row.text("courseTitle"), task, work);
        var own = row.fields().containsKey("key")
                ? row.text("key")
                : String.join("|", fact.courseTitle(), task.title(), String.valueOf(task.dueOn()));
        return of(row.key(fact.student().value() + "|" + own, "title"), fact);
    }

    private static Upsert contact(MappedRow row) {
        var reach = new Reach(row.textOrNull("phone"), row.textOrNull("email"));
        var fact = new ContactRecord(
                row.key("student"),
                row.word("relationship", Relationship.class),
                row.text("name"),
                row.textOrNull("language"),
                reach);
        var key = String.join("|", fact.student().value(), fact.relationship().name(), fact.name());
        return of(row.key(key, "name"), fact);
    }

    private static Upsert demographics(MappedRow row) {
        var races = EnumSet.noneOf(Race.class);
        RACES.forEach((field, race) -> {
            if (isYes(row, field)) {
                races.add(race);
            }
        });
        var fact = new DemographicsRecord(
                row.key("student"),
                row.dateOrNull("birthDate"),
                row.textOrNull("sex") == null ? null : row.word("sex", Sex.class),
                row.textOrNull("hispanicOrLatino") == null ? null : row.yes("hispanicOrLatino"),
                races);
        return of(fact.student(), fact);
    }

    private static Upsert assessment(MappedRow row) {
        var test = new Test(row.text("name"), row.textOrNull("subject"));
        var result = new Result(row.textOrNull("score"), row.textOrNull("performanceLevel"));
        var fact = new AssessmentRecord(row.key("student"), test, row.date("takenOn"), result);
        var key = String.join(
                "|",
                fact.student().value(),
                test.name(),
                String.valueOf(test.subject()),
                fact.takenOn().toString());
        return of(row.key(key, "name"), fact);
    }

    private static boolean isYes(MappedRow row, String field) {
        return row.textOrNull(field) != null && row.yes(field);
    }
}
