package link.studentsuccess.schema.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
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
import link.studentsuccess.schema.oracle.World.Enrollment;
import link.studentsuccess.schema.oracle.World.Member;
import link.studentsuccess.schema.oracle.World.Participant;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.SchoolRecord;
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
                .filter(student -> organization(student.participant).equals(organization))
                .map(student -> decide(asker, student, category).outcome())
                .collect(Collectors.joining(", ", category + ": ", ""));
    }

    /** The program enrollments at other organizations that are told to the asker of some child. */
    public Set<UUID> sharedWithPartners(Asker asker) {
        var sharing = new Sharing(world, at);
        return students(asker).stream()
                .filter(student -> decide(asker, student, "PARTICIPATION").allows())
                .flatMap(student -> sharing.ofRecord(Objects.requireNonNull(student.record), "WITH_PARTNERS")
                        .filter(id -> !organization(world.one(Service.class, id).participant)
                                .equals(organization(student.participant))))
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /** The program enrollments that organizations share with the district, of the students of these records. */
    public Set<UUID> sharedWithDistrict(Set<UUID> records) {
        var sharing = new Sharing(world, at);
        return records.stream()
                .flatMap(record -> sharing.ofRecord(record.toString(), "WITH_DISTRICT"))
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /** The records of a district of whose students some organization shares something with it: of those who go to school. */
    public Set<UUID> recordsSharedWithDistrict(UUID district, @Nullable Set<String> schools) {
        return world.all(SchoolRecord.class)
                .filter(record -> record.district.equals(district.toString()))
                .filter(record -> schoolToday(record).anyMatch(e -> schools == null || schools.contains(e.school)))
                .map(record -> UUID.fromString(record.id))
                .filter(record -> !sharedWithDistrict(Set.of(record)).isEmpty())
                .collect(Collectors.toSet());
    }

    /** Where the students of these records go to school today. */
    public Set<UUID> enrollmentsToday(Set<UUID> records) {
        return world.all(SchoolRecord.class)
                .filter(record -> records.contains(UUID.fromString(record.id)))
                .flatMap(this::schoolToday)
                .map(enrollment -> UUID.fromString(enrollment.id))
                .collect(Collectors.toSet());
    }

    private Stream<Enrollment> schoolToday(SchoolRecord record) {
        return new SchoolToday(world, new Clock(world, at, record.district)).of(record);
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

    private String organization(String participant) {
        return world.one(Participant.class, participant).organization;
    }

    private String anyDistrict() {
        return world.all(District.class).findFirst().orElseThrow().id;
    }
}
