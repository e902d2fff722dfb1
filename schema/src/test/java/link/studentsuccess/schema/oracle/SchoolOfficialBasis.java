package link.studentsuccess.schema.oracle;

import link.studentsuccess.schema.oracle.World.Designation;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Student;
import org.jspecify.annotations.Nullable;

/** Basis SCHOOL_OFFICIAL: only whom the district has put on the roster for today, however the number was typed. */
record SchoolOfficialBasis(World world, Clock clock) {

    @Nullable
    String closed(DistrictAgreement agreement, Student student) {
        var designated = world.all(Designation.class)
                .anyMatch(designation -> designation.agreement.equals(agreement.id)
                        && designation.districtStudentId.equals(student.districtStudentId.strip())
                        && designation.inForce.has(clock.districtDay()));
        return designated ? null : "NOT_ON_DISTRICT_ROSTER";
    }
}
