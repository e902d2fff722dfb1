package link.studentsuccess.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The baseline of access-decisions.csv as rows of the database, with the deviations of one line applied. */
final class DecisionWorld {

    /** One answer of access.decide, in the words of access-decisions.csv. */
    record Decision(String expected, String reason, String until, String enrollments) {}

    private static final ZoneId OPERATOR_ZONE = ZoneId.of("America/Los_Angeles");
    private static final Pattern LATER_CONSENT = Pattern.compile(
            "(?:second|new) consent (?:of kind (?<kind>\\w+) )?signed (?<signed>\\S+) (?:(?<range>\\[\\S+\\)) ?)?"
                    + "(?:categories=(?<categories>\\S+))?(?<by>by the (?:other|same) parent)?");

    private static final Pattern HOLD = Pattern.compile("(?:student|participant)(?::REMOVE)?|member|feed|district"
            + "|organization(?: at (?:the|another) district)?|other organization at the district");

    private static final List<String> DELIVERED = List.of(
            "ENROLLMENT",
            "ATTENDANCE",
            "ATTENDANCE_REASON",
            "GRADES",
            "DISCIPLINE",
            "SPECIAL_EDUCATION",
            "HOUSING_FOSTER",
            "MEAL_STATUS");

    private final String operator = "operator.example";
    private final String host = "one.example";
    private final UUID staff = UUID.randomUUID();
    private final UUID membership = UUID.randomUUID();
    private final UUID organization = UUID.randomUUID();
    private final UUID otherOrganization = UUID.randomUUID();
    private final UUID district = UUID.randomUUID();
    private final UUID otherDistrict = UUID.randomUUID();
    private final UUID participant = UUID.randomUUID();
    final UUID student = UUID.randomUUID();
    private final UUID program = UUID.randomUUID();
    private final UUID otherProgram = UUID.randomUUID();
    private final UUID parent = UUID.randomUUID();
    private final UUID otherParent = UUID.randomUUID();

    private String zone = "America/Los_Angeles";
    private LocalDate askedOn;
    private @Nullable Instant askedAt;
    private String role = "CASE_WORKER";
    private boolean active = true;
    private String activeUntil = "";
    private boolean limitedToOtherProgram;
    private boolean viewerElsewhere;
    private @Nullable String scope;
    private String askedHost = host;
    private @Nullable String caseload = "[2026-09-10,)";
    private @Nullable String caseloadSite;
    private @Nullable String programSite;
    private @Nullable String covers;
    private @Nullable String coveredCaseload;
    private @Nullable String coveredCovers;
    private @Nullable String training = "[2026-01-01,2027-06-30)";
    private @Nullable String service = "[2026-09-05,)";
    private List<String> operatorAgreements = List.of("[2026-07-01,2027-07-01)");
    private @Nullable String districtAgreement = "[2026-08-01,2027-08-01)";
    private String agreedCategories = "ENROLLMENT|ATTENDANCE|GRADES|PARTICIPATION";
    private @Nullable String agreedSchool;
    private String verification = "NONE";
    private boolean operatorIsAgent;
    private @Nullable Consent consent = new Consent();
    private final List<Consent> laterConsents = new ArrayList<>();
    private final Map<UUID, LocalDate> restrictions = new LinkedHashMap<>();
    private boolean restrictedElsewhere;
    private @Nullable LocalDate born = LocalDate.parse("2011-03-15");
    private @Nullable LocalDate bornByTheForm = born;
    private @Nullable LocalDate enteredCollege;
    private boolean matched = true;
    private boolean enrolled = true;
    private @Nullable List<String> tokenCategories;
    private boolean termsOutdated;
    private boolean namedStaff;
    private String hold = "none";
    private String heldNumber = "100123";
    private String typedNumber = "100123";
    private String basis = "WRITTEN_CONSENT";
    private boolean onRoster;
    private String designated = "ENROLLMENT|ATTENDANCE|GRADES";
    private String optIn = "none";
    private boolean optInWithdrawn;
    private String sharing = "ALLOWED";

