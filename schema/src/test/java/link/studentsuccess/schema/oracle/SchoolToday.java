package link.studentsuccess.schema.oracle;

import java.time.LocalDate;
import java.time.Month;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Enrollment;
import link.studentsuccess.schema.oracle.World.FirstSchoolDay;
import link.studentsuccess.schema.oracle.World.SchoolRecord;

/** Where a student goes to school today; in summer the last school of the ended year still counts, and who has left has none. */
record SchoolToday(World world, Clock clock) {

    Stream<Enrollment> of(SchoolRecord record) {
        return world.all(Enrollment.class)
                .filter(enrollment -> enrollment.record.equals(record.id))
                .filter(enrollment -> !enrollment.entry.isAfter(clock.districtDay()))
                .filter(enrollment -> goesOn(enrollment) || isOfTheEndedYear(enrollment, record.district));
    }

    private boolean goesOn(Enrollment enrollment) {
        return enrollment.exit == null || enrollment.exit.isAfter(clock.districtDay());
    }

    /** Who left before June has left; who was there until summer is a student of the school until the next year begins. */
    private boolean isOfTheEndedYear(Enrollment enrollment, String district) {
        return enrollment.exit != null
                && !enrollment.exit.isBefore(LocalDate.of(enrollment.year, Month.JUNE, 1))
                && clock.districtDay().isBefore(begins(enrollment.year + 1, district));
    }

    /** By the district's calendar. Decided: where that does not say, in the middle of September. */
    private LocalDate begins(int year, String district) {
        return world.all(FirstSchoolDay.class)
                .filter(first -> first.district.equals(district) && first.year == year)
                .map(first -> first.day)
                .findFirst()
                .orElse(LocalDate.of(year - 1, Month.SEPTEMBER, 15));
    }
}
