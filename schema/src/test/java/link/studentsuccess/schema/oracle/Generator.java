package link.studentsuccess.schema.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import link.studentsuccess.schema.oracle.World.Assignment;
import link.studentsuccess.schema.oracle.World.Consent;
import link.studentsuccess.schema.oracle.World.Deployment;
import link.studentsuccess.schema.oracle.World.District;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Enrollment;
import link.studentsuccess.schema.oracle.World.Feed;
import link.studentsuccess.schema.oracle.World.Member;
import link.studentsuccess.schema.oracle.World.OperatorAgreement;
import link.studentsuccess.schema.oracle.World.OptIn;
import link.studentsuccess.schema.oracle.World.Organization;
import link.studentsuccess.schema.oracle.World.Participant;
import link.studentsuccess.schema.oracle.World.Program;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.SchoolRecord;
import link.studentsuccess.schema.oracle.World.Service;
import link.studentsuccess.schema.oracle.World.Signer;
import link.studentsuccess.schema.oracle.World.Staff;
import link.studentsuccess.schema.oracle.World.Statement;
import link.studentsuccess.schema.oracle.World.Student;
import link.studentsuccess.schema.oracle.World.Training;
import org.jspecify.annotations.Nullable;

/** Makes worlds in which everything is open, and disturbs a few gates, so that each one often decides alone. */
final class Generator {

    private static final List<LocalDate> SPECIAL_DAYS = List.of(
            LocalDate.parse("2026-03-08"), // clocks forward in the United States
            LocalDate.parse("2026-11-01"), // and back
            LocalDate.parse("2025-03-09"), // forward, Havana at midnight
            LocalDate.parse("2026-02-28"),
            LocalDate.parse("2026-03-01"),
            LocalDate.parse("2024-02-29"),
            LocalDate.parse("2026-12-31"),
            LocalDate.parse("2026-07-01"));

    private final Dice dice;
    private final Deployment deployment;

    private Generator(Dice dice) {
        this.dice = dice;
        this.deployment = new Deployment(
                dice.pick(Dice.ZONES),
                List.of(
                        new Statement("1", dice.today().minusDays(1000)),
                        new Statement("2", dice.today().plusDays(dice.one(-30, -1, 0, 1)))));
    }

    static Generator around(LocalDate today, Random random) {
        return new Generator(new Dice(random, today));
    }

    static Generator anytime(Random random) {
        return around(
                random.nextInt(100) < 60
                        ? SPECIAL_DAYS.get(random.nextInt(SPECIAL_DAYS.size()))
                        : LocalDate.parse("2024-09-01").plusDays(random.nextInt(1000)),
                random);
    }

    World world(List<Disturbance> among) {
        return world(among, 3);
    }

    /** With many questions a world need not be written so often. */
    World world(List<Disturbance> among, int questions) {
        var world = openWorld();
        var disturbed = dice.one(0, 1, 1, 1, 1, 1, 2, 2, 3);
        for (var i = 0; i < disturbed; i++) {
            dice.pick(among).apply(world, dice);
        }
        // Only managers are limited to programs.
        world.all(Member.class)
                .filter(member -> !member.role.equals("PROGRAM_MANAGER"))
                .forEach(member -> member.programs = null);
        for (var i = 0; i < questions; i++) {
            world.questions.add(question(world));
        }
        return world;
    }

    private World openWorld() {
        var world = new World(deployment);
        for (var id : List.of("one", "two")) {
            world.add(new Organization()).id = id;
        }
        addProgram(world, "tutoring", "one", "North");
        addProgram(world, "chess", "one", "South");
        addProgram(world, "choir", "two", "North");
        addViewers(world);
        for (var id : List.of("district", "neighbor")) {
            addDistrict(world, id);
        }
        addAgreements(world, "one");
        addAgreements(world, "two");
        addChild(world, "ana", "one", "tutoring");
        if (dice.chance(15)) {
            addChild(world, "zoe", "two", "choir");
        }
        if (dice.chance(40)) {
            addElsewhere(world, "ana at two", "two", "choir");
        }
        if (dice.chance(25)) {
            addThird(world);
        }
        return world;
    }

