package link.studentsuccess.schema.oracle;

import java.time.LocalDate;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Designation;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Student;
import org.jspecify.annotations.Nullable;

/** Basis SCHOOL_OFFICIAL: only whom the district has put on the roster for today, however the number was typed. */
record SchoolOfficialBasis(World world, Clock clock) {

    @Nullable
    String closed(DistrictAgreement agreement, Student student) {
        return today(agreement, student).findAny().isPresent() ? null : "NOT_ON_DISTRICT_ROSTER";
    }

    /** Of several the one that lasts longest. */
    Stream<LocalDate> until(DistrictAgreement agreement, Student student) {
        var untils = today(agreement, student)
                .map(designation -> designation.inForce.until())
                .toList();
        return untils.contains(null) ? Stream.empty() : untils.stream().max(LocalDate::compareTo).stream();
    }

    private Stream<Designation> today(DistrictAgreement agreement, Student student) {
        return world.all(Designation.class)
                .filter(designation -> designation.agreement.equals(agreement.id))
                .filter(designation -> designation.districtStudentId.equals(student.districtStudentId.strip()))
                .filter(designation -> designation.inForce.has(clock.districtDay()));
    }
}
