package link.studentsuccess.schema.oracle;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Assignment;
import link.studentsuccess.schema.oracle.World.Consent;
import link.studentsuccess.schema.oracle.World.Designation;
import link.studentsuccess.schema.oracle.World.District;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Element;
import link.studentsuccess.schema.oracle.World.Enrollment;
import link.studentsuccess.schema.oracle.World.Feed;
import link.studentsuccess.schema.oracle.World.Hold;
import link.studentsuccess.schema.oracle.World.Member;
import link.studentsuccess.schema.oracle.World.Named;
import link.studentsuccess.schema.oracle.World.OperatorAgreement;
import link.studentsuccess.schema.oracle.World.OptIn;
import link.studentsuccess.schema.oracle.World.Participant;
import link.studentsuccess.schema.oracle.World.Program;
import link.studentsuccess.schema.oracle.World.SchoolRecord;
import link.studentsuccess.schema.oracle.World.Service;
import link.studentsuccess.schema.oracle.World.Signer;
import link.studentsuccess.schema.oracle.World.Staff;
import link.studentsuccess.schema.oracle.World.Student;
import link.studentsuccess.schema.oracle.World.Training;

/** What may stand in the way of one gate; at the boundary more often than not. */
enum Disturbance {
    ROLE((world, dice) -> viewer(world).role = dice.one("ANALYST", "CASE_WORKER", "PROGRAM_MANAGER")),
    PROGRAMS((world, dice) -> {
        viewer(world).role = "PROGRAM_MANAGER";
        viewer(world).programs = dice.one(Set.of("chess"), Set.of("tutoring"), Set.of("tutoring", "chess"));
    }),
    CASELOAD((world, dice) -> {
        viewer(world).role = "CASE_WORKER";
        dice.pick(world.all(Assignment.class).toList()).days = dice.edge();
    }),
    SITE((world, dice) -> {
        viewer(world).role = "CASE_WORKER";
        world.one(Program.class, "tutoring").site = dice.maybe(50, "South");
    }),
    COVER((world, dice) -> {
        viewer(world).role = "CASE_WORKER";
        var assignment = world.one(Assignment.class, "assignment");
        assignment.participant = null;
        assignment.program = null;
        assignment.site = null;
        assignment.coverFor = "colleague";
        var further = add(world, new Assignment());
        further.member = "colleague";
        further.days = dice.open();
        switch (dice.between(0, 3)) {
            case 0 -> further.coverFor = "viewer";
            case 1 -> further.program = "tutoring";
            case 2 -> further.site = "South";
            default -> further.participant = "ana";
        }
    }),
    DESTROYED((world, dice) -> dice.pick(world.all(Participant.class).toList()).destroyed = true),
    REMOVAL((world, dice) -> {
        var hold = add(world, new Hold());
        hold.remove = true;
        onChild(hold, dice);
        moments(world, hold, dice);
    }),
    HOLD((world, dice) -> {
        var hold = add(world, new Hold());
        switch (dice.between(0, 9)) {
            case 0, 1 -> onChild(hold, dice);
            case 2 -> hold.district = dice.one("district", "neighbor");
            case 3 -> hold.organization = dice.one("one", "one", "two");
            case 4 -> {
                hold.organization = dice.one("one", "one", "two");
                hold.district = dice.one("district", "district", "neighbor");
            }
            case 5 -> hold.staff = dice.one("staff viewer", "staff viewer", "staff colleague");
            case 6 -> hold.member = dice.one("viewer", "viewer", "colleague");
            case 7 ->
                hold.operatorAgreement =
                        dice.pick(world.all(OperatorAgreement.class).toList()).id;
            case 8 ->
                hold.districtAgreement =
                        dice.pick(world.all(DistrictAgreement.class).toList()).id;
            default -> hold.feed = dice.pick(world.all(Feed.class).toList()).id;
        }
        moments(world, hold, dice);
    }),
    TRAINING((world, dice) -> dice.pick(world.all(Training.class).toList()).valid = dice.edge()),
    STATEMENT((world, dice) -> {
        var staff = world.one(Staff.class, "staff viewer");
        switch (dice.between(0, 2)) {
            case 0 -> staff.acceptedVersions = Set.of("1");
            case 1 -> staff.acceptedVersions = Set.of();
            default -> staff.acceptedAt = dice.moment(world.deployment.zone());
        }
    }),
    STAFF_KIND((world, dice) -> {
        viewer(world).kind = dice.one("VOLUNTEER", "INTERN");
        agreement(world, dice).staffKinds = dice.one(Set.of("EMPLOYEE"), Set.of("EMPLOYEE", "VOLUNTEER"), Set.of());
    }),
    BACKGROUND_CHECK((world, dice) -> {
        viewer(world).backgroundCheck = dice.maybe(70, dice.one(dice.edge(), dice.open()));
        agreement(world, dice).backgroundCheck = true;
    }),
    NAMED_STAFF((world, dice) -> {
        var agreement = agreement(world, dice);
        agreement.namedStaff = true;
        if (dice.chance(60)) {
            var named = add(world, new Named());
            named.agreement = agreement.id;
            named.member = dice.one("viewer", "viewer", "colleague");
            named.days = dice.one(dice.edge(), dice.open());
            // A person is named in an agreement once.
            world.elements.removeIf(element -> element != named
                    && element instanceof Named other
                    && other.agreement.equals(named.agreement)
                    && other.member.equals(named.member));
        }
    }),
    STAFF_SCOPE((world, dice) -> viewer(world).categories = dice.some(Categories.ALL)),
    SERVICE((world, dice) -> world.one(Service.class, "service of ana").days = dice.edge()),
    WIND_DOWN((world, dice) -> {
        var agreement = agreement(world, dice);
        agreement.windDownDays = dice.one(0, 1, 30, 45);
        viewer(world).role = "ADMIN";
        world.one(Service.class, "service of ana").days = new Days(
                dice.today().minusDays(500),
                dice.today().minusDays(agreement.windDownDays).plusDays(dice.one(-1, 0, 1)));
    }),
    SECOND_SERVICE((world, dice) -> {
        var service = add(world, new Service());
        service.participant = "ana";
        service.program = dice.one("tutoring", "chess");
        service.days = dice.edge();
        world.one(Service.class, "service of ana").days = dice.edge();
    }),
    OPERATOR_AGREEMENT(
            (world, dice) -> world.one(OperatorAgreement.class, "operator agreement of one").inForce = dice.edge()),
    OPERATOR_AGREEMENTS((world, dice) -> {
        var former = world.one(OperatorAgreement.class, "operator agreement of one");
        var later = add(world, new OperatorAgreement());
        later.organization = "one";
        var change = dice.today().plusDays(dice.one(-1, 0, 1));
        later.inForce = new Days(change.plusDays(dice.one(-1, 0, 1)), null);
        former.inForce = new Days(former.inForce.from().minusDays(2), change);
    }),
    DISTRICT_AGREEMENT((world, dice) -> agreement(world, dice).inForce = dice.edge()),
    DISTRICT_AGREEMENTS((world, dice) -> {
        var former = agreement(world, dice);
        var later = add(world, new DistrictAgreement());
        later.organization = "one";
        later.district = former.district;
        later.categories = dice.one(Set.copyOf(Categories.ALL), dice.some(Categories.ALL));
        var change = dice.today().plusDays(dice.one(-1, 0, 1));
        later.inForce = new Days(change.plusDays(dice.one(-2, -1, 0, 1)), null);
        former.inForce = new Days(former.inForce.from().minusDays(2), change);
    }),
    AGREED_CATEGORIES((world, dice) -> agreement(world, dice).categories = dice.some(Categories.ALL)),
    SCHOOLS((world, dice) -> {
        agreement(world, dice).schools = dice.one(Set.of("north"), Set.of("south"), Set.of("elsewhere"), Set.of());
        var former = world.all(Enrollment.class)
                .filter(enrollment -> enrollment.entry.isBefore(dice.today().minusDays(1)))
                .toList();
        if (former.isEmpty()) {
            return;
        }
        var enrollment = dice.pick(former);
        enrollment.exit = dice.maybe(75, dice.today().plusDays(dice.one(-1, 0, 1)));
        var moved = add(world, new Enrollment());
        moved.record = enrollment.record;
        moved.school = dice.one("north", "south");
        moved.year = enrollment.year + dice.one(0, 1);
        moved.entry = dice.today().plusDays(dice.one(-1, 0, 1));
    }),
    NO_ENROLLMENT((world, dice) -> {
        var record = dice.pick(world.all(SchoolRecord.class).toList());
        world.elements.removeIf(
                element -> element instanceof Enrollment enrollment && enrollment.record.equals(record.id));
        if (dice.chance(75)) {
            agreement(world, dice).schools = dice.one(Set.of("north"), Set.of());
        }
    }),
    YEARS((world, dice) -> agreement(world, dice).years =
            dice.one(Set.of(dice.today().getYear()), Set.of(dice.today().getYear() - 1), Set.of(2001), Set.of())),
    SCHOOL_OFFICIAL((world, dice) -> {
        var agreement = agreement(world, dice);
        agreement.schoolOfficial = true;
        agreement.designated = dice.one(Set.copyOf(Categories.ALL), dice.some(Categories.ALL));
        if (dice.chance(60)) {
            var designation = add(world, new Designation());
            designation.agreement = agreement.id;
            designation.districtStudentId = dice.one("100123", "100123", "100123", "100124");
            designation.inForce = dice.one(dice.edge(), dice.open());
        }
    }),
    NO_CONSENT((world, dice) -> world.elements.removeIf(element -> element instanceof Consent)),
    CONSENT_DAYS((world, dice) -> consent(world, dice).inForce = dice.edge()),
    CONSENT_INCOMPLETE((world, dice) -> {
        var consent = consent(world, dice);
        switch (dice.between(0, 6)) {
            case 0 -> consent.purpose = dice.maybe(50, " ");
            case 1 -> consent.signedOn = null;
            case 2 -> consent.parties = dice.one(Set.of("ORGANIZATION"), Set.of("OPERATOR"), Set.of());
            case 3 -> {
                consent.parties = dice.one(Set.of("ORGANIZATION"), Set.of("OPERATOR"));
                agreement(world, dice).operatorIsAgent = true;
            }
            case 4 -> {
                consent.categories = Set.of();
                consent.audiences = Set.of();
            }
            case 5 -> consent.draft = true;
            default -> consent.refusedAt = dice.moment(world.deployment.zone());
        }
    }),
    OPERATOR_NOT_NAMED((world, dice) -> consent(world, dice).parties = Set.of("ORGANIZATION")),
    CONSENT_CATEGORIES((world, dice) -> {
        var consent = consent(world, dice);
        name(consent, dice);
    }),
    AUDIENCES((world, dice) -> {
        var sharing = world.all(Consent.class)
                .filter(consent -> consent.kind.equals("SHARING"))
                .toList();
        if (!sharing.isEmpty()) {
            name(dice.pick(sharing), dice);
        }
    }),
    VERIFICATION((world, dice) -> {
        agreement(world, dice).verification = dice.one("EACH", "SAMPLE");
        var consent = consent(world, dice);
        consent.drawn = dice.chance(60);
        consent.verifiedOn = dice.maybe(33, dice.today().plusDays(dice.one(-30, -1, 0, 1)));
    }),
    SIGNED_BY_LINK((world, dice) -> {
        var consent = consent(world, dice);
        consent.byLink = true;
        consent.attested = dice.chance(30);
        consent.verifiedOn = dice.maybe(33, dice.today().plusDays(dice.one(-30, -1, 0, 1)));
    }),
    ACTING_PARENT((world, dice) -> {
        var consent = consent(world, dice);
        if (!consent.id.isEmpty()) {
            world.one(Signer.class, consent.signer).capacity = "ACTING_PARENT";
            consent.proof = dice.maybe(60, dice.one("Affidavit 7", " "));
            consent.verifiedOn = dice.maybe(20, dice.today().plusDays(dice.one(-30, -1, 0, 1)));
        }
    }),
    WITHDRAWAL((world, dice) -> withdraw(world, consent(world, dice), dice)),
    SECOND_CONSENT((world, dice) -> secondConsent(world, dice)),
    SECOND_CONSENT_AND_WITHDRAWAL((world, dice) -> {
        var second = secondConsent(world, dice);
        withdraw(world, dice.chance(50) ? second : consent(world, dice), dice);
    }),
    STUDENTS_WITHDRAWAL((world, dice) -> {
        // What an adult withdrew ends about today, and another consent may begin later.
        var born = dice.today().minusYears(18).minusDays(dice.between(80, 300));
        world.all(SchoolRecord.class).forEach(record -> record.born = born);
        world.all(Consent.class).forEach(other -> other.studentBirthDate = born);
        var consent = consent(world, dice);
        if (!consent.id.isEmpty()) {
            world.one(Signer.class, consent.signer).capacity = "STUDENT";
            consent.signedOn = dice.today().minusDays(dice.between(32, 70));
            consent.inForce = new Days(consent.signedOn, dice.today().plusDays(dice.one(-1, 0, 1)));
            if (dice.chance(25)) {
                secondConsent(world, dice).inForce = new Days(dice.today().plusDays(dice.between(2, 40)), null);
            }
            withdraw(world, consent, dice);
        }
    }),
    RESTRICTION((world, dice) -> {
        if (dice.chance(60)) {
            secondConsent(world, dice);
        }
        if (dice.chance(50)) {
            withdraw(world, consent(world, dice), dice);
        }
        var signer = dice.pick(world.all(Signer.class).toList());
        signer.restrictedAt = dice.moment(world.deployment.zone());
        signer.restrictedBy = dice.one("district", "district", "neighbor");
    }),
    AGE((world, dice) -> {
        bear(world, dice);
        age(world, dice);
    }),
    COLLEGE((world, dice) -> {
        world.one(Participant.class, "ana").enteredCollegeOn = dice.today().plusDays(dice.one(-30, -1, 0, 1));
        age(world, dice);
    }),
    OWN_AND_PARENTS_CONSENT((world, dice) -> {
        (dice.chance(50) ? AGE : COLLEGE).apply(world, dice);
        age(world, dice);
        secondConsent(world, dice);
        age(world, dice);
    }),
    NO_BIRTH_DATE((world, dice) -> {
        world.all(SchoolRecord.class).forEach(record -> record.born = null);
        if (dice.chance(50)) {
            consent(world, dice).studentBirthDate = dice.maybe(50, adult(dice));
        }
    }),
    SPACED_NUMBER((world, dice) -> {
        dice.pick(world.all(Student.class).toList()).districtStudentId = "100123 ";
        if (dice.chance(50)) {
            HOLD.apply(world, dice);
        }
    }),
    MATCH((world, dice) -> dice.pick(world.all(Student.class).toList()).record = null),
    OPT_IN((world, dice) -> {
        var optIn = dice.chance(75)
                ? world.one(OptIn.class, "opt-in of one")
                : dice.pick(world.all(OptIn.class).toList());
        switch (dice.between(0, 3)) {
            case 0 -> optIn.audience = "WITH_DISTRICT";
            case 1 -> {
                optIn.agreedAt = dice.moment(world.deployment.zone());
                optIn.withdrawnAt = null;
            }
            case 2 -> {
                optIn.agreedAt = dice.longAgo();
                optIn.withdrawnAt = dice.moment(world.deployment.zone());
            }
            default -> world.one(Program.class, optIn.program).neverShared = true;
        }
    }),
    TOKEN((world, dice) -> world.tokenCategories = dice.some(Categories.ALL)),
    SUPPLY((world, dice) -> {
        var feed = dice.pick(world.all(Feed.class).toList());
        var published = new HashSet<>(feed.published);
        published.removeAll(dice.some(Categories.ALL));
        feed.published = published;
        if (dice.chance(50)) {
            feed.categories = published;
        }
    });

