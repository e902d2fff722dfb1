package link.studentsuccess.sampledistrict;

import java.time.LocalDate;

/** Grades as the district counts them: kindergarten is 0, and a child starts it at five by the end of August. */
final class GradeLevel {

    private GradeLevel() {}

    static String code(int grade) {
        return grade == 0 ? "KG" : "%02d".formatted(grade);
    }

    static int number(String code) {
        return code.equals("KG") ? 0 : Integer.parseInt(code);
    }

    static LocalDate firstBirthday(int grade, SchoolYear year) {
        return LocalDate.of(year.startYear() - 6 - grade, 9, 1);
    }

    static int of(LocalDate birthDate, SchoolYear year) {
        var starts = birthDate.getMonthValue() >= 9 ? birthDate.getYear() + 6 : birthDate.getYear() + 5;
        return year.startYear() - starts;
    }
}
