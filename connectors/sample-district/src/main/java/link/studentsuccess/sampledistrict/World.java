package link.studentsuccess.sampledistrict;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import link.studentsuccess.sampledistrict.Habits.Habit;
import org.jspecify.annotations.Nullable;

/** All students of the district and their year so far; every change goes through here and counts the version up. */
final class World {

    private static final long SEED = 0x5EED_0F_9E7L;
    private static final int THEO_MOVES = 10;
    private static final int SAOIRSE_LEAVES = 20;
    /** Days whose absences show in what a student can do; never more, so that a grade once given stays. */
    private static final int FIRST_DAYS = 20;

    private static final LocalTime END_OF_DAY = LocalTime.of(16, 5);

    private final Options options;
    private final SchoolYear year;
    private final List<LocalDate> schoolDays;
    private final List<Instant> dayEnds;
    private final Map<String, Roll> rolls = new LinkedHashMap<>();
    private final Set<String> numbers = new HashSet<>();
    private final Set<String> namesTaken = new HashSet<>();
    private final Map<String, Integer> missedAtFirst = new HashMap<>();
    private final Map<String, GradeEdit> gradeEdits = new HashMap<>();
    private final List<String> steady = new ArrayList<>();
    private Instant lastStamp = Instant.EPOCH;
    private long version;

    World(Options options) {
        this.options = options;
        this.year = SchoolYear.on(options.today());
        this.schoolDays = year.instructionalDays(options.today());
        this.dayEnds = schoolDays.stream().map(this::endOf).toList();
        for (var child : Child.values()) {
            numbers.add(child.districtStudentId());
            namesTaken.add(child.givenName() + " " + child.familyName());
        }
        var others = options.students() - Child.values().length;
        var children = Child.values();
        // Spread, not first: a pull that dies after one page must not have seen them all.
        var every = others / children.length;
        for (var index = 0; index < others; index++) {
            if (index % every == 0 && index / every < children.length) {
                add(children[index / every]);
            }
            add(index);
        }
    }

    /** What the office wrote over a grade; without a letter it took the grade back. */
    record GradeEdit(@Nullable String letter, @Nullable Integer percent, Instant at) {}

    /** Says nothing about the number it is made from, and no two are the same. */
    static String sourcedId(String firstNumber) {
        return "stu-" + HexFormat.of().toHexDigits((int) (Integer.parseInt(firstNumber) * 0x9E37_79B1L));
    }

    SchoolYear year() {
        return year;
    }

    LocalDate today() {
        return options.today();
    }

    /** Days of school there have been: attendance covers these and no other. */
    List<LocalDate> schoolDays() {
        return schoolDays;
    }

    /** Unnamed students who neither enter late nor leave early this year, whatever today is. */
    List<String> steady() {
        return steady;
    }

    synchronized long version() {
        return version;
    }

    synchronized List<SampleStudent> students() {
        return rolls.values().stream().map(Roll::student).toList();
    }

    synchronized SampleStudent student(String sourcedId) {
        return roll(sourcedId).student();
    }

    synchronized List<SampleAbsence> absences(String sourcedId) {
        return roll(sourcedId).absences();
    }

    /** Runs over all cards while nobody writes on one. */
    synchronized void forEach(Consumer<Roll> reader) {
        rolls.values().forEach(reader);
    }

    synchronized void rewrite(String sourcedId, UnaryOperator<SampleStudent> change) {
        var roll = roll(sourcedId);
        roll.rewrite(change.apply(roll.student()), stamp());
    }

    synchronized void withdraw(String sourcedId, LocalDate exit) {
        var roll = roll(sourcedId);
        roll.rewriteStays(roll.staysEndedOn(exit), stamp());
    }

    synchronized void move(String sourcedId, Campus campus, LocalDate entry) {
        var roll = roll(sourcedId);
        var stays = new ArrayList<>(roll.staysEndedOn(entry));
        stays.add(new SampleEnrollment(campus.school(), entry, null));
        roll.rewriteStays(stays, stamp());
    }

    synchronized void delete(String sourcedId) {
        roll(sourcedId).delete(stamp());
    }

    synchronized void enter(String sourcedId, LocalDate day, AttendanceCode code) {
        var roll = roll(sourcedId);
        var stay = roll.stayOn(day);
        var school = stay == null ? roll.student().school() : stay.school();
        var minutes = Habits.minutes(code, day.getDayOfYear());
        roll.put(new SampleAbsence(day, school.code(), code, minutes, stamp()));
    }

    synchronized void remove(String sourcedId, LocalDate day) {
        stamp();
        roll(sourcedId).remove(day);
    }

    synchronized void editGrade(String gradeId, @Nullable String letter, @Nullable Integer percent) {
        gradeEdits.put(gradeId, new GradeEdit(letter, percent, stamp()));
    }

    synchronized @Nullable GradeEdit gradeEdit(String gradeId) {
        return gradeEdits.get(gradeId);
    }

    /** Days missed of the first twenty, as they were told at the start; later corrections change no grade. */
    int missedAtFirst(String sourcedId) {
        return missedAtFirst.getOrDefault(sourcedId, 0);
    }

