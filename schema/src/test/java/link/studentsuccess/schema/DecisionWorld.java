package link.studentsuccess.schema;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The world in which a row of access-decisions.csv is decided: what is written here is the baseline at the head of that file.
 * {@link DecisionWords} change it, {@link DecisionRows} writes it, {@link PolicyAnswers} asks in it.
 */
final class DecisionWorld {

    static final ZoneId OPERATOR_ZONE = ZoneId.of("America/Los_Angeles");

    final UUID organization = UUID.randomUUID();
    final UUID otherOrganization = UUID.randomUUID();
    final UUID district = UUID.randomUUID();
    final UUID otherDistrict = UUID.randomUUID();
    final UUID feed = UUID.randomUUID();
    final UUID program = UUID.randomUUID();
    final UUID otherProgram = UUID.randomUUID();
    final UUID membership = UUID.randomUUID();
    final UUID participant = UUID.randomUUID();
    final UUID student = UUID.randomUUID();
    final UUID parent = UUID.randomUUID();
    final UUID otherParent = UUID.randomUUID();

    // The question.
    final LocalDate askedOn;

    @Nullable
    Instant askedAt;

    String askedHost = "one.example";

    @Nullable
    List<String> tokenCategories;

    // The viewer.
    String role = "CASE_WORKER";
    boolean active = true;
    String activeUntil = "";
    boolean limitedToOtherProgram;
    boolean viewerElsewhere;

    @Nullable
    List<String> scope;

    String training = "[2026-01-01,2027-06-30)";
    boolean termsOutdated;

    // Whom the viewer has: the participant, a site, or what a colleague has.
    String caseload = "[2026-09-10,)";

    @Nullable
    String caseloadSite;

    @Nullable
    String covers;

    @Nullable
    String coveredCaseload;

    @Nullable
    String coveredCovers;

    // The child.
    @Nullable
    LocalDate born = LocalDate.parse("2011-03-15");

    @Nullable
    LocalDate bornByTheForm = born;

    @Nullable
    LocalDate enteredCollege;

    String typedNumber = "100123";
    String service = "[2026-09-05,)";

    @Nullable
    String programSite;

    String sharing = "ALLOWED";

    // What the district delivers.
    String zone = "America/Los_Angeles";
    boolean matched = true;
    boolean enrolled = true;

    // The agreements, and what is said under them.
    List<String> operatorAgreements = List.of("[2026-07-01,2027-07-01)");
    String optIn = "none";
    boolean optInWithdrawn;
    String districtAgreement = "[2026-08-01,2027-08-01)";
    List<String> agreedCategories = List.of("ENROLLMENT", "ATTENDANCE", "GRADES", "PARTICIPATION");

    @Nullable
    List<String> agreedSchools;

    String verification = "NONE";
    boolean operatorIsAgent;
    boolean namedStaff;
    String basis = "WRITTEN_CONSENT";
    List<String> designated = List.of("ENROLLMENT", "ATTENDANCE", "GRADES");
    boolean onRoster;

    // The consents, and who may no longer give one.
    @Nullable
    Consent consent = new Consent();

    final List<Consent> laterConsents = new ArrayList<>();

    @Nullable
    LocalDate parentRestrictedOn;

    @Nullable
    LocalDate otherParentRestrictedOn;

    boolean restrictedElsewhere;

    // The hold.
    String hold = "none";
    String heldNumber = "100123";

    static final class Consent {
        String kind = "GENERAL";
        String capacity = "PARENT";
        boolean byOtherParent;
        boolean toOtherOrganization;
        boolean atOtherDistrict;
        LocalDate signedOn = LocalDate.parse("2026-09-01");
        String inForce = "[2026-09-01,2027-09-01)";
        List<String> categories = List.of("ENROLLMENT", "ATTENDANCE", "GRADES");
        List<String> parties = List.of("ORGANIZATION", "OPERATOR");

        @Nullable
        String purpose = "Tutoring";

        String state = "ACTIVE";
        String evidence = "PAPER";

        @Nullable
        String proof;

        boolean attested;
        boolean drawn;

        @Nullable
        LocalDate verifiedOn;

        @Nullable
        LocalDate refusedOn;

        @Nullable
        LocalDate revokedOn;

        boolean revokedByOtherParent;

        @Nullable
        String withdrawalDecision;
    }

    DecisionWorld(LocalDate askedOn) {
        this.askedOn = askedOn;
    }

    Instant at() {
        return askedAt != null ? askedAt : noon(askedOn);
    }

    static Instant noon(LocalDate day) {
        return day.atTime(12, 0).atZone(OPERATOR_ZONE).toInstant();
    }
}
