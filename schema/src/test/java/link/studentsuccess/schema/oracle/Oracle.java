package link.studentsuccess.schema.oracle;

import static java.util.stream.Collectors.toSet;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Enrollment;
import link.studentsuccess.schema.oracle.World.Feed;
import link.studentsuccess.schema.oracle.World.Hold;
import link.studentsuccess.schema.oracle.World.Member;
import link.studentsuccess.schema.oracle.World.Named;
import link.studentsuccess.schema.oracle.World.OperatorAgreement;
import link.studentsuccess.schema.oracle.World.OptIn;
import link.studentsuccess.schema.oracle.World.Program;
import link.studentsuccess.schema.oracle.World.Question;
import link.studentsuccess.schema.oracle.World.Service;
import link.studentsuccess.schema.oracle.World.Staff;
import link.studentsuccess.schema.oracle.World.Statement;
import link.studentsuccess.schema.oracle.World.Student;
import link.studentsuccess.schema.oracle.World.Training;
import org.jspecify.annotations.Nullable;

/** The access rules, gate by gate in their order: the first closed one gives the reason. */
final class Oracle {

    private static final int WIND_DOWN_WITHOUT_AGREEMENT = 30;

    private final World world;
    private final Question question;
    private final Student student;
    private final String category;
    private final Member viewer;
    private final Clock clock;

    private Oracle(World world, Question question, Student student, String category) {
        this.world = world;
        this.question = question;
        this.student = student;
        this.category = category;
        this.viewer = world.one(Member.class, question.member());
        this.clock = new Clock(world, question.at(), student.district);
    }

    static Decision decide(World world, Question question, Student student, String category) {
        var oracle = new Oracle(world, question, student, category);
        var closed =
                oracle.gates().map(Supplier::get).flatMap(Stream::ofNullable).findFirst();
        return closed.isPresent()
                ? Decision.closed(closed.get(), oracle.since(closed.get()), oracle.opensOn(closed.get()))
                : new Decision(Decision.ALLOW, oracle.opened(), null, oracle.until(), oracle.recordsFrom());
    }

    private Stream<Supplier<@Nullable String>> gates() {
        return Stream.of(
                this::roleAndCaseload,
                this::hold,
                this::training,
                this::staffTerms,
                this::staffScope,
                this::service,
                this::operatorAgreement,
                this::districtAgreement,
                this::agreedCategoryAndSchool,
                this::basis,
                this::match,
                this::sharing,
                this::tokenScope,
                this::supply);
    }

    private @Nullable String roleAndCaseload() {
        return new Roster(world, clock).knows(viewer, student.participant) ? null : Decision.INVISIBLE;
    }

    private @Nullable String hold() {
        return world.all(Hold.class).anyMatch(hold -> clock.inForce(hold) && concerns(hold)) ? "ON_HOLD" : null;
    }

    private boolean concerns(Hold hold) {
        if (hold.districtStudentId != null) {
            return Roster.isNumberOf(world, student.participant, hold);
        }
        if (hold.organization != null) {
            return hold.organization.equals(viewer.organization)
                    && (hold.district == null || hold.district.equals(student.district));
        }
        return student.district.equals(hold.district)
                || student.participant.equals(hold.participant)
                || viewer.staff.equals(hold.staff)
                || viewer.id.equals(hold.member)
                || holdsAgreement(hold)
                || feeds().anyMatch(feed -> feed.id.equals(hold.feed) && feed.categories.contains(category));
    }

    /** Decided: a hold on an agreement closes under its successor, too: nobody renews a way around it. */
    private boolean holdsAgreement(Hold hold) {
        return world.all(OperatorAgreement.class)
                        .anyMatch(agreement -> agreement.id.equals(hold.operatorAgreement)
                                && agreement.organization.equals(viewer.organization))
                || world.all(DistrictAgreement.class)
                        .anyMatch(agreement -> agreement.id.equals(hold.districtAgreement)
                                && agreement.organization.equals(viewer.organization)
                                && agreement.district.equals(student.district));
    }

    private @Nullable String training() {
        return trainings().stream().anyMatch(valid -> valid.has(clock.operatorDay())) ? null : "TRAINING_REQUIRED";
    }

    private List<Days> trainings() {
        return world.all(Training.class)
                .filter(training -> training.staff.equals(viewer.staff))
                .map(training -> training.valid)
                .toList();
    }

    private @Nullable String staffTerms() {
        var current = world.deployment.statements().stream()
                .filter(statement -> !statement.effectiveOn().isAfter(clock.operatorDay()))
                .max(Comparator.comparing(Statement::effectiveOn));
        var staff = world.one(Staff.class, viewer.staff);
        var accepted = current.isPresent()
                && staff.acceptedVersions.contains(current.get().version())
                && !staff.acceptedAt.isAfter(question.at());
        var asked = districtAgreements().findAny().isEmpty() || allowsStaff(agreement());
        return accepted && asked ? null : "STAFF_TERMS_MISSING";
    }