    /** Who shares with one of two others must not be told on to the third; it often shares nothing itself. */
    private void addThird(World world) {
        world.add(new Organization()).id = "three";
        addProgram(world, "dance", "three", "North");
        addAgreements(world, "three");
        addMember(world, "third", "three", "ADMIN");
        addElsewhere(world, "ana at three", "three", "dance");
        if (dice.chance(40)) {
            world.elements.remove(world.one(OptIn.class, "opt-in of three"));
        }
    }

    private void addProgram(World world, String id, String organization, String site) {
        var program = world.add(new Program());
        program.id = id;
        program.organization = organization;
        program.site = site;
    }

    private void addViewers(World world) {
        addMember(
                world,
                "viewer",
                "one",
                dice.one("CASE_WORKER", "CASE_WORKER", "CASE_WORKER", "PROGRAM_MANAGER", "ADMIN"));
        addMember(world, "colleague", "one", "CASE_WORKER");
        addMember(world, "stranger", "two", "ADMIN");
        var assignment = world.add(new Assignment());
        assignment.id = "assignment";
        assignment.member = "viewer";
        assignment.days = dice.open();
        switch (dice.between(0, 5)) {
            case 0 -> assignment.program = "tutoring";
            case 1 -> assignment.site = "North";
            case 2 -> {
                assignment.coverFor = "colleague";
                var covered = world.add(new Assignment());
                covered.id = "covered";
                covered.member = "colleague";
                covered.days = dice.open();
                covered.participant = "ana";
            }
            default -> assignment.participant = "ana";
        }
    }

    private void addMember(World world, String id, String organization, String role) {
        var staff = world.add(new Staff());
        staff.id = "staff " + id;
        staff.acceptedVersions = Set.of("1", "2");
        staff.acceptedAt = dice.longAgo();
        var training = world.add(new Training());
        training.id = "training of " + id;
        training.staff = staff.id;
        training.valid = dice.open();
        var member = world.add(new Member());
        member.id = id;
        member.staff = staff.id;
        member.organization = organization;
        member.role = role;
    }

    private void addDistrict(World world, String id) {
        var district = world.add(new District());
        district.id = id;
        district.zone = dice.chance(50) ? deployment.zone() : dice.pick(Dice.ZONES);
        var split = dice.chance(50) ? Set.of("GRADES", "DISCIPLINE") : Set.<String>of();
        addFeed(world, id, "feed of " + id, remaining(split));
        if (!split.isEmpty()) {
            addFeed(world, id, "further feed of " + id, split);
        }
    }

    private static Set<String> remaining(Set<String> split) {
        var remaining = new HashSet<>(Categories.ALL);
        remaining.removeAll(split);
        remaining.remove("PARTICIPATION");
        return remaining;
    }

    private void addFeed(World world, String district, String id, Set<String> categories) {
        var feed = world.add(new Feed());
        feed.id = id;
        feed.district = district;
        feed.categories = categories;
        feed.published = categories;
    }

    private void addAgreements(World world, String organization) {
        var operator = world.add(new OperatorAgreement());
        operator.id = "operator agreement of " + organization;
        operator.organization = organization;
        operator.inForce = dice.open();
        var optIn = world.add(new OptIn());
        optIn.id = "opt-in of " + organization;
        optIn.agreement = operator.id;
        optIn.program = switch (organization) {
            case "one" -> "tutoring";
            case "two" -> "choir";
            default -> "dance";
        };
        optIn.audience = !organization.equals("one") && dice.chance(30) ? "WITH_DISTRICT" : "WITH_PARTNERS";
        optIn.agreedAt = dice.longAgo();
        for (var district : List.of("district", "neighbor")) {
            var agreement = world.add(new DistrictAgreement());
            agreement.id = district + " agreement of " + organization;
            agreement.organization = organization;
            agreement.district = district;
            agreement.inForce = dice.open();
            agreement.categories = Set.copyOf(Categories.ALL);
        }
    }

    private void addChild(World world, String id, String organization, String program) {
        addParticipant(world, id, organization, program);
        var born = dice.today().minusYears(dice.between(6, 16)).minusDays(dice.between(0, 300));
        addStudent(world, id, "district", born);
        if (dice.chance(30)) {
            addStudent(world, id, "neighbor", born);
        }
    }

    private void addParticipant(World world, String id, String organization, String program) {
        var participant = world.add(new Participant());
        participant.id = id;
        participant.organization = organization;
        var service = world.add(new Service());
        service.id = "service of " + id;
        service.participant = id;
        service.program = program;
        service.days = dice.open();
    }

