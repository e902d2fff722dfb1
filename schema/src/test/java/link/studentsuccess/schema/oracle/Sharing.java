package link.studentsuccess.schema.oracle;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.Database.Asked;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Hold;
import link.studentsuccess.schema.oracle.World.Member;
import link.studentsuccess.schema.oracle.World.OperatorAgreement;
import link.studentsuccess.schema.oracle.World.OptIn;
import link.studentsuccess.schema.oracle.World.Participant;
import link.studentsuccess.schema.oracle.World.Program;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.Service;
import link.studentsuccess.schema.oracle.World.Student;
import org.jspecify.annotations.Nullable;

/**
 * What an organization itself recorded about a child, as far as two agree: the organization, for the program, and the
 * family, by a second consent that names the audience. What it is told by others it does not tell on.
 */
record Sharing(World world, Instant at) {

    /** A program at another organization, told about a student of one's own. */
    record Told(String student, String program) {}

    /** What a member is told of those whose participation is open. */
    static Set<Told> toldTo(Member viewer, World world, Question question, Map<Asked, Decision> decisions) {
        var told = new HashSet<Told>();
        var sharing = new Sharing(world, question.at());
        world.all(Student.class)
                .filter(student -> student.record != null)
                .filter(student -> Objects.requireNonNull(decisions.get(new Asked(student.id, "PARTICIPATION")))
                        .allows())
                .forEach(student -> sharing.ofRecord(Objects.requireNonNull(student.record), "WITH_PARTNERS")
                        .map(id -> world.one(Service.class, id))
                        .filter(service ->
                                !sharing.organization(service.participant).equals(viewer.organization))
                        .forEach(service -> told.add(new Told(student.id, service.program))));
        return told;
    }

    /** The services that organizations share with an audience of the child of a district's record. */
    Stream<String> ofRecord(String record, String audience) {
        return world.all(Student.class)
                .filter(student -> record.equals(student.record))
                .flatMap(student -> of(student, audience));
    }

    private Stream<String> of(Student student, String audience) {
        return closedByConsent(student, audience) == null ? offered(student, audience) : Stream.empty();
    }

    /** What the organization shares if the family does. */
    Stream<String> offered(Student student, String audience) {
        var clock = new Clock(world, at, student.district);
        if (held(student, clock)) {
            return Stream.empty();
        }
        return world.all(Service.class)
                .filter(service -> service.participant.equals(student.participant))
                .filter(service -> !service.days.isEmpty())
                .filter(service -> !service.days.from().isAfter(clock.operatorDay()))
                .filter(service -> optedIn(service.program, audience, clock))
                .map(service -> service.id);
    }

    /** Why the family's second consent does not share it. */
    @Nullable
    String closedByConsent(Student student, String audience) {
        var clock = new Clock(world, at, student.district);
        var consent = new ConsentBasis(world, clock, agreement(student, clock), student, "SHARING");
        return consent.closed(audience.replace("WITH_", ""));
    }

    private boolean optedIn(String program, String audience, Clock clock) {
        var standing = world.all(OptIn.class)
                .filter(optIn -> optIn.program.equals(program) && optIn.audience.equals(audience))
                .filter(optIn -> clock.covers(optIn.agreedAt, optIn.withdrawnAt))
                .map(optIn -> world.one(OperatorAgreement.class, optIn.agreement))
                .anyMatch(agreement -> agreement.inForce.has(clock.operatorDay()));
        return standing && !world.one(Program.class, program).neverShared;
    }

    /** On the child, the organization, the district or what they have agreed. Decided: not on a person or a feed. */
    private boolean held(Student student, Clock clock) {
        return world.all(Hold.class)
                .filter(clock::inForce)
                .anyMatch(hold -> student.participant.equals(hold.participant)
                        || Roster.isNumberOf(world, student.participant, hold)
                        || onAll(hold, student));
    }

    private boolean onAll(Hold hold, Student student) {
        if (hold.districtStudentId != null) {
            return false;
        }
        var organization = organization(student.participant);
        if (hold.organization != null) {
            return hold.organization.equals(organization)
                    && (hold.district == null || hold.district.equals(student.district));
        }
        return student.district.equals(hold.district)
                || world.all(OperatorAgreement.class)
                        .anyMatch(agreement -> agreement.id.equals(hold.operatorAgreement)
                                && agreement.organization.equals(organization))
                || world.all(DistrictAgreement.class)
                        .anyMatch(agreement -> agreement.id.equals(hold.districtAgreement)
                                && agreement.organization.equals(organization)
                                && agreement.district.equals(student.district));
    }

    /** Decided: without an agreement in force the district's verification is needed, and the operator is no agent. */
    private DistrictAgreement agreement(Student student, Clock clock) {
        return world.all(DistrictAgreement.class)
                .filter(agreement -> agreement.organization.equals(organization(student.participant)))
                .filter(agreement -> agreement.district.equals(student.district))
                .filter(agreement -> agreement.inForce.has(clock.districtDay()))
                .max(Comparator.comparing(agreement -> agreement.inForce.from()))
                .orElseGet(() -> {
                    var none = new DistrictAgreement();
                    none.verification = "EACH";
                    return none;
                });
    }

    private String organization(String participant) {
        return world.one(Participant.class, participant).organization;
    }
}
