package link.studentsuccess.schema.oracle;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Consent;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Participant;
import link.studentsuccess.schema.oracle.World.SchoolRecord;
import link.studentsuccess.schema.oracle.World.Signer;
import link.studentsuccess.schema.oracle.World.Student;
import org.jspecify.annotations.Nullable;

/**
 * Basis WRITTEN_CONSENT: of the consents of a kind that cover today the latest signed, and whether the student must sign
 * instead. What a consent to sharing names are audiences.
 */
record ConsentBasis(World world, Clock clock, DistrictAgreement agreement, Student student, String kind) {

    /** Meal status (7 CFR 245.6) and housing and foster care are each on a form of their own. */
    static String kind(String category) {
        return switch (category) {
            case "MEAL_STATUS", "HOUSING_FOSTER" -> category;
            default -> "GENERAL";
        };
    }

    @Nullable
    String closed(String named) {
        var today = today();
        if (today.isEmpty()) {
            return whyNoneToday();
        }
        var consent = today.get();
        if (consents().anyMatch(withdrawn -> closes(withdrawn, consent))) {
            return "CONSENT_REVOKED";
        }
        if (!complete(consent)) {
            return "CONSENT_INCOMPLETE";
        }
        if (awaitsDistrict(consent)) {
            return "AWAITING_DISTRICT_VERIFICATION";
        }
        if (!names(consent).contains(named)) {
            return "NOT_IN_CONSENT";
        }
        return mustSignInPerson(consent) ? "ELIGIBLE_STUDENT_MUST_CONSENT" : null;
    }

    private Optional<Consent> today() {
        return consents()
                .filter(consent -> consent.inForce.has(clock.districtDay()))
                .filter(consent -> !restricted(consent.signer))
                .filter(consent -> !(consent.draft && consent.revokedAt != null))
                .max(Comparator.comparing(this::stands)
                        .thenComparing(this::signedByWhoMay)
                        .thenComparing(ConsentBasis::signedOn)
                        .thenComparing(Consent::recordedAt));
    }

    /** The day of the withdrawal that closes, or on which the last one ended. */
    @Nullable
    LocalDate since(String reason) {
        return switch (reason) {
            case "CONSENT_REVOKED" ->
                consents()
                        .filter(withdrawn -> closes(withdrawn, today().orElseThrow()))
                        .map(this::withdrawnOn)
                        .min(LocalDate::compareTo)
                        .orElseThrow();
            case "CONSENT_EXPIRED" ->
                consents()
                        .filter(consent -> !consent.draft && !restricted(consent.signer))
                        .filter(consent -> consent.inForce.endedBy(clock.districtDay()))
                        .map(consent -> Objects.requireNonNull(consent.inForce.until()))
                        .max(LocalDate::compareTo)
                        .orElseThrow();
            default -> null;
        };
    }

    /** Until it ends, or another may replace it, or the student must sign. */
    Stream<LocalDate> until() {
        var consent = today().orElseThrow();
        var ends = Stream.concat(Stream.ofNullable(consent.inForce.until()), Stream.ofNullable(beginsNext()));
        return capacity(consent).equals("STUDENT") || guardsAdult(consent)
                ? ends
                : Stream.concat(ends, Stream.of(parentLapsesOn(consent)));
    }

    @Nullable
    LocalDate beginsNext() {
        var standing = consents()
                .filter(consent -> !restricted(consent.signer) && stands(consent))
                .map(consent -> consent.inForce)
                .toList();
        return Days.begins(standing, clock.districtDay());
    }

    private Stream<Consent> consents() {
        return world.all(Consent.class)
                .filter(consent -> consent.kind.equals(kind))
                .filter(consent -> consent.participant.equals(student.participant))
                .filter(consent -> consent.district.equals(student.district))
                .filter(consent -> !consent.inForce.isEmpty());
    }

    private static Set<String> names(Consent consent) {
        return consent.kind.equals("SHARING") ? consent.audiences : consent.categories;
    }

    /** Decided: what somebody signed whose rights a court's order takes counts nowhere, whichever district recorded it. */
    private boolean restricted(String signer) {
        return clock.isPast(world.one(Signer.class, signer).restrictedAt);
    }

    /** Decided: one withdrawn, refused or not activated gives way to one that stands. */
    private boolean stands(Consent consent) {
        return !consent.draft && !withdrawn(consent) && !clock.isPast(consent.refusedAt);
    }

    /** What a parent signed when the student had the rights already cannot replace the student's own. */
    private boolean signedByWhoMay(Consent consent) {
        return capacity(consent).equals("STUDENT")
                || guardsAdult(consent)
                || (born(consent) == null && earlier(LocalDate.MAX).isAfter(signedOn(consent)))
                || signedOn(consent).isBefore(parentLapsesOn(consent));
    }

    /** Until the district reopens. Decided: the order that takes the rights of who withdrew reopens in its own district. */
    private boolean withdrawn(Consent consent) {
        var person = world.one(Signer.class, whoWithdrew(consent));
        var restrictedHere = clock.isPast(person.restrictedAt) && student.district.equals(person.restrictedBy);
        return clock.isPast(consent.revokedAt) && !consent.reopened && !restrictedHere;
    }