    private final class Consent {
        private UUID signer = parent;
        private String capacity = "PARENT";
        private String kind = "GENERAL";
        private @Nullable LocalDate signedOn = LocalDate.parse("2026-09-01");
        private String inForce = "[2026-09-01,2027-09-01)";
        private String categories = "ENROLLMENT|ATTENDANCE|GRADES";
        private String parties = "ORGANIZATION|OPERATOR";
        private @Nullable String purpose = "Tutoring";
        private @Nullable LocalDate verifiedOn;
        private @Nullable LocalDate revokedOn;
        private UUID at = district;
        private boolean elsewhere;
        private String state = "ACTIVE";
        private @Nullable String proof;
        private String evidence = "PAPER";
        private boolean attested;
        private @Nullable LocalDate refusedOn;
        private boolean drawn;
        private @Nullable UUID revokedBy;
        private @Nullable String withdrawalDecision;
    }

    DecisionWorld(String deviations, LocalDate askedOn) {
        this.askedOn = askedOn;
        for (var deviation : deviations.split(";", -1)) {
            if (!deviation.isBlank()) {
                apply(deviation.strip());
            }
        }
    }

    private void apply(String deviation) {
        var later = LATER_CONSENT.matcher(deviation);
        if (later.matches()) {
            laterConsents.add(laterConsent(later));
            return;
        }
        switch (deviation) {
            case "category asked is DISCIPLINE",
                    "dual_enrolment=true" -> {} // of no consequence, and so nothing to store
            case "viewer.named=false" -> {} // nobody is, unless somebody is named
            case "viewer.programs=other" -> limitedToOtherProgram = true;
            case "viewer.organization=other" -> viewerElsewhere = true;
            case "viewer.host=other organization" -> askedHost = "two.example";
            case "operator_agreement gap [2026-11-10|2026-11-12) between two agreements" ->
                operatorAgreements = List.of("[2026-07-01,2026-11-10)", "[2026-11-12,2027-07-01)");
            case "consent.district=other district with the same district student ID" -> consent().at = otherDistrict;
            case "consent.organization=other" -> consent().elsewhere = true;
            case "consent.parties=organization only" -> consent().parties = "ORGANIZATION";
            case "consent.purpose=missing" -> consent().purpose = null;
            case "consent.revoked_by=the other parent" -> consent().revokedBy = otherParent;
            case "consent covers GRADES and ATTENDANCE" -> consent().categories = "GRADES|ATTENDANCE";
            case "restricted_by=another district" -> restrictedElsewhere = true;
            case "left K-12 for college=true" -> enteredCollege = askedOn;
            case "match=none", "match=broken at the last publish" -> matched = false;
            case "enrollments=none" -> enrolled = false;
            case "terms=outdated" -> termsOutdated = true;
            case "district.named_staff=required" -> namedStaff = true;
            case "hold.spaced=true" -> heldNumber = " 100123 ";
            case "student.spaced=true" -> typedNumber = " 100123 ";
            default -> {
                var parts = deviation.split("=", 2);
                apply(parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
    }

    private void apply(String field, String value) {
        switch (field) {
            case "viewer.role" -> role = value;
            case "viewer.active" -> active = flag(value);
            case "viewer.active_until" -> activeUntil = value;
            case "viewer.scope" -> scope = value;
            case "caseload" -> caseload = range(value);
            case "caseload.site" -> caseloadSite = value;
            case "program.site" -> programSite = value;
            case "covers" -> covers = range(value);
            case "covered.caseload" -> coveredCaseload = range(value);
            case "covered.covers" -> coveredCovers = range(value);
            case "training" -> training = range(value);
            case "training.until" -> training = "[2026-01-01," + value + ")";
            case "service" -> service = range(value);
            case "operator_agreement" -> operatorAgreements = value.equals("none") ? List.of() : List.of(range(value));
            case "district_agreement" -> districtAgreement = range(value);
            case "district_agreement.categories" -> agreedCategories = value;
            case "district_agreement.categories+" -> agreedCategories += "|" + value;
            case "district_agreement.schools" -> agreedSchool = value;
            case "district_agreement.verification" -> verification = value;
            case "district_agreement.operator_is_agent" -> operatorIsAgent = flag(value);
            case "district.zone" -> zone = value;
            case "asked_at" -> askedAt = OffsetDateTime.parse(value).toInstant();
            case "consent" -> {
                if (value.equals("none")) {
                    consent = null;
                } else {
                    consent().inForce = range(value);
                }
            }
            case "consent.revoked_on" -> consent().revokedOn = LocalDate.parse(value);
            case "consent.categories" -> consent().categories = value;
            case "consent.verified_on" -> consent().verifiedOn = LocalDate.parse(value);
            case "consent.state" -> consent().state = value;
            case "consent.proof" -> consent().proof = value;
            case "consent.evidence" -> consent().evidence = value;
            case "consent.attested" -> consent().attested = flag(value);
            case "consent.refused_on" -> consent().refusedOn = LocalDate.parse(value);
            case "consent.drawn" -> consent().drawn = flag(value);
            case "withdrawal" -> consent().withdrawalDecision = value;
            case "signer.restricted_on" -> restrictions.put(parent, LocalDate.parse(value));
            case "other_parent.restricted_on" -> restrictions.put(otherParent, LocalDate.parse(value));
            case "second.state" -> laterConsents.get(0).state = value;
            case "consent.signer" -> consent().capacity = value;
            case "consent.signed_on" -> consent().signedOn = LocalDate.parse(value);
            case "second.revoked_on" -> laterConsents.get(0).revokedOn = LocalDate.parse(value);
            case "born" -> {
                born = dateOrUnknown(value);
                bornByTheForm = born;
            }
            case "consent form birth date" -> bornByTheForm = dateOrUnknown(value);
            case "every range" -> everyRange(range(value));
            case "hold" -> {
                if (!HOLD.matcher(value).matches()) {
                    throw new IllegalArgumentException("No such hold: " + value);
                }
                hold = value;
            }
            case "basis" -> basis = value;
            case "district roster" -> onRoster = flag(value);
            case "designated" -> designated = value;
            case "opt_in" -> optIn = value;
            case "opt_in.withdrawn" -> optInWithdrawn = flag(value);
            case "program.sharing" -> sharing = value;
            case "token.scopes" -> tokenCategories = List.of(value);
            default -> throw new IllegalArgumentException("No such deviation: " + field + "=" + value);
        }
    }

    private static boolean flag(String value) {
        return switch (value) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new IllegalArgumentException("Neither true nor false: " + value);
        };
    }

    private static @Nullable LocalDate dateOrUnknown(String value) {
        return value.equals("unknown") ? null : LocalDate.parse(value);
    }

    private Consent consent() {
        return java.util.Objects.requireNonNull(consent);
    }

    private Consent laterConsent(Matcher later) {
        var second = new Consent();
        second.signedOn = LocalDate.parse(later.group("signed"));
        second.inForce =
                later.group("range") == null ? "[" + second.signedOn + ",2027-09-01)" : range(later.group("range"));
        if (later.group("kind") != null) {
            second.kind = later.group("kind");
        }
        if (later.group("categories") != null) {
            second.categories = later.group("categories");
        }
        if ("by the other parent".equals(later.group("by"))) {
            second.signer = otherParent;
        }
        return second;
    }

    /** The form was signed on the day that is asked about: the day on which the signer's age matters. */
    private void everyRange(String range) {
        caseload = range;
        training = range;
        service = range;
        operatorAgreements = List.of(range);
        districtAgreement = range;
        consent().inForce = range;
        consent().signedOn = askedOn;
    }

    private static @Nullable String rangeOrNone(String value) {
        return value.equals("none") ? null : value.replace('|', ',');
    }

    private static String range(String value) {
        var range = rangeOrNone(value);
        return range == null ? "empty" : range;
    }

    Instant at() {
        return askedAt != null ? askedAt : noon(askedOn);
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(12, 0).atZone(OPERATOR_ZONE).toInstant();
    }

    /** Writes the world; the caller rolls back. */
    void insert(Connection connection) throws SQLException {
        run(
                connection,
                "insert into party.operator (name, host, zone) values ('Operator', ?, ?)",
                operator,
                OPERATOR_ZONE.getId());
        run(
                connection,
                "insert into party.district (id, name, host, zone) values (?, 'District', 'd.example', ?)",
                district,
                zone);
        run(
                connection,
                "insert into party.district (id, name, host, zone) values (?, 'Elsewhere', 'e.example', ?)",
                otherDistrict,
                zone);
        run(connection, "insert into party.organization (id, name, host) values (?, 'One', ?)", organization, host);
        run(
                connection,
                "insert into party.organization (id, name, host) values (?, 'Two', 'two.example')",
                otherOrganization);
        run(
                connection,
                "insert into party.program (id, organization_id, name, sharing, site) values (?, ?, 'Tutoring', ?, ?)",
                program,
                organization,
                sharing,
                programSite);
        run(
                connection,
                "insert into party.program (id, organization_id, name) values (?, ?, 'Chess')",
                otherProgram,
                organization);
        insertViewer(connection);
        insertParticipant(connection, participant, organization);
        insertFurtherCaseload(connection);
        insertDocuments(connection);
        insertRecord(connection);
        insertHold(connection);
    }

    private void insertHold(Connection connection) throws SQLException {
        if (hold.equals("none")) {
            return;
        }
        var target = hold.split(":", -1)[0];
        var at = target.endsWith(" at another district") ? otherDistrict : district;
        run(
                connection,
                "insert into document.hold (kind, district_id, district_student_id, organization_id, participant_id, membership_id, feed_id,"
                        + " cause, begins, set_by)"
                        + " values (?, ?, ?, ?, ?, ?, (select id from sync.feed where ?), 'OTHER', '2026-11-16 09:00-08', ?)",
                hold.endsWith(":REMOVE") ? "REMOVE" : "CLOSE",
                target.equals("student") || target.contains("district") ? at : null,
                target.equals("student") ? heldNumber : null,
                target.startsWith("organization")
                        ? organization
                        : target.startsWith("other ") ? otherOrganization : null,
                target.equals("participant") ? participant : null,
                target.equals("member") ? membership : null,
                target.equals("feed"),
                membership);
    }

    private void insertViewer(Connection connection) throws SQLException {
        run(
                connection,
                "insert into party.staff (id, issuer, subject, given_name, family_name, email) values (?, 'i', 's', 'G', 'F', 'e')",
                staff);
        run(
                connection,
                "insert into party.confidentiality_statement (version, text, effective_on) values ('1', 'Keep it', '2020-01-01')");
        run(
                connection,
                "insert into party.statement_acceptance (staff_id, statement_id, accepted_at) select ?, id, '2020-01-02' from party.confidentiality_statement",
                staff);
        if (termsOutdated) {
            run(
                    connection,
                    "insert into party.confidentiality_statement (version, text, effective_on) values ('2', 'Keep it well', '2026-11-01')");
        }
        var today = askedOn.atStartOfDay(OPERATOR_ZONE).toLocalDate();
        run(
                connection,
                "insert into party.membership (id, staff_id, organization_id, role, programs, categories, active, accepted_at)"
                        + " values (?, ?, ?, ?, ?::uuid[], ?::text[], ?::daterange, ?::timestamptz)",
                membership,
                staff,
                viewerElsewhere ? otherOrganization : organization,
                role,
                limitedToOtherProgram ? "{" + otherProgram + "}" : null,
                scope == null ? null : array(scope),
                active ? "[2020-01-01," + activeUntil + ")" : "[2020-01-01," + today + ")",
                at());
        if (training != null && !training.equals("empty")) {
            run(
                    connection,
                    "insert into party.training_record (staff_id, title, valid) values (?, 'FERPA', ?::daterange)",
                    staff,
                    training);
        }
    }

    private void insertParticipant(Connection connection, UUID id, UUID of) throws SQLException {
        run(
                connection,
                "insert into roster.participant (id, organization_id, given_name, family_name, birth_date, entered_college_on) values (?, ?, 'Ana', 'Diaz', ?::date, ?::date)",
                id,
                of,
                born,
                enteredCollege);
        run(
                connection,
                "insert into document.signer (id, organization_id, participant_id, name, capacity) values (?, ?, ?, 'Parent', ?)",
                of.equals(organization) ? parent : UUID.randomUUID(),
                of,
                id,
                consent == null ? "PARENT" : consent.capacity);
        if (of.equals(organization)) {
            run(
                    connection,
                    "insert into document.signer (id, organization_id, participant_id, name, capacity) values (?, ?, ?, 'Other', 'PARENT')",
                    otherParent,
                    of,
                    id);
            run(
                    connection,
                    "insert into roster.student (id, organization_id, participant_id, district_id, district_student_id) values (?, ?, ?, ?, ?)",
                    student,
                    of,
                    id,
                    district,
                    typedNumber);
            if (service != null) {
                run(
                        connection,
                        "insert into roster.program_enrollment (organization_id, participant_id, program_id, served) values (?, ?, ?, ?::daterange)",
                        of,
                        id,
                        program,
                        service);
            }
            if (caseload != null && !viewerElsewhere && role.equals("CASE_WORKER")) {
                run(
                        connection,
                        "insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned) values (?, ?, ?, ?::daterange)",
                        membership,
                        of,
                        id,
                        caseload);
            }
        }
    }

    /** A site, and what a covered colleague has; a third one always has the child. */
    private void insertFurtherCaseload(Connection connection) throws SQLException {
        if (caseloadSite != null) {
            assign(connection, membership, "site", caseloadSite, "[2026-09-10,)");
        }
        if (covers == null) {
            return;
        }
        var covered = insertColleague(connection, "covered");
        assign(connection, membership, "cover_for", covered, covers);
        if (coveredCaseload != null) {
            assign(connection, covered, "participant_id", participant, coveredCaseload);
        }
        if (coveredCovers != null) {
            var third = insertColleague(connection, "third");
            assign(connection, covered, "cover_for", third, coveredCovers);
            assign(connection, third, "participant_id", participant, "[2026-09-10,)");
        }
    }

    private UUID insertColleague(Connection connection, String subject) throws SQLException {
        var person = UUID.randomUUID();
        var member = UUID.randomUUID();
        run(
                connection,
                "insert into party.staff (id, issuer, subject, given_name, family_name, email) values (?, 'i', ?, 'G', 'F', 'e')",
                person,
                subject);
        run(
                connection,
                "insert into party.membership (id, staff_id, organization_id, role, active) values (?, ?, ?, 'CASE_WORKER', '[2020-01-01,)')",
                member,
                person,
                organization);
        return member;
    }

    private void assign(Connection connection, UUID member, String kind, Object what, String days) throws SQLException {
        run(
                connection,
                "insert into roster.caseload_assignment (membership_id, organization_id, " + kind
                        + ", assigned) values (?, ?, ?, ?::daterange)",
                member,
                organization,
                what,
                days);
    }

    private void insertDocuments(Connection connection) throws SQLException {
        for (var agreement : operatorAgreements) {
            run(
                    connection,
                    "insert into document.operator_agreement (organization_id, in_force) values (?, ?::daterange)",
                    organization,
                    agreement);
        }
        if (!optIn.equals("none")) {
            run(
                    connection,
                    "insert into document.sharing_opt_in (organization_id, operator_agreement_id, program_id, audience, agreed_at, withdrawn_at)"
                            + " select a.organization_id, a.id, ?, ?, '2026-09-01 12:00-07', case when ? then '2026-11-16 09:00-08'::timestamptz end"
                            + " from document.operator_agreement a where a.organization_id = ?",
                    program,
                    optIn,
                    optInWithdrawn,
                    organization);
        }
        if (districtAgreement != null && !districtAgreement.equals("empty")) {
            run(
                    connection,
                    "insert into document.district_agreement (organization_id, district_id, in_force, categories, school_codes, verification, operator_is_agent,"
                            + " basis, designated_categories, requires_named_staff, purpose)"
                            + " values (?, ?, ?::daterange, ?::text[], ?::text[], ?, ?, ?, ?::text[], ?, 'Tutoring')",
                    organization,
                    district,
                    districtAgreement,
                    array(agreedCategories),
                    agreedSchool == null ? null : array(agreedSchool),
                    verification,
                    operatorIsAgent,
                    basis,
                    basis.equals("SCHOOL_OFFICIAL") ? array(designated) : null,
                    namedStaff);
            if (onRoster) {
                run(
                        connection,
                        "insert into document.designation (district_agreement_id, district_student_id, in_force, designated_by)"
                                + " select id, '100123', '[2026-09-01,2027-07-01)', ? from document.district_agreement where organization_id = ?",
                        membership,
                        organization);
            }
        }
        if (consent != null) {
            insertConsent(connection, consent);
        }
        for (var later : laterConsents) {
            insertConsent(connection, later);
        }
        for (var restriction : restrictions.entrySet()) {
            // By the steward of the district; another district's order reopens nothing here.
            var steward = UUID.randomUUID();
            run(
                    connection,
                    "insert into party.staff (id, issuer, subject, given_name, family_name, email) values (?, 'i', ?, 'G', 'F', 'e')",
                    steward,
                    steward.toString());
            run(
                    connection,
                    "insert into party.membership (id, staff_id, district_id, role, active) values (?, ?, ?, 'DISTRICT_STEWARD', '[2020-01-01,)')",
                    steward,
                    steward,
                    restrictedElsewhere ? otherDistrict : district);
            run(
                    connection,
                    "update document.signer set restricted_at = ?::timestamptz, restricted_by = ? where id = ?",
                    restriction.getValue() + " 09:00-08",
                    steward,
                    restriction.getKey());
        }
    }

    private void insertConsent(Connection connection, Consent c) throws SQLException {
        var of = c.elsewhere ? otherOrganization : organization;
        var child = participant;
        var signer = c.signer;
        if (c.elsewhere) {
            child = UUID.randomUUID();
            signer = UUID.randomUUID();
            run(
                    connection,
                    "insert into roster.participant (id, organization_id, given_name, family_name) values (?, ?, 'Ana', 'Diaz')",
                    child,
                    of);
            run(
                    connection,
                    "insert into document.signer (id, organization_id, participant_id, name, capacity) values (?, ?, ?, 'Parent', 'PARENT')",
                    signer,
                    of,
                    child);
        }
        run(
                connection,
                "insert into document.consent (drawn, state, proof, evidence, attested_by, refused_at, revoked_by_signer_id, withdrawal_decision,"
                        + " withdrawal_decided_at, organization_id, participant_id, district_id, kind, signer_id, signed_on, in_force, categories, parties,"
                        + " purpose, student_birth_date, verified_on, recorded_at, revoked_at)"
                        + " values (?, ?, ?, ?, ?, ?::timestamptz, ?, ?, ?::timestamptz,"
                        + " ?, ?, ?, ?, ?, ?::date, ?::daterange, ?::text[], ?::text[], ?, ?::date, ?::date, ?::timestamptz, ?::timestamptz)",
                c.drawn,
                c.state,
                c.proof,
                c.evidence,
                c.attested ? membership : null,
                c.refusedOn == null ? null : c.refusedOn + " 09:00-08",
                c.revokedBy,
                c.withdrawalDecision,
                c.withdrawalDecision == null ? null : "2026-11-10 09:00-08",
                of,
                child,
                c.at,
                c.kind,
                signer,
                c.signedOn,
                c.inForce,
                array(c.categories),
                array(c.parties),
                c.purpose,
                bornByTheForm,
                c.verifiedOn,
                c.signedOn + " 12:00-08",
                c.revokedOn == null ? null : c.revokedOn + " 09:00-08");
    }

    private void insertRecord(Connection connection) throws SQLException {
        var feed = UUID.randomUUID();
        run(
                connection,
                "insert into sync.feed (id, district_id, name, connector, settings, categories, cron, zone) values (?, ?, 'All', 'x', '{}', ?::text[], '-', 'UTC')",
                feed,
                district,
                array(String.join("|", DELIVERED)));
        for (var category : DELIVERED) {
            run(
                    connection,
                    "insert into sync.freshness (district_id, category, feed_id, published_at) values (?, ?, ?, '2026-11-16')",
                    district,
                    category,
                    feed);
        }
        var school = UUID.randomUUID();
        var record = UUID.randomUUID();
        run(
                connection,
                "insert into record.school (district_id, id, name, code, feed_id, source_key, content_hash) values (?, ?, 'School', '1', ?, 's', '')",
                district,
                school,
                feed);
        run(
                connection,
                "insert into record.student (district_id, id, district_student_id, given_name, family_name, birth_date, feed_id, source_key, content_hash)"
                        + " values (?, ?, '100123', 'Ana', 'Diaz', ?::date, ?, 'u', '')",
                district,
                record,
                born,
                feed);
        if (enrolled) {
            run(
                    connection,
                    "insert into record.enrollment (district_id, student_id, school_id, school_year, entry_date, feed_id, source_key, content_hash)"
                            + " values (?, ?, ?, 2027, '2026-09-02', ?, 'e', '')",
                    district,
                    record,
                    school,
                    feed);
        }
        if (matched) {
            run(
                    connection,
                    "insert into record.student_match (student_id, district_id, record_id, proved_at) values (?, ?, ?, '2026-11-16')",
                    student,
                    district,
                    record);
        }
    }

    /** Whether the account is refused at the address. */
    boolean refused(Connection connection) throws SQLException {
        try (var query =
                connection.prepareStatement("select refusal from access.find_viewer('i', 's', ?, ?::timestamptz)")) {
            bind(query, askedHostOfViewer(), at());
            try (var rows = query.executeQuery()) {
                return rows.next() && rows.getString(1) != null;
            }
        }
    }

    private String askedHostOfViewer() {
        return viewerElsewhere ? "two.example" : askedHost;
    }

    /** What access.decide answers about the student; nothing when the student does not exist for the viewer. */
    @Nullable
    Decision decide(Connection connection, String category) throws SQLException {
        return decide(connection, category, at());
    }

    @Nullable
    Decision decide(Connection connection, String category, LocalDate day) throws SQLException {
        return decide(connection, category, noon(day));
    }

    private @Nullable Decision decide(Connection connection, String category, Instant at) throws SQLException {
        try (var query = connection.prepareStatement(
                "select granted, reason, until, enrollments from access.decide(?, ?::text[], ?::timestamptz, array[?]::uuid[], array[?])")) {
            bind(
                    query,
                    membership,
                    tokenCategories == null ? null : array(String.join("|", tokenCategories)),
                    at,
                    student,
                    category);
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                return new Decision(
                        rows.getBoolean(1) ? "ALLOW" : "WITHHELD",
                        rows.getString(2) == null ? "" : rows.getString(2),
                        rows.getString(3) == null ? "" : rows.getString(3),
                        rows.getString(4));
            }
        }
    }

    /** Whether the engine would keep the student's data of the category. */
    boolean keeps(Connection connection, String category) throws SQLException {
        try (var query = connection.prepareStatement(
                "select exists (select from access.kept_as_of(?, ?::timestamptz) k where k.student_id = ? and ? = any(k.categories))")) {
            bind(query, district, at(), student, category);
            try (var rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static String array(String values) {
        return "{" + values.replace('|', ',') + "}";
    }

    private static void run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            var value = values[i];
            statement.setObject(
                    i + 1, value instanceof Instant || value instanceof LocalDate ? value.toString() : value);
        }
    }
}