    /** Decided: like training in the operator's days, as everything about staff. */
    private boolean allowsStaff(DistrictAgreement agreement) {
        var checked = viewer.backgroundCheck != null && viewer.backgroundCheck.has(clock.operatorDay());
        var named = named(agreement).anyMatch(name -> name.days.has(clock.operatorDay()));
        return (agreement.staffKinds == null || agreement.staffKinds.contains(viewer.kind))
                && (!agreement.backgroundCheck || checked)
                && (!agreement.namedStaff || named);
    }

    /**
     * Decided: what one person may see the organization says, which knows who does what; a district says it for all of the
     * organization's staff by the agreement's categories, and whom it trusts by naming them. Categories by name and district
     * besides would be a second place to look for why somebody sees nothing, which no district has asked for.
     */
    private @Nullable String staffScope() {
        return viewer.categories == null || viewer.categories.contains(category) ? null : "NOT_IN_YOUR_ACCESS";
    }

    private @Nullable String service() {
        return services().stream().anyMatch(days -> days.has(clock.operatorDay())) ? null : "NOT_SERVED_TODAY";
    }

    private List<Days> services() {
        // Without an agreement in force the usual days wind down.
        var windDown =
                districtAgreements().findAny().isPresent() ? agreement().windDownDays : WIND_DOWN_WITHOUT_AGREEMENT;
        return world.all(Service.class)
                .filter(service -> service.participant.equals(student.participant))
                .map(service -> service.days.and(windDown))
                .toList();
    }

    private @Nullable String operatorAgreement() {
        return operatorAgreements().findAny().isPresent() ? null : "OPERATOR_AGREEMENT_NOT_IN_FORCE";
    }

    private @Nullable String districtAgreement() {
        return districtAgreements().findAny().isPresent() ? null : "DISTRICT_AGREEMENT_NOT_IN_FORCE";
    }

    private @Nullable String agreedCategoryAndSchool() {
        var agreement = agreement();
        // Meal status is given to no school official, whatever is designated: 7 CFR 245.6(f).
        var designated = agreement.designated.contains(category) && !category.equals("MEAL_STATUS");
        var agreed = agreement.categories.contains(category) && (!agreement.schoolOfficial || designated);
        // Which schools an unmatched student attends nobody can say: that is for the match.
        var school = agreement.schools == null
                || student.record == null
                || enrollments().anyMatch(enrollment -> agreement.schools.contains(enrollment.school));
        return agreed && school ? null : "NOT_IN_DISTRICT_AGREEMENT";
    }

    private @Nullable String basis() {
        return agreement().schoolOfficial
                ? new SchoolOfficialBasis(world, clock).closed(agreement(), student)
                : consent().closed(category);
    }

    private ConsentBasis consent() {
        return new ConsentBasis(world, clock, agreement(), student, ConsentBasis.kind(category));
    }

    private @Nullable String match() {
        return student.record == null ? "NOT_MATCHED" : null;
    }

    /** Who does not share with partners sees nothing of theirs. */
    private @Nullable String sharing() {
        if (!category.equals("PARTICIPATION")) {
            return null;
        }
        var agreements = operatorAgreements().map(agreement -> agreement.id).collect(toSet());
        var shares = world.all(OptIn.class)
                .anyMatch(optIn -> optIn.audience.equals("WITH_PARTNERS")
                        && agreements.contains(optIn.agreement)
                        && clock.covers(optIn.agreedAt, optIn.withdrawnAt)
                        && !world.one(Program.class, optIn.program).neverShared);
        return shares ? null : "SHARING_NOT_OPTED_IN";
    }

    private @Nullable String tokenScope() {
        var token = question.tokenCategories();
        return token == null || token.contains(category) ? null : "NOT_IN_TOKEN_SCOPE";
    }

    /** Availability is not access: it comes after the gates. What other organizations do no district delivers. */
    private @Nullable String supply() {
        if (category.equals("PARTICIPATION")) {
            return null;
        }
        if (feeds().anyMatch(feed -> feed.published.contains(category))) {
            return null;
        }
        return feeds().anyMatch(feed -> feed.categories.contains(category)) ? "AWAITING_FIRST_PULL" : "NOT_SUPPLIED";
    }

