package link.studentsuccess.connectors.csv;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.spi.AttendanceStatus;
import link.studentsuccess.connectors.spi.GradeRecord;
import link.studentsuccess.connectors.spi.SessionRecord;
import link.studentsuccess.connectors.spi.StreamName;

/** Which fields a mapping may name, stream by stream. */
final class MappingFields {

    static final Set<String> STREAMS = names(StreamName.class);

    static final Map<String, Field> MANIFEST =
            Map.of("file", Field.NEEDED, "rows", Field.NEEDED, "from", Field.DATE, "to", Field.DATE);

    static final Set<String> YES_OR_NO = Set.of("true", "false");
    private static final Set<String> UNITS = Set.of("DAY", "PERIOD");

    private static final Map<String, Field> SCHOOL =
            Map.of("key", Field.KEY, "name", Field.NEEDED, "code", Field.OPTIONAL);

    private static final Map<String, Field> SESSION = Map.of(
            "key", Field.KEY,
            "title", Field.NEEDED,
            "kind", Field.word(names(SessionRecord.Kind.class)),
            "begins", Field.NEEDED_DATE,
            "ends", Field.DATE,
            "lastDay", Field.DATE,
            "schoolYear", Field.NEEDED);

    private static final Map<String, Field> CALENDAR_DAY =
            Map.of("schoolCode", Field.OPTIONAL, "date", Field.NEEDED_DATE, "instructional", Field.word(YES_OR_NO));

    private static final Map<String, Field> SECTION = Map.of(
            "key", Field.NEEDED_KEY,
            "school", Field.NEEDED_KEY,
            "schoolYear", Field.NEEDED,
            "courseTitle", Field.NEEDED,
            "courseCode", Field.OPTIONAL,
            "sectionCode", Field.OPTIONAL);

    private static final Map<String, Field> STUDENT = Map.of(
            "key", Field.KEY,
            "districtStudentId", Field.NEEDED,
            "givenName", Field.NEEDED,
            "familyName", Field.NEEDED,
            "preferredGivenName", Field.OPTIONAL,
            "birthDate", Field.DATE);

    private static final Map<String, Field> ENROLLMENT = Map.of(
            "student", Field.NEEDED_KEY,
            "school", Field.NEEDED_KEY,
            "schoolYear", Field.NEEDED,
            "gradeLevel", Field.OPTIONAL,
            "entryDate", Field.NEEDED_DATE,
            "exitDate", Field.DATE,
            "lastDay", Field.DATE,
            "exitType", Field.OPTIONAL);

    private static final Map<String, Field> ATTENDANCE = Map.of(
            "student", Field.NEEDED_KEY,
            "schoolCode", Field.OPTIONAL,
            "date", Field.NEEDED_DATE,
            "unit", new Field(false, false, UNITS, false),
            "period", Field.OPTIONAL,
            "status", Field.word(names(AttendanceStatus.class)));

    private static final Map<String, Field> GRADE = Map.ofEntries(
            Map.entry("student", Field.NEEDED_KEY),
            Map.entry("section", Field.NEEDED_KEY),
            Map.entry("period", Field.NEEDED),
            Map.entry("schoolYear", Field.NEEDED),
            Map.entry("periodBegins", Field.DATE),
            Map.entry("periodEnds", Field.DATE),
            Map.entry("periodLastDay", Field.DATE),
            Map.entry("kind", Field.word(names(GradeRecord.Kind.class))),
            Map.entry("letter", Field.OPTIONAL),
            Map.entry("percent", Field.OPTIONAL),
            Map.entry("creditsAttempted", Field.OPTIONAL),
            Map.entry("creditsEarned", Field.OPTIONAL),
            Map.entry("gradedOn", Field.NEEDED_DATE));

    private static final Map<StreamName, Map<String, Field>> FIELDS = Map.of(
            StreamName.SCHOOL, SCHOOL,
            StreamName.SESSION, SESSION,
            StreamName.CALENDAR_DAY, CALENDAR_DAY,
            StreamName.SECTION, SECTION,
            StreamName.STUDENT, STUDENT,
            StreamName.ENROLLMENT, ENROLLMENT,
            StreamName.ATTENDANCE, ATTENDANCE,
            StreamName.GRADE, GRADE);

    private static final Map<StreamName, List<OneOf>> ONE_OF = Map.of(
            StreamName.SCHOOL, List.of(new OneOf(Set.of("key", "code"), true, false)),
            StreamName.SESSION, List.of(new OneOf(Set.of("ends", "lastDay"), true, true)),
            StreamName.ENROLLMENT, List.of(new OneOf(Set.of("exitDate", "lastDay"), false, true)),
            StreamName.GRADE,
                    List.of(
                            new OneOf(Set.of("letter", "percent"), true, false),
                            new OneOf(Set.of("periodEnds", "periodLastDay"), false, true)));

    private MappingFields() {}

    /**
     * @param joined whether several columns may make it together
     * @param words our words for it where there is a fixed set, which codes are mapped to
     * @param date whether it is a day, which comes from a column as it stands there
     */
    record Field(boolean needed, boolean joined, Set<String> words, boolean date) {

        static final Field NEEDED = new Field(true, false, Set.of(), false);
        static final Field OPTIONAL = new Field(false, false, Set.of(), false);
        static final Field NEEDED_DATE = new Field(true, false, Set.of(), true);
        static final Field DATE = new Field(false, false, Set.of(), true);
        static final Field KEY = new Field(false, true, Set.of(), false);
        static final Field NEEDED_KEY = new Field(true, true, Set.of(), false);

        static Field word(Set<String> words) {
            return new Field(true, false, words, false);
        }

        /** Whether a file of the drop may say what its codes mean. */
        boolean explained() {
            return words.contains(AttendanceStatus.TARDY.name());
        }
    }

    /** Fields of which a mapping gives one. */
    record OneOf(Set<String> fields, boolean needed, boolean exclusive) {}

    static Map<String, Field> of(StreamName stream) {
        return stream.isFact() ? CsvFacts.fields(stream) : Objects.requireNonNull(FIELDS.get(stream), stream.name());
    }

    static List<OneOf> oneOf(StreamName stream) {
        return stream.isFact() ? CsvFacts.oneOf(stream) : ONE_OF.getOrDefault(stream, List.of());
    }

    static <E extends Enum<E>> Set<String> names(Class<E> words) {
        return Arrays.stream(words.getEnumConstants()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
    }
}
