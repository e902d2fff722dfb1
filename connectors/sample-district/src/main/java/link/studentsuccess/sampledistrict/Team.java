package link.studentsuccess.sampledistrict;

import java.util.Comparator;

/** Students of one school and grade who sit in the same classes all day. */
record Team(Campus campus, int grade, int number) implements Comparable<Team> {

    static final int TEACHERS = 24;

    private static final Comparator<Team> ORDER =
            Comparator.comparing(Team::campus).thenComparing(Team::grade).thenComparing(Team::number);

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
