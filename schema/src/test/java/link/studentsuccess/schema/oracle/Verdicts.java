package link.studentsuccess.schema.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Consent;
import link.studentsuccess.schema.oracle.World.District;
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

    /** The programs of other organizations that are told to the asker of some child. */
    public Set<UUID> partnersPrograms(Asker asker) {
        return students(asker).stream()
                .filter(student -> decide(asker, student, "PARTICIPATION").allows())
                .flatMap(student -> sharedBy(student).flatMap(other -> programs(other, "WITH_PARTNERS", "PARTNERS")))
                .collect(Collectors.toSet());
    }

    /** The programs that organizations share with the district, of the students of these records. */
    public Set<UUID> programsSharedWithDistrict(Set<UUID> records) {
        return world.all(Student.class)
                .filter(student -> student.record != null && records.contains(UUID.fromString(student.record)))
                .flatMap(student -> programs(student, "WITH_DISTRICT", "DISTRICT"))
                .collect(Collectors.toSet());
    }

    /** The records of a district of whose students some organization shares something with it. */
    public Set<UUID> recordsSharedWithDistrict(UUID district) {
        return world.all(Student.class)
                .filter(student -> student.record != null && student.district.equals(district.toString()))
                .filter(student ->
                        programs(student, "WITH_DISTRICT", "DISTRICT").findAny().isPresent())
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

    /** Account: active today in the organization. */
    private @Nullable Member activeMember(Asker asker) {
        var today = LocalDate.ofInstant(at, world.deployment.zone());
        return world.all(Member.class)
                .filter(member -> member.id.equals(asker.member().toString()))
                .filter(member -> member.active.has(today))
                .filter(member -> member.deactivatedAt == null || member.deactivatedAt.isAfter(at))
                .findFirst()
                .orElse(null);
    }

    private Stream<Student> sharedBy(Student mine) {
        return world.all(Student.class)
                .filter(other -> mine.record != null && mine.record.equals(other.record))
                .filter(other -> !organization(other).equals(organization(mine)));
    }

    /** Two agree: the organization for the program, and the family by a second consent that stands today. */
    private Stream<UUID> programs(Student student, String optIn, String audience) {
        var clock = new Clock(world, at, student.district);
        var consented = world.all(Consent.class)
                .filter(consent -> consent.kind.equals("SHARING") && consent.audiences.contains(audience))
                .filter(consent ->
                        consent.participant.equals(student.participant) && consent.district.equals(student.district))
                .filter(consent ->
                        !consent.draft && consent.refusedAt == null && consent.inForce.has(clock.districtDay()))
                .anyMatch(consent -> consent.revokedAt == null || consent.reopened);
        if (!consented) {
            return Stream.empty();
        }
        return world.all(Service.class)
                .filter(service -> service.participant.equals(student.participant))
                .filter(service ->
                        !service.days.isEmpty() && !service.days.from().isAfter(clock.operatorDay()))
                .map(service -> service.program)
                .filter(program -> !world.one(Program.class, program).neverShared)
                .filter(program -> world.all(OptIn.class)
                        .anyMatch(choice -> choice.program.equals(program)
                                && choice.audience.equals(optIn)
                                && clock.covers(choice.agreedAt, choice.withdrawnAt)
                                && world.one(OperatorAgreement.class, choice.agreement)
                                        .inForce
                                        .has(clock.operatorDay())))
                .map(UUID::fromString);
    }

    private String organization(Student student) {
        return world.one(Participant.class, student.participant).organization;
    }

    private String anyDistrict() {
        return world.all(District.class).findFirst().orElseThrow().id;
    }
}
