package link.studentsuccess.sampledistrict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Students of one school and grade who sit in the same classes all day. */
record Team(Campus campus, int grade, int number) implements Comparable<Team> {

    static final int TEACHERS = 24;
    private static final int CLASS_SIZE = 28;

    private static final Comparator<Team> ORDER =
            Comparator.comparing(Team::campus).thenComparing(Team::grade).thenComparing(Team::number);

    /** A student on the stay that brings them into the team. */
    record Member(Roll roll, SampleEnrollment stay) {}

    /** Classes are made of those who share a school and grade; who leaves or comes never moves another's seat. */
    static TreeMap<Team, List<Member>> of(World world) {
        var teams = new TreeMap<Team, List<Member>>();
        var seats = new TreeMap<Team, Integer>();
        world.forEach(roll -> {
            for (var stay : roll.student().enrollments()) {
                var campus = Campus.of(stay.school());
                var grade = GradeLevel.number(roll.student().gradeLevel());
                var seat = seats.merge(new Team(campus, grade, 0), 1, Integer::sum) - 1;
                var team = new Team(campus, grade, seat / CLASS_SIZE);
                teams.computeIfAbsent(team, none -> new ArrayList<>()).add(new Member(roll, stay));
            }
        });
        return teams;
    }

    static String teacherId(Campus campus, int number) {
        return "tch-" + campus.school().code() + "-" + number;
    }

    String code() {
        return campus.school().code() + "-" + GradeLevel.code(grade) + "-" + (number + 1);
    }

    String classId(int period) {
        return "cls-" + code() + "-" + period;
    }

    int teacher(int period) {
        return (grade * 7 + number * 5 + period) % TEACHERS;
    }

    @Override
    public int compareTo(Team other) {
        return ORDER.compare(this, other);
    }
}
