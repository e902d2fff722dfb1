package link.studentsuccess.sampledistrict;

import java.util.List;
import java.util.Locale;

/** What each grade is taught: homeroom first, then by period. */
final class Courses {

    private static final List<String> MATHEMATICS =
            List.of("Math 6", "Math 7", "Pre-Algebra", "Algebra I", "Geometry", "Algebra II", "Statistics");
    private static final List<String> SCIENCE =
            List.of("Earth Science", "Life Science", "Physical Science", "Biology", "Chemistry", "Physics", "Ecology");
    private static final List<String> SOCIAL_STUDIES = List.of(
            "Ancient Civilizations",
            "Washington State History",
            "U.S. History to 1900",
            "World Geography",
            "World History",
            "U.S. History",
            "Civics");
    private static final List<String> LANGUAGE =
            List.of("Reading", "Reading", "Spanish A", "Spanish I", "Spanish II", "Spanish III", "Spanish IV");

    private Courses() {}

    static List<String> of(int grade) {
        if (grade < 6) {
            return List.of("Homeroom");
        }
        var index = grade - 6;
        return List.of(
                "Homeroom",
                "English " + grade,
                MATHEMATICS.get(index),
                SCIENCE.get(index),
                SOCIAL_STUDIES.get(index),
                LANGUAGE.get(index),
                grade % 2 == 0 ? "Health and Fitness" : "Visual Arts");
    }

    static String id(int grade, int period) {
        return "crs-" + GradeLevel.code(grade).toLowerCase(Locale.ROOT) + "-" + period;
    }
}
