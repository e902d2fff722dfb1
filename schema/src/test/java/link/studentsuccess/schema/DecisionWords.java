package link.studentsuccess.schema;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import link.studentsuccess.schema.DecisionWorld.Consent;
import org.jspecify.annotations.Nullable;

/**
 * The words in which a row of access-decisions.csv deviates from the baseline. A new word is a line here: a phrase when it
 * stands for itself, a field when any value may follow it. What it changes is in {@link DecisionWorld}. A word that is not here
 * is an error: it would leave the baseline as it is, and the row would be no decision.
 */
final class DecisionWords {

    private static final Pattern LATER_CONSENT = Pattern.compile(
            "(?:second|new) consent (?:of kind (?<kind>\\w+) )?signed (?<signed>\\S+) (?:(?<range>\\[\\S+\\)) ?)?"
                    + "(?:categories=(?<categories>\\S+))?(?<by>by the (?:other|same) parent)?");

    private static final Pattern HOLD = Pattern.compile("(?:student|participant)(?::REMOVE)?|member|feed|district"
            + "|organization(?: at (?:the|another) district)?|other organization at the district");

    private final DecisionWorld world;

    private DecisionWords(DecisionWorld world) {
        this.world = world;
    }

    /** The world of a row: the deviations are separated by semicolons, and the later one wins. */
    static DecisionWorld world(String deviations, LocalDate askedOn) {
        var world = new DecisionWorld(askedOn);
        var words = new DecisionWords(world);
        for (var deviation : deviations.split(";", -1)) {
            if (!deviation.isBlank()) {
                words.apply(deviation.strip());
            }
        }
        return world;
    }

    private void apply(String deviation) {
        var later = LATER_CONSENT.matcher(deviation);
        if (later.matches()) {
            world.laterConsents.add(laterConsent(later));
        } else if (!phrase(deviation)) {
            var parts = deviation.split("=", 2);
            field(parts[0], parts.length > 1 ? parts[1] : "");
        }
    }

