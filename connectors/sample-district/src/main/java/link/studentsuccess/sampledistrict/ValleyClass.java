package link.studentsuccess.sampledistrict;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** One row of the second district's schedule file: a course that a student attends in a semester. */
public record ValleyClass(ValleyCourse course, int period, String teacher, String room, Semester semester) {

    /** A semester with its first and last day. */
    public record Semester(String title, LocalDate first, LocalDate last) {}

    /** In the second semester the day begins with what was second in the first. */
    static List<ValleyClass> of(List<ValleyCourse> courses, SchoolYear year) {
        var first = new Semester("S1", year.firstDay(), year.secondSemester().minusDays(1));
        var second = new Semester("S2", year.secondSemester(), year.end().minusDays(1));
        var classes = new ArrayList<ValleyClass>();
        for (var i = 0; i < courses.size(); i++) {
            classes.add(of(courses.get(i), i + 1, first));
            classes.add(of(courses.get(i), i == 0 ? courses.size() : i, second));
        }
        return List.copyOf(classes);
    }

    private static ValleyClass of(ValleyCourse course, int period, Semester semester) {
        var of = Math.floorMod(course.number().hashCode() + course.section().hashCode(), 40);
        return new ValleyClass(course, period, Names.teacher(of), "R" + (101 + of), semester);
    }
}
