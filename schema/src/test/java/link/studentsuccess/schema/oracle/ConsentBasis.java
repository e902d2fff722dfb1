package link.studentsuccess.schema.oracle;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Consent;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Participant;
import link.studentsuccess.schema.oracle.World.SchoolRecord;
import link.studentsuccess.schema.oracle.World.Signer;
import link.studentsuccess.schema.oracle.World.Student;
import org.jspecify.annotations.Nullable;

/** Basis WRITTEN_CONSENT: of the consents that cover today the latest signed, and whether the student must sign instead. */
record ConsentBasis(World world, Clock clock, DistrictAgreement agreement, Student student) {

    @Nullable
    String closed(String category) {
        var there = consents().toList();
        if (there.stream().anyMatch(consent -> standsWithdrawn(consent, there))) {
            return "CONSENT_REVOKED";
        }
        var signed = there.stream()
                .filter(consent -> !consent.draft && !withdrawn(consent))
                .toList();
        var today = signed.stream()
                .filter(consent -> consent.inForce.has(clock.districtDay()))
                .max(Comparator.comparing((Consent consent) -> rank(consent)).thenComparing(ConsentBasis::signedOn));
        if (today.isEmpty()) {
            return whyNoneToday(there, signed);
        }
        var consent = today.get();
        if (!complete(consent)) {
            return "CONSENT_INCOMPLETE";
        }
        if (awaitsDistrict(consent)) {
            return "AWAITING_DISTRICT_VERIFICATION";
        }
        if (!consent.categories.contains(category)) {
            return "NOT_IN_CONSENT";
        }
        return mustSignInPerson(consent) ? "ELIGIBLE_STUDENT_MUST_CONSENT" : null;
    }

    /** A court's order that takes a signer's rights takes what was signed and withdrawn, too. */
    private Stream<Consent> consents() {
        return world.all(Consent.class)
                .filter(consent -> consent.kind.equals("GENERAL"))
                .filter(consent -> consent.participant.equals(student.participant))
                .filter(consent -> consent.district.equals(student.district))
                .filter(consent -> !consent.inForce.isEmpty())
                .filter(consent -> !restricted(consent.signer));
    }

    private boolean restricted(String signer) {
        var person = world.one(Signer.class, signer);
        return clock.isPast(person.restrictedAt) && student.district.equals(person.restrictedBy);
    }

    private boolean withdrawn(Consent consent) {
        if (!clock.isPast(consent.revokedAt) || consent.reopened) {
            return false;
        }
        return consent.revokedBy == null || !restricted(consent.revokedBy);
    }

    /** One parent's withdrawal closes, whatever the other signed, until the same person signs again. */
    private boolean standsWithdrawn(Consent consent, List<Consent> there) {
        return !consent.draft
                && withdrawn(consent)
                && there.stream()
                        .noneMatch(later -> !later.draft
                                && !withdrawn(later)
                                && later.signer.equals(consent.signer)
                                && signedOn(later).isAfter(signedOn(consent)));
    }

    private String whyNoneToday(List<Consent> there, List<Consent> signed) {
        if (signed.stream().anyMatch(consent -> consent.inForce.from().isAfter(clock.districtDay()))) {
            return "CONSENT_NOT_YET_IN_FORCE";
        }
        if (!signed.isEmpty()) {
            return "CONSENT_EXPIRED";
        }
        return there.isEmpty() ? "CONSENT_MISSING" : "CONSENT_INCOMPLETE";
    }

    private boolean complete(Consent consent) {
        return consent.signedOn != null
                && consent.purpose != null
                && !consent.categories.isEmpty()
                && consent.parties.contains("ORGANIZATION")
                && (consent.parties.contains("OPERATOR") || agreement.operatorIsAgent)
                && !clock.isPast(consent.refusedAt)
                && (!capacity(consent).equals("STUDENT") || !consent.signedOn.isBefore(studentSignsFrom(consent)));
    }

    private boolean awaitsDistrict(Consent consent) {
        if (consent.verifiedOn != null && !consent.verifiedOn.isAfter(clock.districtDay())) {
            return false;
        }
        return agreement.verification.equals("EACH")
                || agreement.verification.equals("SAMPLE") && consent.drawn
                || consent.byLink && !consent.attested;
    }

    /** A parent's signature holds until the student has the rights; a guardian by a court's order given later keeps them. */
    private boolean mustSignInPerson(Consent consent) {
        if (capacity(consent).equals("STUDENT") || guardsAdult(consent)) {
            return false;
        }
        return !clock.districtDay().isBefore(parentLapsesOn(consent));
    }

    private boolean guardsAdult(Consent consent) {
        return capacity(consent).equals("COURT_ORDER")
                && consent.proof != null
                && !signedOn(consent).isBefore(studentSignsFrom(consent));
    }

    /** Of an eligible student's own consent and a parent's, the student's counts. */
    private int rank(Consent consent) {
        return mustSignInPerson(consent) ? 0 : 1;
    }

    /** 29 February lapses on 28 February; nobody's birth date is known: lapsed always. */
    private LocalDate parentLapsesOn(Consent consent) {
        var born = born(consent);
        return earlier(born == null ? LocalDate.MIN : born.plusYears(18));
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

    private String capacity(Consent consent) {
        return world.one(Signer.class, consent.signer).capacity;
    }

    private static LocalDate signedOn(Consent consent) {
        return consent.signedOn == null ? LocalDate.MIN : consent.signedOn;
    }
}
