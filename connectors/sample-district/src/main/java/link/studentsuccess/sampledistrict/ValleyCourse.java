package link.studentsuccess.sampledistrict;

import java.util.List;
import java.util.stream.IntStream;

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

    static List<ValleyCourse> of(String schoolCode, int grade, int section) {
        var titles = TITLES.get(grade - 6);
        return IntStream.range(0, titles.size())
                .mapToObj(i -> new ValleyCourse(
                        schoolCode, "%02d%d0".formatted(grade, i + 1), "%02d".formatted(section), titles.get(i)))
                .toList();
    }
}
