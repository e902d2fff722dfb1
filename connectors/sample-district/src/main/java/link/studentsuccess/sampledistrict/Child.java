package link.studentsuccess.sampledistrict;

import static link.studentsuccess.sampledistrict.Campus.CEDAR_HARBOR;
import static link.studentsuccess.sampledistrict.Campus.LARCH_MEADOW;
import static link.studentsuccess.sampledistrict.Campus.RAINIER_RIDGE;
import static link.studentsuccess.sampledistrict.Campus.TIDEWATER;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.Year;
import org.jspecify.annotations.Nullable;

/**
 * The children that stories and tests call by name. To the district they are students like any other; agreements and
 * consents about them are made elsewhere. The README tells which case each of them plays.
 */
public enum Child {
    LENA("104218", "Lena", "Okafor", RAINIER_RIDGE, 9, MonthDay.of(3, 14)),
    OMAR("098317", "Omar", "Haddad", RAINIER_RIDGE, 10, MonthDay.of(11, 2)),
    PRIYA("087455", "Priya", "Raman", RAINIER_RIDGE, 11, MonthDay.of(12, 19)),
    MATEO("104377", "Mateo", "García López", RAINIER_RIDGE, 9, MonthDay.of(7, 6)),
    JADE("113902", "Jade", "Lindqvist", TIDEWATER, 8, MonthDay.of(1, 27)),
    TARIQ("098641", "Tariq", "Abdi-Hassan", RAINIER_RIDGE, 10, MonthDay.of(5, 30)),
    NOOR("104533", "Noor", "Al-Sayed", RAINIER_RIDGE, 9, MonthDay.of(10, 11)),
    ELIAS("098772", "Elias", "Brandt", RAINIER_RIDGE, 10, MonthDay.of(2, 8)),
    SOFIA("087619", "Sofía", "Mendoza Ruiz", RAINIER_RIDGE, 11, MonthDay.of(4, 17)),
    DEVON("114026", "Devon", "O'Neill", TIDEWATER, 8, MonthDay.of(6, 25)),
    GRACE("122840", "Grace", "Kim", LARCH_MEADOW, 7, MonthDay.of(9, 3)),
    HUGO("104690", "Hugo", "Fernández", RAINIER_RIDGE, 9, MonthDay.of(1, 5)),
    AMARA("098915", "Amara", "Nwosu", RAINIER_RIDGE, 10, MonthDay.of(8, 21)),
    KENJI("122957", "Kenji", "Watanabe", LARCH_MEADOW, 7, MonthDay.of(3, 31)),
    ISLA("076104", "Isla", "Fraser", RAINIER_RIDGE, 12, null),
    RUBEN("087733", "Rubén", "Castillo", RAINIER_RIDGE, 11, MonthDay.of(2, 14)),
    ANA("004411", "Ana", "Petrova", TIDEWATER, 8, MonthDay.of(5, 9)),
    EVA("004412", "Eva", "Petrova", TIDEWATER, 8, MonthDay.of(5, 9)),
    WREN("099048", "Wren", "Gallagher", CEDAR_HARBOR, 10, MonthDay.of(10, 28)),
    THEO("104816", "Theo", "Marchetti", CEDAR_HARBOR, 9, MonthDay.of(4, 2)),
    ZOE("131175", "Zoë", "Lavoie", LARCH_MEADOW, -1, null),
    MILO("123061", "Milo", "Andersen", LARCH_MEADOW, 7, MonthDay.of(11, 23)),
    NINA("104954", "Nina", "Kowalczyk", RAINIER_RIDGE, 9, MonthDay.of(6, 12)),
    SAOIRSE("104901", "Saoirse", "Byrne", RAINIER_RIDGE, 9, MonthDay.of(2, 8));

    private final String districtStudentId;
    private final String givenName;
    private final String familyName;
    private final Campus campus;
    private final int grade;
    private final @Nullable MonthDay birthday;

    Child(
            String districtStudentId,
            String givenName,
            String familyName,
            Campus campus,
            int grade,
            @Nullable MonthDay birthday) {
        this.districtStudentId = districtStudentId;
        this.givenName = givenName;
        this.familyName = familyName;
        this.campus = campus;
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

    public String sourcedId() {
        return World.sourcedId(districtStudentId);
    }

    /** Zoë goes where children of her age go, since the last leap year decides how old she is. */
    Campus campus(SchoolYear year) {
        if (this != ZOE) {
            return campus;
        }
        return grade(year) <= campus.highest() ? campus : RAINIER_RIDGE;
    }

    int grade(SchoolYear year) {
        return this == ZOE ? GradeLevel.of(leapDay(year), year) : grade;
    }

    LocalDate birthDate(SchoolYear year, LocalDate today) {
        if (this == ZOE) {
            return leapDay(year);
        }
        if (birthday == null) {
            return today.withDayOfMonth(12).minusMonths(1).minusYears(18);
        }
        var first = GradeLevel.firstBirthday(grade, year);
        var sameYear = birthday.atYear(first.getYear());
        return sameYear.isBefore(first) ? birthday.atYear(first.getYear() + 1) : sameYear;
    }

    /** The youngest child born on 29 February who is in grade 6 or above: always under 16 years old. */
    private static LocalDate leapDay(SchoolYear year) {
        var birthYear = year.startYear() - 11;
        while (!Year.isLeap(birthYear)) {
            birthYear--;
        }
        return LocalDate.of(birthYear, 2, 29);
    }
}