    /** Words that are said in one way only. */
    private boolean phrase(String phrase) {
        switch (phrase) {
            // Of no consequence, and so nothing to store; nobody is named, unless somebody is.
            case "category asked is DISCIPLINE", "dual_enrolment=true", "viewer.named=false" -> {}

            case "viewer.programs=other" -> world.limitedToOtherProgram = true;
            case "viewer.organization=other" -> world.viewerElsewhere = true;
            case "viewer.host=other organization" -> world.askedHost = "two.example";
            case "terms=outdated" -> world.termsOutdated = true;

            case "left K-12 for college=true" -> world.enteredCollege = world.askedOn;
            case "student.spaced=true" -> world.typedNumber = " 100123 ";
            case "match=none", "match=broken at the last publish" -> world.matched = false;
            case "enrollments=none" -> world.enrolled = false;

            case "operator_agreement gap [2026-11-10|2026-11-12) between two agreements" ->
                world.operatorAgreements = List.of("[2026-07-01,2026-11-10)", "[2026-11-12,2027-07-01)");
            case "district.named_staff=required" -> world.namedStaff = true;

            case "consent.district=other district with the same district student ID" ->
                consent().atOtherDistrict = true;
            case "consent.organization=other" -> consent().toOtherOrganization = true;
            case "consent.parties=organization only" -> consent().parties = List.of("ORGANIZATION");
            case "consent.purpose=missing" -> consent().purpose = null;
            case "consent.revoked_by=the other parent" -> consent().revokedByOtherParent = true;
            case "consent covers GRADES and ATTENDANCE" -> consent().categories = List.of("GRADES", "ATTENDANCE");
            case "restricted_by=another district" -> world.restrictedElsewhere = true;

            case "hold.spaced=true" -> world.heldNumber = " 100123 ";
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Words that a value follows. */
    private void field(String field, String value) {
        switch (field) {
            case "asked_at" -> world.askedAt = OffsetDateTime.parse(value).toInstant();
            case "token.scopes" -> world.tokenCategories = list(value);

            case "viewer.role" -> world.role = value;
            case "viewer.active" -> world.active = flag(value);
            case "viewer.active_until" -> world.activeUntil = value;
            case "viewer.scope" -> world.scope = list(value);
            case "training" -> world.training = range(value);
            case "training.until" -> world.training = "[2026-01-01," + value + ")";

            case "caseload" -> world.caseload = range(value);
            case "caseload.site" -> world.caseloadSite = value;
            case "covers" -> world.covers = range(value);
            case "covered.caseload" -> world.coveredCaseload = range(value);
            case "covered.covers" -> world.coveredCovers = range(value);

            case "born" -> {
                world.born = dateOrUnknown(value);
                world.bornByTheForm = world.born;
            }
            case "consent form birth date" -> world.bornByTheForm = dateOrUnknown(value);
            case "service" -> world.service = range(value);
            case "program.site" -> world.programSite = value;
            case "program.sharing" -> world.sharing = value;

            case "operator_agreement" ->
                world.operatorAgreements = value.equals("none") ? List.of() : List.of(range(value));
            case "opt_in" -> world.optIn = value;
            case "opt_in.withdrawn" -> world.optInWithdrawn = flag(value);
            case "district.zone" -> world.zone = value;
            case "district_agreement" -> world.districtAgreement = range(value);
            case "district_agreement.categories" -> world.agreedCategories = list(value);
            case "district_agreement.categories+" ->
                world.agreedCategories = Stream.concat(world.agreedCategories.stream(), list(value).stream())
                        .toList();
            case "district_agreement.schools" -> world.agreedSchools = list(value);
            case "district_agreement.verification" -> world.verification = value;
            case "district_agreement.operator_is_agent" -> world.operatorIsAgent = flag(value);
            case "basis" -> world.basis = value;
            case "designated" -> world.designated = list(value);
            case "district roster" -> world.onRoster = flag(value);

            case "consent" -> {
                if (value.equals("none")) {
                    world.consent = null;
                } else {
                    consent().inForce = range(value);
                }
            }
            case "consent.signer" -> consent().capacity = value;
            case "consent.signed_on" -> consent().signedOn = LocalDate.parse(value);
            case "consent.categories" -> consent().categories = list(value);
            case "consent.state" -> consent().state = value;
            case "consent.proof" -> consent().proof = value;
            case "consent.evidence" -> consent().evidence = value;
            case "consent.attested" -> consent().attested = flag(value);
            case "consent.drawn" -> consent().drawn = flag(value);
            case "consent.verified_on" -> consent().verifiedOn = LocalDate.parse(value);
            case "consent.refused_on" -> consent().refusedOn = LocalDate.parse(value);
            case "consent.revoked_on" -> consent().revokedOn = LocalDate.parse(value);
            case "withdrawal" -> consent().withdrawalDecision = value;
            case "second.state" -> world.laterConsents.get(0).state = value;
            case "second.revoked_on" -> world.laterConsents.get(0).revokedOn = LocalDate.parse(value);
            case "signer.restricted_on" -> world.parentRestrictedOn = LocalDate.parse(value);
            case "other_parent.restricted_on" -> world.otherParentRestrictedOn = LocalDate.parse(value);

            case "hold" -> world.hold = hold(value);
            case "every range" -> everyRange(range(value));
            default -> throw new IllegalArgumentException("No such deviation: " + field + "=" + value);
        }
    }

    private Consent consent() {
        return Objects.requireNonNull(world.consent);
    }

    private static Consent laterConsent(Matcher words) {
        var consent = new Consent();
        consent.signedOn = LocalDate.parse(words.group("signed"));
        var range = words.group("range");
        consent.inForce = range == null ? "[" + consent.signedOn + ",2027-09-01)" : range(range);
        if (words.group("kind") != null) {
            consent.kind = words.group("kind");
        }
        if (words.group("categories") != null) {
            consent.categories = list(words.group("categories"));
        }
        consent.byOtherParent = "by the other parent".equals(words.group("by"));
        return consent;
    }

    /** The form was signed on the day that is asked about: the day on which the signer's age matters. */
    private void everyRange(String range) {
        world.caseload = range;
        world.training = range;
        world.service = range;
        world.operatorAgreements = List.of(range);
        world.districtAgreement = range;
        consent().inForce = range;
        consent().signedOn = world.askedOn;
    }

    private static boolean flag(String value) {
        return switch (value) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new IllegalArgumentException("Neither true nor false: " + value);
        };
    }

    private static String hold(String value) {
        if (!HOLD.matcher(value).matches()) {
            throw new IllegalArgumentException("No such hold: " + value);
        }
        return value;
    }

    private static List<String> list(String value) {
        return List.of(value.split("\\|", -1));
    }

    /** The comma separates the columns of the file. */
    private static String range(String value) {
        return value.equals("none") ? "empty" : value.replace('|', ',');
    }

    private static @Nullable LocalDate dateOrUnknown(String value) {
        return value.equals("unknown") ? null : LocalDate.parse(value);
    }
}
