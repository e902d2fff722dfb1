package link.studentsuccess.schema.oracle;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Assignment;
import link.studentsuccess.schema.oracle.World.Hold;
import link.studentsuccess.schema.oracle.World.Member;
import link.studentsuccess.schema.oracle.World.Participant;
import link.studentsuccess.schema.oracle.World.Program;
import link.studentsuccess.schema.oracle.World.Service;
import link.studentsuccess.schema.oracle.World.Student;
import org.jspecify.annotations.Nullable;

/** Role and caseload: of which children a member may know. Existence comes first. */
record Roster(World world, Clock clock) {

    boolean knows(Member member, String participantId) {
        var participant = world.one(Participant.class, participantId);
        if (!participant.organization.equals(member.organization) || participant.destroyed || removed(participantId)) {
            return false;
        }
        return switch (member.role) {
            case "ADMIN" -> true;
            case "PROGRAM_MANAGER" ->
                member.programs == null
                        || member.programs.stream().anyMatch(program -> enrolledYet(participantId, program));
            case "CASE_WORKER" -> assigned(member.id, participantId);
            default -> false;
        };
    }

    /** What a service account knows of: its owner's own roster, and no more than the owner. */
    boolean assigns(Member owner, String participant) {
        return assigned(owner.id, participant);
    }

    /** A hold of kind REMOVE takes the child off every list. */
    private boolean removed(String participant) {
        return world.all(Hold.class)
                .filter(hold -> hold.remove && clock.inForce(hold))
                .anyMatch(hold -> participant.equals(hold.participant) || isNumberOf(world, participant, hold));
    }

    /**
     * A district's hold on one of its students, by the student's number there, is one on the child: decided: its records
     * elsewhere close, too. How the number is spaced does not matter.
     */
    static boolean isNumberOf(World world, String participant, Hold hold) {
        return hold.districtStudentId != null
                && world.all(Student.class)
                        .anyMatch(student -> student.participant.equals(participant)
                                && student.district.equals(hold.district)
                                && student.districtStudentId.strip().equals(hold.districtStudentId.strip()));
    }

    private boolean assigned(String member, String participant) {
        return assignedDays(member, participant).stream().anyMatch(days -> days.has(clock.operatorDay()));
    }

    /** By name, program or site; or to a colleague who is covered: what the colleague covers in turn is not passed on. */
    List<Days> assignedDays(String member, String participant) {
        var covered = world.all(Assignment.class)
                .filter(assignment -> assignment.member.equals(member))
                .filter(assignment -> assignment.coverFor != null)
                .flatMap(cover -> own(cover.coverFor, participant).map(cover.days::in));
        return Stream.concat(own(member, participant), covered).toList();
    }

    private Stream<Days> own(@Nullable String member, String participant) {
        return world.all(Assignment.class)
                .filter(assignment -> assignment.member.equals(member))
                .flatMap(assignment -> participant.equals(assignment.participant)
                        ? Stream.of(assignment.days)
                        : inProgram(assignment, participant));
    }

    /** In the program on the day: winding down keeps the data open, not the caseload. */
    private Stream<Days> inProgram(Assignment assignment, String participant) {
        return world.all(Program.class)
                .filter(program -> program.id.equals(assignment.program)
                        || (assignment.site != null && Objects.equals(program.site, assignment.site)))
                .flatMap(program -> world.all(Service.class)
                        .filter(service ->
                                service.participant.equals(participant) && service.program.equals(program.id)))
                .map(service -> service.days.in(assignment.days));
    }

    /** Decided: a manager goes on knowing who was in the program. */
    private boolean enrolledYet(String participant, String program) {
        return world.all(Service.class)
                .anyMatch(service -> service.participant.equals(participant)
                        && service.program.equals(program)
                        && !service.days.isEmpty()
                        && !service.days.from().isAfter(clock.operatorDay()));
    }
}
