package link.studentsuccess.demo;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * A small district that has only begun: it drops its roster, has announced attendance without having sent any, and
 * gives no grades. One child of it is served, so that its reasons can be met.
 */
public record SaltCreek(Path folder, LocalDate today) {

    static final String IMANI = "IMANI";
    static final String IMANI_NUMBER = "2207";
    static final String IMANI_GIVEN_NAME = "Imani";
    static final String IMANI_FAMILY_NAME = "Brooks";

    /** Thirteen all year round, so that no birthday changes the case. */
    LocalDate imanisBirthDate() {
        return today.minusYears(13).minusDays(150);
    }

    /** Writes the drop; the manifest last, which says that it is whole. */
    public SaltCreek drop() {
        return drop(IMANI_GIVEN_NAME, imanisBirthDate().toString(), "7701");
    }

    /** The drop of a district whose demographics are forbidden: no birth dates. */
    public void dropWithoutBirthDates(String imanisGivenName, String imanisSchool) {
        drop(imanisGivenName, "", imanisSchool);
    }

    private SaltCreek drop(String imanisGivenName, String imanisBirthDate, String imanisSchool) {
        var year = today.getMonthValue() >= 8 ? today.getYear() + 1 : today.getYear();
        var entry = LocalDate.of(year - 1, 9, 2);
        write("schools.csv", List.of("code,name", "7701,Salt Creek School", "7702,Salt Creek Annex"));
        write(
                "students.csv",
                List.of(
                        "studentNumber,givenName,familyName,preferredGivenName,birthDate",
                        IMANI_NUMBER + "," + imanisGivenName + "," + IMANI_FAMILY_NAME + ",," + imanisBirthDate,
                        "2208,Jonas,Feld,," + today.minusYears(12).minusDays(30)));
        write(
                "enrollments.csv",
                List.of(
                        "studentNumber,schoolCode,schoolYear,gradeLevel,entryDate,lastDay",
                        IMANI_NUMBER + "," + imanisSchool + "," + year + ",08," + entry + ",",
                        "2208,7701," + year + ",07," + entry + ","));
        write(
                "manifest.csv",
                List.of(
                        "file,rows,from,to",
                        "schools.csv,2," + entry + "," + today,
                        "students.csv,2," + entry + "," + today,
                        "enrollments.csv,2," + entry + "," + today));
        return this;
    }

    private void write(String name, List<String> lines) {
        Folders.writePrivate(folder.resolve(name), String.join("\r\n", lines) + "\r\n");
    }
}
