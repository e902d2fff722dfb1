package link.studentsuccess.sampledistrict;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import link.studentsuccess.sampledistrict.ValleyMark.Credit;
import link.studentsuccess.sampledistrict.ValleyMark.Score;
import org.jspecify.annotations.Nullable;

/** All students of the second district with their year up to the last weekly export, which is made on Mondays. */
final class ValleyWorld {

    static final SampleSchool HIGH = new SampleSchool("4201", "4201", "Osprey Bend High School");
    static final SampleSchool MIDDLE = new SampleSchool("4202", "4202", "Lower Falls Middle School");

    /** Its name tells more of a student than where the student goes to school. */
    static final SampleSchool TREATMENT = new SampleSchool("4209", "4209", "Lower Falls Treatment Center");

    private static final long SEED = 0x7A11E7L;
    private static final int UNNAMED = 395;
    private static final int SAOIRSE_LEAVES = 20;
    private static final int DAYS_BEFORE_MARKS = 14;
    private static final BigDecimal HALF = new BigDecimal("0.50");

    private final SchoolYear year;
    private final LocalDate asOf;
    private final List<LocalDate> schoolDays;
    private final Map<String, Pupil> pupils = new LinkedHashMap<>();
    private final Map<RainierChild, SampleStudent> children = new EnumMap<>(RainierChild.class);

    /** A student with the habits that the year follows from. */
    private record Pupil(
            SampleStudent student, List<ValleyAbsence> absences, List<ValleyMark> marks, ValleyFacts facts) {}

    /** How often a student misses school, and how well they do. */
    private record Traits(double absence, double tardiness, int level, Set<Integer> failing) {}

    private record Quarter(int number, LocalDate begins, LocalDate ends) {}

    ValleyWorld(LocalDate today) {
        year = SchoolYear.on(today);
        var monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        asOf = monday.isAfter(year.firstDay()) ? monday : today;
        schoolDays = year.instructionalDays(asOf);
        for (var child : RainierChild.values()) {
            children.put(child, student(child));
        }
        children.forEach((child, student) -> enroll(student, traits(child)));
        for (var index = 0; index < UNNAMED; index++) {
            addUnnamed(index);
        }
    }

    SchoolYear year() {
        return year;
    }

    /** The Monday whose morning the export shows: what happened before it. */
    LocalDate asOf() {
        return asOf;
    }

    /** Those who have entered. */
    List<SampleStudent> students() {
        return pupils.values().stream().map(Pupil::student).toList();
    }

    SampleStudent child(RainierChild child) {
        var student = children.get(child);
        if (student == null) {
            throw new IllegalStateException("Every named child is enrolled");
        }
        return student;
    }

    SampleStudent student(String number) {
        return pupil(number).student();
    }

    List<ValleyAbsence> absences(String number) {
        return pupil(number).absences();
    }

    List<ValleyMark> marks(String number) {
        return pupil(number).marks();
    }

    ValleyFacts facts(String number) {
        return pupil(number).facts();
    }

    private Pupil pupil(String number) {
        var pupil = pupils.get(number);
        if (pupil == null) {
            throw new IllegalArgumentException("The district has no such student now.");
        }
        return pupil;
    }

    private SampleStudent named(RainierChild child) {
        return student(
                child.districtStudentId(),
                new Named(child.givenName(), child.familyName(), null),
                child.birthDate(year),
                child.grade(),
                child == RainierChild.SAOIRSE ? mondayAfterTheMove() : year.firstDay());
    }

    /** Dario begins the year at two schools. */
    private SampleStudent student(RainierChild child) {
        var student = named(child);
        if (child != RainierChild.DARIO) {
            return student;
        }
        var stays = new ArrayList<>(student.enrollments());
        stays.add(
                0,
                new SampleEnrollment(TREATMENT, year.firstDay(), year.firstDay().plusDays(3)));
        return student.with(stays);
    }

    private record Named(
            String given, String family, @Nullable String preferred) {}

    private SampleStudent student(String number, Named name, LocalDate birthDate, int grade, LocalDate entry) {
        return new SampleStudent(
                number,
                number,
                Long.toString(6_100_000_000L + Long.parseLong(number) * 3L),
                name.given(),
                name.family(),
                name.preferred(),
                birthDate,
                GradeLevel.code(grade),
                List.of(new SampleEnrollment(grade >= 9 ? HIGH : MIDDLE, entry, null)));
    }

    /** She leaves the first district on its twentieth day of school, which is ours too. */
    private LocalDate mondayAfterTheMove() {
        var left = year.instructionalDays(year.end()).get(SAOIRSE_LEAVES - 1);
        return left.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    }

    private static Traits traits(RainierChild child) {
        return switch (child) {
            case RAVI -> new Traits(0.13, 0.06, 78, Set.of(1));
            case DARIO -> new Traits(0.08, 0.10, 66, Set.of(0, 3));
            case SAOIRSE -> new Traits(0.04, 0.02, 86, Set.of());
            case INGRID -> new Traits(0.02, 0.01, 93, Set.of());
            case KOFI -> new Traits(0.17, 0.05, 64, Set.of(1, 2));
        };
    }