    /** Each one, and those more often that decide about few categories or seldom. */
    static final List<Disturbance> LIKELY = Stream.concat(
                    Stream.of(values()),
                    Stream.of(
                            SUPPLY,
                            SUPPLY,
                            SUPPLY,
                            OPT_IN,
                            OPT_IN,
                            WITHDRAWAL,
                            CONSENT_CATEGORIES,
                            SCHOOL_OFFICIAL,
                            HOLD,
                            HOLD,
                            TOKEN))
            .toList();

    @SuppressWarnings("ImmutableEnumChecker") // the effects hold nothing
    private final BiConsumer<World, Dice> effect;

    Disturbance(BiConsumer<World, Dice> effect) {
        this.effect = effect;
    }

    void apply(World world, Dice dice) {
        effect.accept(world, dice);
    }

    private static <T extends Element> T add(World world, T element) {
        element.id = "further " + element.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " "
                + world.elements.size();
        return world.add(element);
    }

    private static Member viewer(World world) {
        return world.one(Member.class, "viewer");
    }

    private static DistrictAgreement agreement(World world, Dice dice) {
        return world.one(
                DistrictAgreement.class, dice.chance(80) ? "district agreement of one" : "neighbor agreement of one");
    }

    private static void name(Consent consent, Dice dice) {
        if (consent.kind.equals("SHARING")) {
            consent.audiences = dice.some(List.of("DISTRICT", "PARTNERS"));
        } else {
            consent.categories = dice.some(Categories.ALL);
        }
    }

