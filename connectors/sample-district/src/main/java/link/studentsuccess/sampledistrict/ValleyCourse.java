package link.studentsuccess.sampledistrict;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A section of a course at one of the second district's schools. */
public record ValleyCourse(String schoolCode, String number, String section, String title) {

    private static final List<List<String>> TITLES = List.of(
            List.of("Language Arts 6", "Math 6", "Earth Science", "Ancient World", "Français A", "Band"),
            List.of("Language Arts 7", "Math 7", "Life Science", "Washington State", "Français B", "Band"),
            List.of("Language Arts 8", "Math 8", "Physical Science", "U.S. History 8", "Español A", "Choir"),
            List.of("English 9", "Algebra 1", "Biology", "World Geography", "Español I", "Ceramics"),
            List.of("English 10", "Geometry", "Chemistry", "World History", "Español II", "Drawing"),
            List.of("English 11", "Algebra 2", "Physics", "U.S. History", "Español III", "Drama"),
            List.of("English 12", "Statistics", "Marine Science", "Civics", "Español IV", "Résumé and Careers"));

    /** A title that tells more than a course: of two children, in place of their mathematics. */
    private static final String REVEALING = "Resource Math";

    private static final int MATHEMATICS = 1;

    static List<ValleyCourse> of(SampleStudent student, int section) {
        var grade = GradeLevel.number(student.gradeLevel());
        var titles = TITLES.get(grade - 6);
        var revealing = Stream.of(RainierChild.DARIO, RainierChild.SAOIRSE)
                .anyMatch(child -> child.districtStudentId().equals(student.districtStudentId()));
        return IntStream.range(0, titles.size())
                .mapToObj(i -> revealing && i == MATHEMATICS
                        ? new ValleyCourse(student.schoolCode(), "%02d2R".formatted(grade), "01", REVEALING)
                        : new ValleyCourse(
                                student.schoolCode(),
                                "%02d%d0".formatted(grade, i + 1),
                                "%02d".formatted(section),
                                titles.get(i)))
                .toList();
    }
}