    private static String whoWithdrew(Consent consent) {
        return consent.revokedBy == null ? consent.signer : consent.revokedBy;
    }

    /**
     * One parent's withdrawal closes, whatever the other signed, until the same person signs again; not the student's own,
     * unless that itself is what was withdrawn.
     */
    private boolean closes(Consent withdrawn, Consent today) {
        if (withdrawn.draft || !withdrawn(withdrawn) || withdrawn.inForce.from().isAfter(clock.districtDay())) {
            return false;
        }
        var person = whoWithdrew(withdrawn);
        var day = withdrawnOn(withdrawn);
        var bindsNot = isStudent(today.signer) && !isStudent(person) && withdrawn != today;
        if (withdrawn.inForce.endedBy(day) || bindsNot) {
            return false;
        }
        return consents()
                .filter(again -> again.signer.equals(person) && !restricted(person))
                .filter(again -> stands(again) && again.inForce.has(clock.districtDay()))
                .noneMatch(again ->
                        !signedOn(again).isBefore(day) && again.recordedAt().isAfter(withdrawn.revokedAt));
    }

    private LocalDate withdrawnOn(Consent withdrawn) {
        return LocalDate.ofInstant(Objects.requireNonNull(withdrawn.revokedAt), clock.districtZone());
    }

    private String whyNoneToday() {
        var signed = consents()
                .filter(consent -> !consent.draft && !restricted(consent.signer))
                .toList();
        if (signed.stream()
                .anyMatch(consent -> stands(consent) && consent.inForce.from().isAfter(clock.districtDay()))) {
            return "CONSENT_NOT_YET_IN_FORCE";
        }
        return signed.stream().anyMatch(consent -> consent.inForce.endedBy(clock.districtDay()))
                ? "CONSENT_EXPIRED"
                : "CONSENT_MISSING";
    }

    private boolean complete(Consent consent) {
        return stands(consent)
                && consent.signedOn != null
                && !consent.signedOn.isAfter(clock.districtDay())
                && consent.purpose != null
                && !consent.purpose.isBlank()
                && !names(consent).isEmpty()
                && consent.parties.contains("ORGANIZATION")
                && (consent.parties.contains("OPERATOR") || agreement.operatorIsAgent)
                && (!capacity(consent).equals("STUDENT") || !consent.signedOn.isBefore(studentSignsFrom(consent)));
    }

    private boolean awaitsDistrict(Consent consent) {
        if (consent.verifiedOn != null && !consent.verifiedOn.isAfter(clock.districtDay())) {
            return false;
        }
        return agreement.verification.equals("EACH")
                || (agreement.verification.equals("SAMPLE") && consent.drawn)
                || (consent.byLink && !consent.attested)
                || (capacity(consent).equals("ACTING_PARENT")
                        && Objects.requireNonNullElse(consent.proof, "").isBlank());
    }

    /** A parent's signature holds until the student has the rights; a guardian by a court's order given later keeps them. */
    private boolean mustSignInPerson(Consent consent) {
        if (capacity(consent).equals("STUDENT") || guardsAdult(consent)) {
            return false;
        }
        return !clock.districtDay().isBefore(parentLapsesOn(consent));
    }

    private boolean guardsAdult(Consent consent) {
        var born = born(consent);
        return capacity(consent).equals("COURT_ORDER")
                && consent.proof != null
                && !consent.proof.isBlank()
                && born != null
                && !signedOn(consent).isBefore(born.plusYears(18));
    }

    /** 29 February lapses on 28 February; nobody's birth date is known: lapsed always. */
    private LocalDate parentLapsesOn(Consent consent) {
        var born = born(consent);
        return born == null || born.isAfter(clock.districtDay()) ? LocalDate.MIN : earlier(born.plusYears(18));
    }

    /** 29 February signs from 1 March. */
    private LocalDate studentSignsFrom(Consent consent) {
        var born = born(consent);
        if (born == null) {
            return earlier(LocalDate.MAX);
        }
        var birthday = born.plusYears(18);
        return earlier(birthday.getDayOfMonth() == born.getDayOfMonth() ? birthday : birthday.plusDays(1));
    }

    private LocalDate earlier(LocalDate grownUpOn) {
        var college = world.one(Participant.class, student.participant).enteredCollegeOn;
        return college != null && college.isBefore(grownUpOn) ? college : grownUpOn;
    }

    /** The district's birth date; where it gives none, the one on the form. */
    private @Nullable LocalDate born(Consent consent) {
        var delivered = student.record == null ? null : world.one(SchoolRecord.class, student.record).born;
        return delivered == null ? consent.studentBirthDate : delivered;
    }

    private boolean isStudent(String signer) {
        return world.one(Signer.class, signer).capacity.equals("STUDENT");
    }

    private String capacity(Consent consent) {
        return world.one(Signer.class, consent.signer).capacity;
    }

    private static LocalDate signedOn(Consent consent) {
        return consent.signedOn == null ? LocalDate.MIN : consent.signedOn;
    }
}
