package link.studentsuccess.sampledistrict;

import java.time.LocalDate;
import java.time.MonthDay;

/** The children of the second district that stories and tests call by name; the README tells what each of them plays. */
public enum RainierChild {
    RAVI("550217", "Ravi", "Chandran", 9, MonthDay.of(1, 19)),
    DARIO("104218", "Dario", "Velez", 10, MonthDay.of(10, 6)),
    SAOIRSE("550340", "Saoirse", "Byrne", 9, MonthDay.of(2, 8)),
    INGRID("550418", "Ingrid", "Solheim", 7, MonthDay.of(5, 23)),
    KOFI("550561", "Kofi", "Mensah-Baird", 11, MonthDay.of(8, 2));

    private final String districtStudentId;
    private final String givenName;
    private final String familyName;
    private final int grade;
    private final MonthDay birthday;

    RainierChild(String districtStudentId, String givenName, String familyName, int grade, MonthDay birthday) {
        this.districtStudentId = districtStudentId;
        this.givenName = givenName;
        this.familyName = familyName;
        this.grade = grade;
        this.birthday = birthday;
    }

    public String districtStudentId() {
        return districtStudentId;
    }

    public String givenName() {
        return givenName;
    }

    public String familyName() {
        return familyName;
    }

    int grade() {
        return grade;
    }

    /** By the rule of {@link Child}, so that a child known to both districts has one birth date. */
    LocalDate birthDate(SchoolYear year) {
        var first = GradeLevel.firstBirthday(grade, year);
        var sameYear = birthday.atYear(first.getYear());
        return sameYear.isBefore(first) ? birthday.atYear(first.getYear() + 1) : sameYear;
    }
}
