package link.studentsuccess.connectors.sync;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import link.studentsuccess.connectors.spi.AssessmentRecord;
import link.studentsuccess.connectors.spi.AssignmentRecord;
import link.studentsuccess.connectors.spi.AttendanceReasonRecord;
import link.studentsuccess.connectors.spi.ContactRecord;
import link.studentsuccess.connectors.spi.DemographicsRecord;
import link.studentsuccess.connectors.spi.DisciplineRecord;
import link.studentsuccess.connectors.spi.ProgramRecord;
import link.studentsuccess.connectors.spi.ScheduleRecord;
import link.studentsuccess.connectors.spi.StreamName;
import link.studentsuccess.connectors.spi.StudentFact;
import org.jspecify.annotations.Nullable;

/**
 * How the facts of one stream are staged and published: all in the same way, and each with columns of its own.
 *
 * @param category the data category in which they are seen
 * @param table the name of their tables, in {@code stage} and in {@code record}
 * @param columns what stands in both tables, separated by commas
 * @param content what a record puts into them
 */
record Facts(
        StreamName stream,
        String category,
        String table,
        String columns,
        Function<StudentFact, @Nullable Object[]> content) {

    /** The staged columns that say whose a fact is and where it hangs. */
    static final String STAGED = "student_key, school_key, school_year, day";

    private static final int LONGEST_TEXT = 500;
    private static final int MOST_DIGITS = 20;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2200;

    static final List<Facts> ALL = List.of(
            of(
                    StreamName.SCHEDULE,
                    "SCHEDULE",
                    "scheduled_class",
                    "course_title, course_code, section_code, period, teacher, room, term, begins, ends",
                    ScheduleRecord.class,
                    Facts::schedule),
            of(
                    StreamName.ASSIGNMENT,
                    "ASSIGNMENTS",
                    "assignment",
                    "course_title, title, due_on, score, points, missing, late",
                    AssignmentRecord.class,
                    Facts::assignment),
            of(
                    StreamName.CONTACT,
                    "CONTACT",
                    "contact",
                    "relationship, name, language, phone, email",
                    ContactRecord.class,
                    Facts::contact),
            of(
                    StreamName.DEMOGRAPHICS,
                    "DEMOGRAPHICS",
                    "demographics",
                    "birth_date, sex, hispanic_or_latino, races",
                    DemographicsRecord.class,
                    Facts::demographics),
            of(
                    StreamName.ASSESSMENT,
                    "ASSESSMENTS",
                    "assessment",
                    "name, subject, taken_on, score, performance_level",
                    AssessmentRecord.class,
                    Facts::assessment),
            of(
                    StreamName.ATTENDANCE_REASON,
                    "ATTENDANCE_REASON",
                    "attendance_reason",
                    "date, period, reason",
                    AttendanceReasonRecord.class,
                    Facts::attendanceReason),
            of(
                    StreamName.DISCIPLINE,
                    "DISCIPLINE",
                    "discipline_incident",
                    "incident_on, behavior, action, days",
                    DisciplineRecord.class,
                    Facts::discipline),
            ofProgram(StreamName.SPECIAL_EDUCATION, "environment", stay -> new Object[] {stay.setting()}),
            ofProgram(StreamName.SECTION_504, "", stay -> new Object[0]),
            ofProgram(StreamName.MULTILINGUAL, "status, language_program", stay ->
                    new Object[] {stay.status(), stay.setting()}),
            ofProgram(StreamName.HOUSING_FOSTER, "status", stay -> new Object[] {stay.status()}),
            ofProgram(StreamName.MEAL_STATUS, "status", stay -> new Object[] {stay.status()}));

    private static <F extends StudentFact> Facts of(
            StreamName stream,
            String category,
            String table,
            String columns,
            Class<F> type,
            Function<F, @Nullable Object[]> content) {
        return new Facts(stream, category, table, columns, fact -> content.apply(type.cast(fact)));
    }

    /** A program's stream, category and table have one name. */
    private static Facts ofProgram(
            StreamName stream, String columns, Function<ProgramRecord, @Nullable Object[]> content) {
        return of(
                stream,
                stream.name(),
                stream.name().toLowerCase(Locale.ROOT),
                columns.isEmpty() ? "begins, ends" : columns + ", begins, ends",
                ProgramRecord.class,
                stay -> stay(stay, content.apply(stay)));
    }

    static Facts of(StreamName stream) {
        return ALL.stream()
                .filter(facts -> facts.stream == stream)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(stream + " brings no facts"));
    }

    /** {@link #STAGED} and the content. */
    @Nullable
    Object[] staged(StudentFact fact) {
        var place = fact.place();
        var content = this.content.apply(fact);
        var staged = new Object[4 + content.length];
        staged[0] = fact.student().value().strip();
        staged[1] = place.school() == null ? null : place.school().value();
        staged[2] = place.schoolYear();
        staged[3] = place.day();
        System.arraycopy(content, 0, staged, 4, content.length);
        return staged;
    }

    /** The field that the tables could not hold; a column is called as its field. */
    @Nullable
    String unusable(StudentFact fact) {
        var names = (STAGED + ", " + columns).split(", ", -1);
        var staged = staged(fact);
        for (var i = 0; i < staged.length; i++) {
            if (!fits(staged[i])) {
                return names[i];
            }
        }
        if (fact instanceof ProgramRecord stay && !isOfStream(stay)) {
            return "status";
        }
        var year = fact.place().schoolYear();
        return year == null || Sieve.isSchoolYear(year) ? null : "school_year";
    }

    private static boolean fits(@Nullable Object value) {
        if (value instanceof LocalDate day) {
            return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR;
        }
        if (value instanceof BigDecimal number) {
            return number.precision() <= MOST_DIGITS && Math.abs(number.scale()) <= MOST_DIGITS;
        }
        return !(value instanceof String text) || text.length() <= LONGEST_TEXT;
    }

    private static @Nullable Object[] schedule(ScheduleRecord fact) {
        return new Object[] {
            fact.taught().courseTitle(),
            fact.taught().courseCode(),
            fact.taught().sectionCode(),
            fact.meeting().period(),
            fact.meeting().teacher(),
            fact.meeting().room(),
            fact.term().title(),
            fact.term().begins(),
            fact.term().ends()
        };
    }

    private static @Nullable Object[] assignment(AssignmentRecord fact) {
        return new Object[] {
            fact.courseTitle(),
            fact.task().title(),
            fact.task().dueOn(),
            fact.work().score(),
            fact.task().points(),
            fact.work().missing(),
            fact.work().late()
        };
    }

    private static @Nullable Object[] contact(ContactRecord fact) {
        return new Object[] {
            fact.relationship(),
            fact.name(),
            fact.language(),
            fact.reach().phone(),
            fact.reach().email()
        };
    }

    private static @Nullable Object[] demographics(DemographicsRecord fact) {
        // In one order, so that the same races are no change.
        var races = fact.races().stream().sorted().map(Enum::name).collect(Collectors.joining(",", "{", "}"));
        return new Object[] {fact.birthDate(), fact.sex(), fact.hispanicOrLatino(), races};
    }

    private static @Nullable Object[] assessment(AssessmentRecord fact) {
        return new Object[] {
            fact.test().name(),
            fact.test().subject(),
            fact.takenOn(),
            fact.result().score(),
            fact.result().performanceLevel()
        };
    }

    private static @Nullable Object[] attendanceReason(AttendanceReasonRecord fact) {
        return new Object[] {fact.date(), fact.period(), fact.reason()};
    }

    private static @Nullable Object[] discipline(DisciplineRecord fact) {
        var action = fact.action();
        return new Object[] {
            fact.incidentOn(),
            fact.behavior(),
            action == null ? null : action.kind(),
            action == null ? null : action.days()
        };
    }

    private static @Nullable Object[] stay(ProgramRecord fact, @Nullable Object[] content) {
        var whole = Arrays.copyOf(content, content.length + 2);
        whole[content.length] = fact.days().begins();
        whole[content.length + 1] = fact.days().ends();
        return whole;
    }

    /** A word of one program in another's table would tell the wrong category. */
    private boolean isOfStream(ProgramRecord stay) {
        var status = stay.status();
        var setting = stay.setting();
        return (status == null || status.stream() == stream) && (setting == null || setting.stream() == stream);
    }
}
