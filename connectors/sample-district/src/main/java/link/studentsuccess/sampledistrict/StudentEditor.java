package link.studentsuccess.sampledistrict;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Changes one student as the district's office would. OneRoster shows it at once with a new dateLastModified; the files
 * show it after {@link SampleDistrict#redrop()}.
 */
public final class StudentEditor {

    private final World world;
    private final String sourcedId;

    StudentEditor(World world, String sourcedId) {
        this.world = world;
        this.sourcedId = sourcedId;
    }

    public SampleStudent now() {
        return world.student(sourcedId);
    }

    public StudentEditor rename(String givenName, String familyName) {
        world.rewrite(
                sourcedId,
                now -> new SampleStudent(
                        now.sourcedId(),
                        now.districtStudentId(),
                        now.stateStudentId(),
                        givenName,
                        familyName,
                        now.preferredGivenName(),
                        now.birthDate(),
                        now.gradeLevel(),
                        now.enrollments()));
        return this;
    }

    /** Nothing stops two children from having the same number: that is a case to be played. */
    public StudentEditor changeNumber(String districtStudentId) {
        world.rewrite(
                sourcedId,
                now -> new SampleStudent(
                        now.sourcedId(),
                        districtStudentId,
                        now.stateStudentId(),
                        now.givenName(),
                        now.familyName(),
                        now.preferredGivenName(),
                        now.birthDate(),
                        now.gradeLevel(),
                        now.enrollments()));
        return this;
    }

    public StudentEditor changeBirthDate(LocalDate birthDate) {
        world.rewrite(
                sourcedId,
                now -> new SampleStudent(
                        now.sourcedId(),
                        now.districtStudentId(),
                        now.stateStudentId(),
                        now.givenName(),
                        now.familyName(),
                        now.preferredGivenName(),
                        birthDate,
                        now.gradeLevel(),
                        now.enrollments()));
        return this;
    }

    /** Leaves the district; the exit date is the first day no longer enrolled. */
    public StudentEditor withdraw(LocalDate exitDate) {
        world.withdraw(sourcedId, exitDate);
        return this;
    }

    public StudentEditor moveTo(String schoolSourcedId, LocalDate entryDate) {
        world.move(sourcedId, Campus.of(schoolSourcedId), entryDate);
        return this;
    }

    /** Marks the record tobedeleted, as a source does with what it entered by mistake. */
    public StudentEditor delete() {
        world.delete(sourcedId);
        return this;
    }

    /** Gives another grade for one of {@link SampleDistrict#grades}; a letter without a percentage is P or NC. */
    public StudentEditor setGrade(String gradeSourcedId, String letter, @Nullable Integer percent) {
        world.editGrade(gradeSourcedId, letter, percent);
        return this;
    }

    /** Takes a grade back: it stays as a tombstone. */
    public StudentEditor deleteGrade(String gradeSourcedId) {
        world.editGrade(gradeSourcedId, null, null);
        return this;
    }

    /** Enters a day, or corrects what stood there. */
    public StudentEditor addAbsence(LocalDate day, AttendanceCode code) {
        world.enter(sourcedId, day, code);
        return this;
    }

    public StudentEditor removeAbsence(LocalDate day) {
        world.remove(sourcedId, day);
        return this;
    }
}
