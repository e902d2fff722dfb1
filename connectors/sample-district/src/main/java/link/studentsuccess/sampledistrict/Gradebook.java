package link.studentsuccess.sampledistrict;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import link.studentsuccess.sampledistrict.SampleGrade.Kind;
import link.studentsuccess.sampledistrict.Team.Member;
import org.jspecify.annotations.Nullable;

/**
 * What teachers have written this year so far: for each class a line for each column, and on it what its students got.
 * Only lines are kept; a grade is worked out when it is asked for.
 */
final class Gradebook {

    /** Which is no grade unless it has a kind of grade. */
    enum Category {
        PROGRESS("Grade in progress", Kind.PROGRESS),
        PERIOD("Grading period grade", Kind.GRADING_PERIOD),
        FINAL("Final grade", Kind.FINAL),
        ASSIGNMENT("Assignments", null);

        private final String title;
        private final @Nullable Kind kind;

        Category(String title, @Nullable Kind kind) {
            this.title = title;
            this.kind = kind;
        }

        String title() {
            return title;
        }
    }

    /** What all classes have a line for; {@code quarter} is the last it takes in. */
    record Column(
            Category category,
            String tag,
            String title,
            String session,
            int quarter,
            LocalDate begins,
            LocalDate gradedOn) {}

    /** A column in one class. */
    record Line(String id, Column column, Team team, int period, List<Member> members) {

        String classId() {
            return team.classId(period);
        }

        String resultId(Member member) {
            return "res-" + team.campus().school().code() + "-" + period + "-" + column.tag() + "-"
                    + member.roll().student().sourcedId().substring(4);
        }
    }

    /**
     * What a student got; without a letter an assignment.
     *
     * @param open still in progress, or left so by a student who went away
     * @param credits attempted and, where passed, earned; absent below high school and before the semester ends
     */
    record Mark(
            @Nullable String letter,
            @Nullable Integer percent,
            boolean open,
            @Nullable BigDecimal credits,
            LocalDate gradedOn,
            Instant updatedAt,
            boolean deleted) {}

    static final BigDecimal SEMESTER_CREDIT = new BigDecimal("0.5");
    static final int ASSIGNMENT_POINTS = 20;
    /** Who leaves earlier than that leaves without a grade. */
    private static final int DAYS_FOR_A_GRADE = 15;

    private final World world;
    private final List<Column> columns;
    private Map<String, Line> lines = Map.of();
    private long linesVersion = -1;

    Gradebook(World world) {
        this.world = world;
        this.columns = columns(world);
    }

    private static List<Column> columns(World world) {
        var year = world.year();
        var columns = new ArrayList<Column>();
        for (var quarter = 1; quarter <= 4; quarter++) {
            var begins = year.quarter(quarter);
            var ends = year.quarter(quarter + 1);
            var days = days(world, begins, ends);
            if (days.isEmpty()) {
                continue;
            }
            var tag = "q" + quarter;
            var session = year.sourcedId() + "-" + tag;
            var last = days.get(days.size() - 1);
            var name = "Quarter " + quarter;
            if (!ends.isAfter(world.today())) {
                columns.add(new Column(Category.PERIOD, tag, name + " grade", session, quarter, begins, last));
            } else {
                columns.add(new Column(Category.PROGRESS, tag + "p", name + " so far", session, quarter, begins, last));
            }
            if (days(world, ends, year.end()).isEmpty()) {
                columns.add(assignment(tag + "a1", "Homework 1", session, quarter, days, 3));
                columns.add(assignment(tag + "a2", "Unit quiz", session, quarter, days, 6));
            }
            if (quarter % 2 == 0 && !ends.isAfter(world.today())) {
                var semester = quarter / 2;
                columns.add(new Column(
                        Category.FINAL,
                        "s" + semester,
                        "Semester " + semester + " final grade",
                        year.sourcedId() + "-s" + semester,
                        quarter,
                        year.quarter(quarter - 1),
                        last));
            }
        }
        return columns;
    }

    private static Column assignment(
            String tag, String title, String session, int quarter, List<LocalDate> days, int index) {
        var due = days.get(Math.min(index, days.size() - 1));
        return new Column(Category.ASSIGNMENT, tag, title, session, quarter, days.get(0), due);
    }

    private static List<LocalDate> days(World world, LocalDate from, LocalDate until) {
        return world.schoolDays().stream()
                .filter(day -> !day.isBefore(from) && day.isBefore(until))
                .toList();
    }

