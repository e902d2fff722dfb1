package link.studentsuccess.sampledistrict;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the district knows of one (synthetic) child at this moment; {@code school} is the last one entered. */
public record SampleStudent(
        String sourcedId,
        String districtStudentId,
        String stateStudentId,
        String givenName,
        String familyName,
        @Nullable String preferredGivenName,
        LocalDate birthDate,
        String gradeLevel,
        List<SampleEnrollment> enrollments) {

    public SampleStudent {
        enrollments = List.copyOf(enrollments);
    }

    SampleStudent with(List<SampleEnrollment> stays) {
        return new SampleStudent(
                sourcedId,
                districtStudentId,
                stateStudentId,
                givenName,
                familyName,
                preferredGivenName,
                birthDate,
                gradeLevel,
                stays);
    }

    public SampleSchool school() {
        return enrollments.get(enrollments.size() - 1).school();
    }

    public String schoolSourcedId() {
        return school().sourcedId();
    }

    public String schoolCode() {
        return school().code();
    }

    public boolean enrolledOn(LocalDate day) {
        return enrollments.stream().anyMatch(stay -> stay.covers(day));
    }
}