    private void addUnnamed(int index) {
        var random = new SplittableRandom(SEED + index * 0x9E37_79B9_7F4A_7C15L);
        var grade = random.nextInt(6, 13);
        var given = Names.given(random);
        var family = Names.family(random);
        var named =
                new Named(given, isTaken(given, family) ? family + "-Lund" : family, Names.preferred(given, random));
        var birthDate = GradeLevel.firstBirthday(grade, year).plusDays(random.nextInt(365));
        var often = random.nextInt(7) == 0;
        var failing = new HashSet<Integer>();
        if (random.nextInt(5) == 0) {
            failing.add(random.nextInt(6));
        }
        var traits = new Traits(
                often ? 0.1 + random.nextDouble() * 0.15 : random.nextDouble() * 0.06,
                random.nextDouble() * 0.05,
                68 + random.nextInt(28),
                failing);
        var number = Integer.toString(551_000 + index * 13);
        enroll(student(number, named, birthDate, grade, year.firstDay()), traits);
    }

    /** Nobody shares both names with a named child of either district. */
    private static boolean isTaken(String given, String family) {
        for (var child : Child.values()) {
            if (child.givenName().equals(given) && child.familyName().equals(family)) {
                return true;
            }
        }
        for (var child : RainierChild.values()) {
            if (child.givenName().equals(given) && child.familyName().equals(family)) {
                return true;
            }
        }
        return false;
    }

    private void enroll(SampleStudent student, Traits traits) {
        if (student.enrollments().get(0).beginDate().isAfter(asOf)) {
            return;
        }
        var random = new SplittableRandom(SEED ^ Long.parseLong(student.districtStudentId()));
        var section = 1 + random.nextInt(2);
        var absences = absences(student, traits, random.split());
        var marks = marks(student, traits, section, random.split());
        var courses = ValleyCourse.of(student, section);
        pupils.put(
                student.districtStudentId(),
                new Pupil(student, absences, marks, ValleyFacts.of(student, courses, year, asOf)));
    }

    /** Drawn day by day from the first, so that a later week only adds rows. */
    private List<ValleyAbsence> absences(SampleStudent student, Traits traits, SplittableRandom random) {
        var absences = new ArrayList<ValleyAbsence>();
        for (var day : schoolDays) {
            var draw = random.nextDouble();
            var kind = random.nextInt(100);
            var code = draw < traits.absence()
                    ? missed(kind)
                    : draw < traits.absence() + traits.tardiness()
                            ? ValleyCode.T
                            : draw > 0.992 ? (kind < 60 ? ValleyCode.H : ValleyCode.L) : null;
            if (code != null && student.enrolledOn(day)) {
                absences.add(new ValleyAbsence(day, student.schoolCode(), code));
            }
        }
        return List.copyOf(absences);
    }

    private static ValleyCode missed(int kind) {
        return kind < 45 ? ValleyCode.U : kind < 78 ? ValleyCode.E : kind < 96 ? ValleyCode.M : ValleyCode.S;
    }

    private List<ValleyMark> marks(SampleStudent student, Traits traits, int section, SplittableRandom random) {
        var marks = new ArrayList<ValleyMark>();
        var courses = ValleyCourse.of(student, section);
        for (var course = 0; course < courses.size(); course++) {
            var level = traits.failing().contains(course) ? 48 : traits.level() + random.nextInt(-6, 7);
            marks.addAll(marks(student, courses.get(course), level, random.split()));
        }
        return List.copyOf(marks);
    }

    private List<ValleyMark> marks(SampleStudent student, ValleyCourse course, int level, SplittableRandom random) {
        var marks = new ArrayList<ValleyMark>();
        var semester = BigDecimal.ZERO;
        for (var quarter : quarters()) {
            var percent = percent(level, random);
            semester = quarter.number() % 2 == 0 ? semester.add(percent) : percent;
            var term = "Q" + quarter.number();
            if (!asOf.isBefore(quarter.ends())
                    && student.enrolledOn(quarter.ends().minusDays(1))) {
                marks.add(new ValleyMark(course, term, ValleyMark.Type.Q, new Score(percent, null), quarter.ends()));
                if (quarter.number() % 2 == 0) {
                    marks.add(whole(student, course, quarter, semester));
                }
            } else if (isUnderWay(quarter)) {
                marks.add(new ValleyMark(course, term, ValleyMark.Type.P, new Score(percent, null), asOf.minusDays(3)));
            }
        }
        return marks;
    }

    private boolean isUnderWay(Quarter quarter) {
        return asOf.isBefore(quarter.ends()) && !asOf.isBefore(quarter.begins().plusDays(DAYS_BEFORE_MARKS));
    }

    private static ValleyMark whole(SampleStudent student, ValleyCourse course, Quarter quarter, BigDecimal both) {
        var percent = both.divide(BigDecimal.valueOf(2), 1, RoundingMode.HALF_UP);
        var passed = percent.intValue() >= 60;
        var credit = GradeLevel.number(student.gradeLevel()) >= 9
                ? new Credit(HALF, passed ? HALF : new BigDecimal("0.00"))
                : null;
        return new ValleyMark(
                course, "S" + quarter.number() / 2, ValleyMark.Type.F, new Score(percent, credit), quarter.ends());
    }

    private static BigDecimal percent(int level, SplittableRandom random) {
        var tenths = Math.min(1_000, Math.max(300, level * 10 + random.nextInt(-50, 51)));
        return BigDecimal.valueOf(tenths, 1);
    }

    private List<Quarter> quarters() {
        return List.of(
                new Quarter(1, year.firstDay(), year.secondQuarter()),
                new Quarter(2, year.secondQuarter(), year.secondSemester()),
                new Quarter(3, year.secondSemester(), year.fourthQuarter()),
                new Quarter(4, year.fourthQuarter(), year.end()));
    }
}