    /** When the office has all of that day. */
    Instant endOf(LocalDate day) {
        return day.atTime(END_OF_DAY).atZone(options.zone()).toInstant();
    }

    private Roll roll(String sourcedId) {
        var roll = rolls.get(sourcedId);
        if (roll == null) {
            throw new IllegalArgumentException("The district has no student with the sourcedId asked for.");
        }
        return roll;
    }

    /** Later than every stamp before, so that a delta since any of them sees this change. */
    private Instant stamp() {
        version++;
        var now = options.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        lastStamp = now.isAfter(lastStamp) ? now : lastStamp.plusMillis(1);
        return lastStamp;
    }

    private void add(Child child) {
        var student = new SampleStudent(
                child.sourcedId(),
                child.districtStudentId(),
                "9" + child.districtStudentId() + "304",
                child.givenName(),
                child.familyName(),
                null,
                child.birthDate(year, options.today()),
                GradeLevel.code(child.grade(year)),
                stays(child));
        enroll(student, Habits.of(child));
    }

    private List<SampleEnrollment> stays(Child child) {
        var campus = child.campus(year);
        if (child == Child.SAOIRSE && schoolDays.size() >= SAOIRSE_LEAVES) {
            var gone = schoolDays.get(SAOIRSE_LEAVES - 1).plusDays(1);
            return List.of(new SampleEnrollment(campus.school(), year.firstDay(), gone));
        }
        if (child != Child.THEO) {
            return List.of(new SampleEnrollment(campus.school(), year.firstDay(), null));
        }
        // After two weeks at his first school; until then the move lies in the year before.
        var early = schoolDays.size() <= THEO_MOVES;
        var since = early ? year.before().firstDay() : year.firstDay();
        var moved = early ? year.before().secondSemester() : schoolDays.get(THEO_MOVES);
        return List.of(
                new SampleEnrollment(Campus.RAINIER_RIDGE.school(), since, moved),
                new SampleEnrollment(campus.school(), moved, null));
    }

    private void add(int index) {
        var random = new SplittableRandom(SEED + index * 0xD134_2543_DE82_EF95L);
        var campus = Campus.drawn(random.nextInt(100));
        var grade = random.nextInt(campus.lowest(), campus.highest() + 1);
        var number = number(index);
        var given = Names.given(random);
        var student = new SampleStudent(
                sourcedId(number),
                number,
                Long.toString(7_000_000_000L + index * 7_919L),
                given,
                family(given, random),
                Names.preferred(given, random),
                GradeLevel.firstBirthday(grade, year).plusDays(random.nextInt(365)),
                GradeLevel.code(grade),
                List.of(stay(sourcedId(number), campus, random)));
        enroll(student, Habits.drawn(random));
    }

    /** Nobody shares both names with a named child. */
    private String family(String given, SplittableRandom random) {
        var family = Names.family(random);
        var taken = namesTaken.contains(given + " " + family);
        return taken ? family + "-Lund" : family;
    }

    /** One in a hundred enters late, one in eighty leaves: seen only when that day has come. */
    private SampleEnrollment stay(String sourcedId, Campus campus, SplittableRandom random) {
        var late = random.nextInt(100) == 0;
        var leaves = random.nextInt(80) == 0;
        if (!late && !leaves) {
            steady.add(sourcedId);
        }
        var entry = schoolDay(late, random.nextInt(3, 20));
        var exit = schoolDay(leaves, random.nextInt(25, 170));
        return new SampleEnrollment(campus.school(), entry == null ? year.firstDay() : entry, exit);
    }

    private @Nullable LocalDate schoolDay(boolean wanted, int index) {
        return wanted && index < schoolDays.size() ? schoolDays.get(index) : null;
    }

    /** Six digits spread over the whole range, about every tenth with a leading zero. */
    private String number(int index) {
        var number = Long.toString(1_000_000L + (10_007L + index * 61_843L) % 899_981L)
                .substring(1);
        return numbers.add(number) ? number : number(index + options.students());
    }

    private void enroll(SampleStudent student, Habit habit) {
        var roll = new Roll(student, written(student));
        var missed = 0;
        for (var index = 0; index < schoolDays.size(); index++) {
            var day = schoolDays.get(index);
            var code = habit.on(index, day);
            var stay = roll.stayOn(day);
            if (code != null && stay != null) {
                missed += code.absent() && index < FIRST_DAYS ? 1 : 0;
                var minutes = Habits.minutes(code, index);
                roll.put(new SampleAbsence(day, stay.school().code(), code, minutes, dayEnds.get(index)));
            }
        }
        missedAtFirst.put(student.sourcedId(), missed);
        rolls.put(student.sourcedId(), roll);
    }

    private Instant written(SampleStudent student) {
        var last = student.enrollments().get(student.enrollments().size() - 1);
        var seconds = Math.floorMod(student.sourcedId().hashCode(), 36_000);
        var day = last.endDate() != null ? last.endDate() : last.beginDate();
        var summer = day.equals(year.firstDay()) ? year.firstDay().minusDays(12) : day;
        return summer.atTime(LocalTime.of(8, 0)).toInstant(ZoneOffset.UTC).plusSeconds(seconds);
    }
}