    /** One of the consents, a general one more often than not; where there is none, one that belongs to no world. */
    private static Consent consent(World world, Dice dice) {
        var general = dice.chance(75);
        var consents = world.all(Consent.class)
                .filter(consent -> consent.kind.equals("GENERAL") == general)
                .toList();
        return consents.isEmpty() ? new Consent() : dice.pick(consents);
    }

    private static void onChild(Hold hold, Dice dice) {
        if (dice.chance(50)) {
            hold.participant = "ana";
        } else {
            hold.district = dice.one("district", "district", "neighbor");
            hold.districtStudentId = dice.one("100123", "100123", " 100123", "100124");
        }
    }

    private static void moments(World world, Hold hold, Dice dice) {
        if (dice.chance(30)) {
            hold.begins = dice.moment(world.one(District.class, "district").zone);
        }
        if (dice.chance(30)) {
            hold.ends = dice.moment(world.one(District.class, "district").zone);
            hold.begins = hold.begins.isAfter(hold.ends) ? hold.ends : hold.begins;
        }
    }

    private static void withdraw(World world, Consent consent, Dice dice) {
        var at = consent.signedOn == null ? dice.today() : consent.signedOn;
        consent.revokedAt = dice.chance(50)
                ? dice.moment(world.deployment.zone())
                : at.plusDays(dice.between(0, 30))
                        .atStartOfDay(world.deployment.zone())
                        .toInstant();
        if (dice.chance(40)) {
            consent.revokedBy = otherParent(consent);
            consent.reopened = dice.chance(40);
        }
    }