    /** The same child, as another organization knows it: matched to the same record. */
    private void addElsewhere(World world, String id, String organization, String program) {
        var record = world.one(SchoolRecord.class, "record of ana at district");
        addParticipant(world, id, organization, program);
        var student = world.add(new Student());
        student.id = "student " + id;
        student.participant = id;
        student.district = record.district;
        student.districtStudentId = record.districtStudentId;
        student.record = record.id;
        addDocuments(world, student, record.born);
    }

    private void addStudent(World world, String participant, String district, LocalDate born) {
        var of = participant + " at " + district;
        var record = world.add(new SchoolRecord());
        record.id = "record of " + of;
        record.district = district;
        record.districtStudentId = "100123";
        record.born = born;
        addEnrollment(world, record.id, "north", 0, dice.today().minusDays(100), null);
        if (dice.chance(30)) {
            addEnrollment(
                    world,
                    record.id,
                    dice.one("north", "south"),
                    -1,
                    dice.today().minusDays(465),
                    dice.today().minusDays(200));
        }
        var student = world.add(new Student());
        student.id = "student " + of;
        student.participant = participant;
        student.district = district;
        student.districtStudentId = record.districtStudentId;
        student.record = record.id;
        addDocuments(world, student, born);
    }

    private void addDocuments(World world, Student student, @Nullable LocalDate born) {
        var of = student.participant + " at " + student.district;
        addSigner(world, "mother of " + of, student.participant);
        addSigner(world, "father of " + of, student.participant);
        for (var kind : List.of("GENERAL", "MEAL_STATUS", "HOUSING_FOSTER", "SHARING")) {
            addConsent(world, kind + " consent for " + of, kind, student, "mother of " + of, born);
        }
    }

    void addEnrollment(World world, String record, String school, int year, LocalDate entry, @Nullable LocalDate exit) {
        var enrollment = world.add(new Enrollment());
        enrollment.id = school + " " + year + " " + record;
        enrollment.record = record;
        enrollment.school = school;
        enrollment.year = dice.today().getYear() + year;
        enrollment.entry = entry;
        enrollment.exit = exit;
    }

    private static void addSigner(World world, String id, String participant) {
        var signer = world.add(new Signer());
        signer.id = id;
        signer.participant = participant;
    }

    private void addConsent(
            World world, String id, String kind, Student student, String signer, @Nullable LocalDate born) {
        var consent = world.add(new Consent());
        consent.id = id;
        consent.kind = kind;
        consent.participant = student.participant;
        consent.district = student.district;
        consent.signer = signer;
        consent.inForce = dice.open();
        consent.signedOn = consent.inForce.from();
        if (kind.equals("SHARING")) {
            consent.audiences = Set.of("DISTRICT", "PARTNERS");
        } else {
            consent.categories = Set.copyOf(Categories.ALL);
        }
        consent.studentBirthDate = born;
    }

    private Question question(World world) {
        var member = dice.chance(3) ? dice.pick(strangers(world)) : "viewer";
        var at = dice.chance(60) ? dice.moment(zone(world)) : boundary(world);
        var asking = world.one(Member.class, member);
        var signIns = new HashSet<>(asking.signIns);
        signIns.add(at.minusSeconds(dice.between(1, 44) * 86_400L));
        asking.signIns = signIns;
        return new Question(member, at, world.tokenCategories);
    }

    /** The administrators of the other organizations. */
    static List<String> strangers(World world) {
        return world.all(Member.class)
                .filter(member -> !member.organization.equals("one"))
                .map(member -> member.id)
                .toList();
    }

    private ZoneId zone(World world) {
        return dice.chance(50) ? deployment.zone() : world.one(District.class, "district").zone;
    }

    /** Midnight at the begin or end of something, or a second before. */
    private Instant boundary(World world) {
        var days = world.elements.stream()
                .flatMap(Boundaries::of)
                .filter(boundary -> boundary.isAfter(dice.today().minusDays(1000)))
                .toList();
        var day = (days.isEmpty() ? dice.today() : dice.pick(days)).plusDays(dice.one(-1, 0, 0, 0, 1));
        return day.atStartOfDay(zone(world)).toInstant().plusSeconds(dice.one(-1, 0, 0, 43_200));
    }
}
