package link.studentsuccess.schema.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.District;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Enrollment;
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

/** What the oracle says about a real database as it is now: the face of this package for other tests. */
public final class Verdicts {

    /** Who asks; as a service account for its owner, or with a token for some categories only. */
    public record Asker(UUID member, @Nullable Set<String> tokenCategories, boolean byServiceAccount) {}

    private final World world;
    private final Instant at;

    private Verdicts(World world, Instant at) {
        this.world = world;
        this.at = at;
    }

    /** By a connection that no rule binds. */
    public static Verdicts read(Connection connection) throws SQLException {
        return new Verdicts(WorldReader.read(connection), Instant.now());
    }

    /** Of whom the asker may know. */
    public Set<UUID> participants(Asker asker) {
        var member = activeMember(asker);
        if (member == null) {
            return Set.of();
        }
        var roster = new Roster(world, new Clock(world, at, anyDistrict()));
        return world.all(Participant.class)
                .map(participant -> participant.id)
                .filter(id -> roster.knows(member, id))
                .filter(id -> !asker.byServiceAccount() || roster.assigns(member, id))
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /** The enrollments that are open to the asker, by category. */
    public Map<String, Set<UUID>> enrollments(Asker asker, List<String> categories) {
        var open = new HashMap<String, Set<UUID>>();
        for (var student : students(asker)) {
            for (var category : categories) {
                decide(asker, student, category)
                        .enrollments()
                        .forEach(id -> open.computeIfAbsent(category, c -> new HashSet<>())
                                .add(UUID.fromString(id)));
            }
        }
        return open;
    }

    /** What the oracle answers about a category of the children whose enrollments these are, to say with a leak. */
    public String why(Asker asker, String category, Set<UUID> enrollments) {
        var organization = world.one(Member.class, asker.member().toString()).organization;
        var records = world.all(Enrollment.class)
                .filter(enrollment -> enrollments.contains(UUID.fromString(enrollment.id)))
                .map(enrollment -> enrollment.record)
                .collect(Collectors.toSet());
        return world.all(Student.class)
                .filter(student -> student.record != null && records.contains(student.record))
                .filter(student -> organization(student).equals(organization))
                .map(student -> decide(asker, student, category).outcome())
                .collect(Collectors.joining(", ", category + ": ", ""));
    }

    /** The program enrollments at other organizations that are told to the asker of some child. */
    public Set<UUID> sharedWithPartners(Asker asker) {
        return students(asker).stream()
                .filter(student -> decide(asker, student, "PARTICIPATION").allows())
                .flatMap(this::sameChildElsewhere)
                .flatMap(other -> shared(other, "WITH_PARTNERS", "PARTNERS"))
                .collect(Collectors.toSet());
    }

    /** The program enrollments that organizations share with the district, of the students of these records. */
    public Set<UUID> sharedWithDistrict(Set<UUID> records) {
        return world.all(Student.class)
                .filter(student -> student.record != null && records.contains(UUID.fromString(student.record)))
                .flatMap(student -> shared(student, "WITH_DISTRICT", "DISTRICT"))
                .collect(Collectors.toSet());
    }

    /** The records of a district of whose students some organization shares something with it. */
    public Set<UUID> recordsSharedWithDistrict(UUID district) {
        return world.all(Student.class)
                .filter(student -> student.record != null && student.district.equals(district.toString()))
                .filter(student ->
                        shared(student, "WITH_DISTRICT", "DISTRICT").findAny().isPresent())
                .map(student -> UUID.fromString(Objects.requireNonNull(student.record)))
                .collect(Collectors.toSet());
    }

    private List<Student> students(Asker asker) {
        var known = participants(asker);
        return world.all(Student.class)
                .filter(student -> known.contains(UUID.fromString(student.participant)))
                .toList();
    }

    private Decision decide(Asker asker, Student student, String category) {
        var question = new Question(asker.member().toString(), at, asker.tokenCategories());
        return Oracle.decide(world, question, student, category);
    }

    private @Nullable Member activeMember(Asker asker) {
        return world.all(Member.class)
                .filter(member -> member.id.equals(asker.member().toString()))
                .filter(member -> !Account.refused(world, member, member.organization, at))
                .findFirst()
                .orElse(null);
    }

    private Stream<Student> sameChildElsewhere(Student mine) {
        return world.all(Student.class)
                .filter(other -> mine.record != null && mine.record.equals(other.record))
                .filter(other -> !organization(other).equals(organization(mine)));
    }

    /** Two agree: the organization for the program, and the family by a second consent that names the audience. */
    private Stream<UUID> shared(Student student, String optIn, String audience) {
        var clock = new Clock(world, at, student.district);
        var consent = new ConsentBasis(world, clock, agreement(student, clock), student, "SHARING");
        if (student.record == null || held(student, clock) || consent.closed(audience) != null) {
            return Stream.empty();
        }
        return world.all(Service.class)
                .filter(service -> service.participant.equals(student.participant))
                .filter(service ->
                        !service.days.isEmpty() && !service.days.from().isAfter(clock.operatorDay()))
                .filter(service -> optedIn(service.program, optIn, clock))
                .map(service -> UUID.fromString(service.id));
    }

    private boolean optedIn(String program, String audience, Clock clock) {
        return !world.one(Program.class, program).neverShared
                && world.all(OptIn.class)
                        .anyMatch(optIn -> optIn.program.equals(program)
                                && optIn.audience.equals(audience)
                                && clock.covers(optIn.agreedAt, optIn.withdrawnAt)
                                && world.one(OperatorAgreement.class, optIn.agreement)
                                        .inForce
                                        .has(clock.operatorDay()));
    }

    /** A hold on the child; those on an organization or a district concern everything of it. */
    private boolean held(Student student, Clock clock) {
        return world.all(Hold.class)
                .filter(clock::inForce)
                .anyMatch(hold -> student.participant.equals(hold.participant)
                        || Roster.isNumberOf(world, student.participant, hold)
                        || (hold.districtStudentId == null
                                && (student.district.equals(hold.district)
                                        || organization(student).equals(hold.organization))));
    }

    /** Without an agreement in force the consent is held against what every consent needs. */
    private DistrictAgreement agreement(Student student, Clock clock) {
        return world.all(DistrictAgreement.class)
                .filter(agreement -> agreement.organization.equals(organization(student)))
                .filter(agreement -> agreement.district.equals(student.district))
                .filter(agreement -> agreement.inForce.has(clock.districtDay()))
                .max(Comparator.comparing(agreement -> agreement.inForce.from()))
                .orElseGet(DistrictAgreement::new);
    }

    private String organization(Student student) {
        return world.one(Participant.class, student.participant).organization;
    }

    private String anyDistrict() {
        return world.all(District.class).findFirst().orElseThrow().id;
    }
}