    private static String otherParent(Consent consent) {
        return consent.signer.replace(
                consent.signer.startsWith("mother") ? "mother" : "father",
                consent.signer.startsWith("mother") ? "father" : "mother");
    }

    private static Consent secondConsent(World world, Dice dice) {
        var first = consent(world, dice);
        var second = new Consent();
        if (first.id.isEmpty()) {
            return second;
        }
        second.participant = first.participant;
        second.district = first.district;
        second.studentBirthDate = first.studentBirthDate;
        second.signer = dice.chance(50) ? first.signer : otherParent(first);
        second.inForce = dice.one(dice.open(), dice.open(), dice.edge());
        second.signedOn = second.inForce.from().minusDays(dice.one(0, 0, 1, 10));
        second.kind = first.kind;
        second.audiences = first.audiences;
        second.categories = first.categories;
        if (dice.chance(50)) {
            name(second, dice);
        }
        second.draft = dice.chance(10);
        second.order = world.elements.size();
        return add(world, second);
    }

    private static void bear(World world, Dice dice) {
        var born = adult(dice);
        world.all(SchoolRecord.class).forEach(record -> record.born = born);
        world.all(Consent.class).forEach(consent -> consent.studentBirthDate = born);
    }

    /** A birth date of somebody who comes of age about today; often on the 29th of February. */
    private static LocalDate adult(Dice dice) {
        return dice.chance(30)
                ? LocalDate.of(dice.one(2004, 2008), 2, 29)
                : dice.today().plusDays(dice.one(-30, -1, 0, 1)).minusYears(18);
    }

    private static void age(World world, Dice dice) {
        var consent = consent(world, dice);
        if (dice.chance(66)) {
            consent.signedOn = dice.today().minusDays(dice.one(0, 1));
        }
        if (!consent.id.isEmpty()) {
            var signer = world.one(Signer.class, consent.signer);
            signer.capacity = dice.one("PARENT", "STUDENT", "STUDENT", "COURT_ORDER", "GUARDIAN");
            consent.proof = dice.maybe(60, dice.one("Order 26-4", "Order 26-4", "Order 26-4", " "));
        }
    }
}
