package link.studentsuccess.api.grades;

import java.util.List;
import java.util.UUID;
import link.studentsuccess.api.district.School;
import org.jspecify.annotations.Nullable;

/** A section of a course and what it gave one student; there is at least one grade, the oldest first. */
record SectionGrades(Section section, List<Grade> grades) {

    /** A section of a course. */
    record Section(
            UUID key,
            String courseTitle,
            @Nullable String courseCode,
            @Nullable String sectionCode,
            School school,
            int schoolYear) {}

    private static final int MOST = 50;

    SectionGrades {
        grades = grades.stream().sorted(Grade.BY_PERIOD).toList();
        grades = grades.subList(Math.max(0, grades.size() - MOST), grades.size());
    }

    public Grade latest() {
        return grades.get(grades.size() - 1);
    }

    public String courseTitle() {
        return section.courseTitle();
    }

    public @Nullable String courseCode() {
        return section.courseCode();
    }

    public @Nullable String sectionCode() {
        return section.sectionCode();
    }

    public School school() {
        return section.school();
    }

    public int schoolYear() {
        return section.schoolYear();
    }
}