    Instant endOf(LocalDate day) {
        return world.endOf(day);
    }

    /** By their ids, in order of the classes. Homeroom and the lower grades have no gradebook. */
    synchronized Map<String, Line> lines() {
        var version = world.version();
        if (version != linesVersion) {
            lines = written();
            linesVersion = version;
        }
        return lines;
    }

    private Map<String, Line> written() {
        var byId = new LinkedHashMap<String, Line>();
        Team.of(world).forEach((team, members) -> {
            for (var period = 1; period < Courses.of(team.grade()).size(); period++) {
                for (var column : columns) {
                    var id = "li-" + column.tag() + "-" + team.code() + "-" + period;
                    byId.put(id, new Line(id, column, team, period, members));
                }
            }
        });
        return byId;
    }

    List<SampleGrade> grades(String student) {
        var grades = new ArrayList<SampleGrade>();
        for (var column : columns) {
            for (var line : lines().values()) {
                if (line.column().equals(column)) {
                    grades.addAll(grades(line, student));
                }
            }
        }
        return grades;
    }

    private List<SampleGrade> grades(Line line, String student) {
        var grades = new ArrayList<SampleGrade>();
        for (var member : line.members()) {
            var kind = line.column().category().kind;
            if (kind == null || !member.roll().student().sourcedId().equals(student)) {
                continue;
            }
            var mark = mark(line, member);
            if (mark != null && mark.letter() != null && !mark.deleted()) {
                grades.add(new SampleGrade(
                        line.resultId(member),
                        line.classId(),
                        Courses.of(line.team().grade()).get(line.period()),
                        line.column().session(),
                        mark.open() ? Kind.PROGRESS : kind,
                        mark.letter(),
                        mark.percent(),
                        mark.credits(),
                        mark.gradedOn()));
            }
        }
        return grades;
    }

    /** Absent where the student was not in the class long enough. */
    @Nullable
    Mark mark(Line line, Member member) {
        var gradedOn = gradedOn(line.column(), member.stay());
        if (gradedOn == null) {
            return null;
        }
        var roll = member.roll();
        var edit = world.gradeEdit(line.resultId(member));
        var percent = percent(line, roll.student().sourcedId());
        // The arts and health classes of middle school are passed or not.
        var passFail = line.period() == 6 && line.team().grade() < 9;
        String letter = passFail ? Marks.passed(percent) : Marks.letter(percent);
        Integer shown = passFail ? null : Integer.valueOf(percent);
        var updatedAt = world.endOf(gradedOn);
        if (edit != null) {
            letter = edit.letter() == null ? letter : edit.letter();
            shown = edit.letter() == null ? shown : edit.percent();
            updatedAt = edit.at();
        }
        if (line.column().category() == Category.ASSIGNMENT) {
            letter = null;
            shown = percent;
        }
        var open = line.column().category() == Category.PROGRESS
                || !gradedOn.equals(line.column().gradedOn());
        var deleted = roll.deleted() || (edit != null && edit.letter() == null);
        return new Mark(
                letter,
                shown,
                open,
                credits(line, letter),
                gradedOn,
                roll.deleted() ? roll.modified() : updatedAt,
                deleted);
    }

    private @Nullable LocalDate gradedOn(Column column, SampleEnrollment stay) {
        if (stay.covers(column.gradedOn())) {
            return column.gradedOn();
        }
        if (column.category() == Category.FINAL || column.category() == Category.ASSIGNMENT) {
            return null;
        }
        var days = days(world, column.begins(), column.gradedOn()).stream()
                .filter(stay::covers)
                .toList();
        return days.size() < DAYS_FOR_A_GRADE ? null : days.get(days.size() - 1);
    }

    private int percent(Line line, String student) {
        var column = line.column();
        var missed = world.missedAtFirst(student);
        var last =
                Marks.percent(student, missed, line.period(), column.quarter(), column.category() == Category.PROGRESS);
        if (column.category() != Category.FINAL) {
            return last;
        }
        return (Marks.percent(student, missed, line.period(), column.quarter() - 1, false) + last) / 2;
    }

    private static @Nullable BigDecimal credits(Line line, @Nullable String letter) {
        if (line.column().category() != Category.FINAL || line.team().grade() < 9 || letter == null) {
            return null;
        }
        return letter.equals("F") || letter.equals("NC") ? BigDecimal.ZERO : SEMESTER_CREDIT;
    }
}