    /** The grain: enrollments at the schools and in the years that the agreement names. */
    private Set<String> opened() {
        var agreement = agreement();
        return enrollments()
                .filter(enrollment -> agreement.schools == null || agreement.schools.contains(enrollment.school))
                .filter(enrollment -> agreement.years == null || agreement.years.contains(enrollment.year))
                .map(enrollment -> enrollment.id)
                .collect(toSet());
    }

    private @Nullable Integer recordsFrom() {
        return Stream.ofNullable(agreement().years)
                .flatMap(Set::stream)
                .min(Integer::compareTo)
                .orElse(null);
    }

    private @Nullable LocalDate since(String reason) {
        return reason.equals("CONSENT_REVOKED") || reason.equals("CONSENT_EXPIRED")
                ? consent().since(reason)
                : null;
    }

    /** A closed gate opens by itself where something is to begin that is known already. */
    private @Nullable LocalDate opensOn(String reason) {
        return switch (reason) {
            case "TRAINING_REQUIRED" -> Days.begins(trainings(), clock.operatorDay());
            case "NOT_SERVED_TODAY" -> Days.begins(services(), clock.operatorDay());
            case "OPERATOR_AGREEMENT_NOT_IN_FORCE" -> Days.begins(operatorAgreementDays(), clock.operatorDay());
            case "DISTRICT_AGREEMENT_NOT_IN_FORCE" -> Days.begins(districtAgreementDays(), clock.districtDay());
            case "CONSENT_NOT_YET_IN_FORCE" -> consent().beginsNext();
            default -> null;
        };
    }

    /** An open one closes with the first of the ranges that holds it open, or may when another document takes over. */
    private @Nullable LocalDate until() {
        var agreement = agreement();
        var staff = Stream.of(
                viewer.active.until(),
                Days.ends(trainings(), clock.operatorDay()),
                viewer.role.equals("CASE_WORKER")
                        ? Days.ends(
                                new Roster(world, clock).assignedDays(viewer.id, student.participant),
                                clock.operatorDay())
                        : null,
                agreement.backgroundCheck
                        ? Objects.requireNonNull(viewer.backgroundCheck).until()
                        : null,
                agreement.namedStaff
                        ? named(agreement).findFirst().orElseThrow().days.until()
                        : null,
                nextStatement());
        var documents = Stream.of(
                Days.ends(services(), clock.operatorDay()),
                Days.ends(operatorAgreementDays(), clock.operatorDay()),
                agreement.inForce.until(),
                Days.begins(districtAgreementDays(), clock.districtDay()));
        var basis = agreement.schoolOfficial
                ? new SchoolOfficialBasis(world, clock).until(agreement, student)
                : consent().until();
        return Stream.concat(Stream.concat(staff, documents).flatMap(Stream::ofNullable), basis)
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    private @Nullable LocalDate nextStatement() {
        return world.deployment.statements().stream()
                .map(Statement::effectiveOn)
                .filter(day -> day.isAfter(clock.operatorDay()))
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    private Stream<Named> named(DistrictAgreement agreement) {
        return world.all(Named.class)
                .filter(name -> name.agreement.equals(agreement.id) && name.member.equals(viewer.id));
    }

    private List<Days> operatorAgreementDays() {
        return world.all(OperatorAgreement.class)
                .filter(agreement -> agreement.organization.equals(viewer.organization))
                .map(agreement -> agreement.inForce)
                .toList();
    }

    private List<Days> districtAgreementDays() {
        return world.all(DistrictAgreement.class)
                .filter(agreement -> agreement.organization.equals(viewer.organization))
                .filter(agreement -> agreement.district.equals(student.district))
                .map(agreement -> agreement.inForce)
                .toList();
    }

    private Stream<Enrollment> enrollments() {
        return world.all(Enrollment.class).filter(enrollment -> enrollment.record.equals(student.record));
    }

    private Stream<Feed> feeds() {
        return world.all(Feed.class).filter(feed -> feed.district.equals(student.district));
    }

    /** The rules name no zone for it; decided: its days are the operator's, whose agreement it is. */
    private Stream<OperatorAgreement> operatorAgreements() {
        return world.all(OperatorAgreement.class)
                .filter(agreement -> agreement.organization.equals(viewer.organization))
                .filter(agreement -> agreement.inForce.has(clock.operatorDay()));
    }

    private Stream<DistrictAgreement> districtAgreements() {
        return world.all(DistrictAgreement.class)
                .filter(agreement -> agreement.organization.equals(viewer.organization))
                .filter(agreement -> agreement.district.equals(student.district))
                .filter(agreement -> agreement.inForce.has(clock.districtDay()));
    }

    /** Decided: of two in force on a day the one that began later rules. */
    private DistrictAgreement agreement() {
        return districtAgreements()
                .max(Comparator.comparing(agreement -> agreement.inForce.from()))
                .orElseThrow();
    }
}
