package link.studentsuccess.sampledistrict;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One student's card in the district's office: what is written on it now, and when it was last written on. */
final class Roll {

    private SampleStudent student;
    private final TreeMap<LocalDate, SampleAbsence> absences = new TreeMap<>();
    private Instant modified;
    private @Nullable Instant stayModified;
    private boolean deleted;

    Roll(SampleStudent student, Instant modified) {
        this.student = student;
        this.modified = modified;
    }

    SampleStudent student() {
        return student;
    }

    Instant modified() {
        return modified;
    }

    /** When enrollments last changed: a new name does not touch them. */
    Instant stayModified() {
        return stayModified == null ? modified : stayModified;
    }

    boolean deleted() {
        return deleted;
    }

    List<SampleAbsence> absences() {
        return List.copyOf(absences.values());
    }

    void put(SampleAbsence absence) {
        absences.put(absence.date(), absence);
    }

    void remove(LocalDate day) {
        absences.remove(day);
    }

    void rewrite(SampleStudent changed, Instant at) {
        if (stayModified == null) {
            stayModified = modified;
        }
        student = changed;
        modified = at;
    }

    void rewriteStays(List<SampleEnrollment> stays, Instant at) {
        student = with(student, stays);
        modified = at;
        stayModified = at;
    }

    void delete(Instant at) {
        deleted = true;
        modified = at;
        stayModified = at;
    }

    /** The stay that holds the day, if any. */
    @Nullable
    SampleEnrollment stayOn(LocalDate day) {
        for (var stay : student.enrollments()) {
            if (stay.covers(day)) {
                return stay;
            }
        }
        return null;
    }

    List<SampleEnrollment> staysEndedOn(LocalDate exit) {
        var stays = new ArrayList<>(student.enrollments());
        var last = stays.remove(stays.size() - 1);
        stays.add(new SampleEnrollment(last.school(), last.beginDate(), exit));
        return stays;
    }

    private static SampleStudent with(SampleStudent student, List<SampleEnrollment> stays) {
        return new SampleStudent(
                student.sourcedId(),
                student.districtStudentId(),
                student.stateStudentId(),
                student.givenName(),
                student.familyName(),
                student.preferredGivenName(),
                student.birthDate(),
                student.gradeLevel(),
                stays);
    }
}
