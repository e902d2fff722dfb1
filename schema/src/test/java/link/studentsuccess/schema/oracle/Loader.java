package link.studentsuccess.schema.oracle;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import link.studentsuccess.schema.oracle.World.Assignment;
import link.studentsuccess.schema.oracle.World.Consent;
import link.studentsuccess.schema.oracle.World.Designation;
import link.studentsuccess.schema.oracle.World.District;
import link.studentsuccess.schema.oracle.World.DistrictAgreement;
import link.studentsuccess.schema.oracle.World.Enrollment;
import link.studentsuccess.schema.oracle.World.Feed;
import link.studentsuccess.schema.oracle.World.Hold;
import link.studentsuccess.schema.oracle.World.Member;
import link.studentsuccess.schema.oracle.World.Named;
import link.studentsuccess.schema.oracle.World.OperatorAgreement;
import link.studentsuccess.schema.oracle.World.OptIn;
import link.studentsuccess.schema.oracle.World.Organization;
import link.studentsuccess.schema.oracle.World.Participant;
import link.studentsuccess.schema.oracle.World.Program;
import link.studentsuccess.schema.oracle.World.SchoolRecord;
import link.studentsuccess.schema.oracle.World.Service;
import link.studentsuccess.schema.oracle.World.Signer;
import link.studentsuccess.schema.oracle.World.Staff;
import link.studentsuccess.schema.oracle.World.Student;
import link.studentsuccess.schema.oracle.World.Training;
import org.jspecify.annotations.Nullable;

/** Writes worlds side by side into one database; its ids are made from the worlds' own. */
final class Loader {

    private static final String FACT = "district_id, enrollment_id, feed_id, source_key, content_hash, ";

    /** Categories that a word of another one would give away. */
    static final List<String> REVEALED =
            List.of("DISCIPLINE", "SPECIAL_EDUCATION", "SECTION_504", "MULTILINGUAL", "HOUSING_FOSTER", "MEAL_STATUS");

    private final Rows rows = tables();
    private final Map<UUID, String> names = new HashMap<>();
    private final IdentityHashMap<World, Integer> numbers;
    private int requests;

    private Loader(List<World> worlds) {
        this.numbers = new IdentityHashMap<>();
        worlds.forEach(world -> numbers.put(world, numbers.size()));
    }

    /** Writes worlds of one deployment; the caller rolls back. */
    static Loader load(Connection connection, List<World> worlds) throws SQLException {
        var loader = new Loader(worlds);
        loader.addDeployment(worlds.get(0).deployment);
        worlds.forEach(loader::addWorld);
        loader.rows.write(connection);
        return loader;
    }

    UUID uuid(World world, String id) {
        var uuid = UUID.nameUUIDFromBytes((numbers.get(world) + "/" + id).getBytes(StandardCharsets.UTF_8));
        names.put(uuid, id);
        return uuid;
    }

    private @Nullable UUID uuidOrNull(World world, @Nullable String id) {
        return id == null ? null : uuid(world, id);
    }

    String name(UUID uuid) {
        return java.util.Objects.requireNonNull(names.get(uuid));
    }

    /** The address of an organization, and the subject of a person. */
    String address(World world, String id) {
        return id + "-" + numbers.get(world) + ".example";
    }

    private static Rows tables() {
        return new Rows()
                .table("party.operator", "name, host, zone")
                .table("party.confidentiality_statement", "id, version, text, effective_on")
                .table("party.district", "id, name, host, zone")
                .table("party.organization", "id, name, host")
                .table("party.program", "id, organization_id, name, site, sharing")
                .table("party.staff", "id, issuer, subject, given_name, family_name, email")
                .table("party.statement_acceptance", "staff_id, statement_id, accepted_at")
                .table("party.training_record", "id, staff_id, title, valid")
                .table(
                        "party.membership",
                        "id, staff_id, organization_id, district_id, role, programs, categories, active, kind, background_check,"
                                + " accepted_at, deactivated_at")
                .table(
                        "roster.participant",
                        "id, organization_id, given_name, family_name, birth_date, entered_college_on, destroyed_at")
                .table("roster.program_enrollment", "id, organization_id, participant_id, program_id, served")
                .table(
                        "roster.caseload_assignment",
                        "id, membership_id, organization_id, participant_id, program_id, site, cover_for, assigned")
                .table("roster.student", "id, organization_id, participant_id, district_id, district_student_id")
                .table(
                        "roster.program_attendance",
                        "id, organization_id, participant_id, program_id, attended_on, minutes, recorded_by")
                .table("document.operator_agreement", "id, organization_id, in_force")
                .table(
                        "document.sharing_opt_in",
                        "id, organization_id, operator_agreement_id, program_id, audience, agreed_at, withdrawn_at")
                .table(
                        "document.district_agreement",
                        "id, organization_id, district_id, in_force, categories, school_codes, school_years, basis, designated_categories,"
                                + " verification, operator_is_agent, wind_down_days, staff_kinds, requires_background_check,"
                                + " requires_named_staff, purpose")
                .table("document.named_staff", "district_agreement_id, membership_id, named")
                .table(
                        "document.designation",
                        "id, district_agreement_id, district_student_id, in_force, designated_by, designated_at")
                .table(
                        "document.signer",
                        "id, organization_id, participant_id, name, capacity, restricted_at, restricted_by")
                .table(
                        "document.consent",
                        "id, organization_id, participant_id, district_id, kind, signer_id, signed_on, in_force, categories, audiences, parties,"
                                + " purpose, proof, student_birth_date, state, evidence, attested_by, drawn, verified_on, recorded_at, refused_at, revoked_at,"
                                + " revoked_by_signer_id, withdrawal_decision, withdrawal_decided_at")
                .table(
                        "document.consent_question",
                        "id, consent_id, organization_id, participant_id, asked_by, question")
                .table("sync.feed", "id, district_id, name, connector, settings, categories, cron, zone")
                .table("sync.freshness", "district_id, category, feed_id, published_at")
                .table("record.school", "district_id, id, name, code, feed_id, source_key, content_hash")
                .table(
                        "record.student",
                        "district_id, id, district_student_id, given_name, family_name, birth_date, feed_id, source_key, content_hash")
                .table(
                        "record.enrollment",
                        "district_id, id, student_id, school_id, school_year, entry_date, exit_date, feed_id, source_key, content_hash")
                .table(
                        "record.attendance_event",
                        "district_id, school_year, enrollment_id, date, status, feed_id, source_key, content_hash")
                .table(
                        "record.attendance_summary",
                        "district_id, enrollment_id, school_year, enrolled, excused, unexcused, tardy, covered_until")
                .table(
                        "record.section",
                        "district_id, id, school_id, school_year, course_title, feed_id, source_key, content_hash")
                .table(
                        "record.grade",
                        "district_id, id, enrollment_id, section_id, school_year, grading_period, kind, letter, failing, graded_on,"
                                + " feed_id, source_key, content_hash")
                .table(
                        "record.grade_summary",
                        "district_id, enrollment_id, school_year, sections, failing, credits_attempted, credits_earned, grade_points,"
                                + " grade_point_credits, graded_until")
                .table("record.contact", FACT + "relationship, name")
                .table("record.scheduled_class", FACT + "course_title")
                .table("record.demographics", FACT + "races")
                .table("record.assignment", FACT + "course_title, title, missing, late")
                .table("record.assessment", FACT + "name, taken_on")
                .table("record.revealed_value", "district_id, enrollment_id, category, kind, neutral, value")
                .table("record.attendance_reason", FACT + "date, reason")
                .table("record.discipline_incident", FACT + "incident_on, behavior")
                .table("record.special_education", FACT + "begins")
                .table("record.section_504", FACT + "begins")
                .table("record.multilingual", FACT + "begins, status")
                .table("record.housing_foster", FACT + "begins, status")
                .table("record.meal_status", FACT + "begins, status")
                .table("record.student_match", "student_id, district_id, record_id, proved_at")
                .table(
                        "document.hold",
                        "id, kind, district_id, district_student_id, organization_id, participant_id, staff_id, membership_id,"
                                + " operator_agreement_id, district_agreement_id, feed_id, cause, begins, ends, set_by")
                .table("ledger.request", "xid, at, membership_id, host, outcome");
    }

    private void addDeployment(World.Deployment deployment) {
        rows.add("party.operator", "Operator", "operator.example", deployment.zone());
        deployment
                .statements()
                .forEach(statement -> rows.add(
                        "party.confidentiality_statement",
                        statementId(statement.version()),
                        statement.version(),
                        "Keep it",
                        statement.effectiveOn()));
    }

    private static UUID statementId(String version) {
        return UUID.nameUUIDFromBytes(version.getBytes(StandardCharsets.UTF_8));
    }

    private void addWorld(World world) {
        addPlaces(world);
        addPeople(world);
        addChildren(world);
        addAgreements(world);
        addConsents(world);
        addRecords(world);
        addHolds(world);
    }

    private void addPlaces(World world) {
        world.all(District.class).forEach(d -> {
            rows.add("party.district", uuid(world, d.id), address(world, d.id), address(world, d.id), d.zone);
            var steward = uuid(world, steward(d.id));
            rows.add("party.staff", steward, "i", address(world, steward(d.id)), "G", "F", "e");
            rows.add(
                    "party.membership",
                    steward,
                    steward,
                    null,
                    uuid(world, d.id),
                    "DISTRICT_STEWARD",
                    null,
                    null,
                    Days.ALWAYS,
                    "EMPLOYEE",
                    null,
                    "2000-01-01",
                    null);
        });
        world.all(Organization.class)
                .forEach(o ->
                        rows.add("party.organization", uuid(world, o.id), address(world, o.id), address(world, o.id)));
        world.all(Program.class)
                .forEach(p -> rows.add(
                        "party.program",
                        uuid(world, p.id),
                        uuid(world, p.organization),
                        p.id,
                        p.site,
                        p.neverShared ? "NEVER" : "ALLOWED"));
    }

    static String steward(String district) {
        return "steward of " + district;
    }

    private void addPeople(World world) {
        world.all(World.Staff.class).forEach(s -> addStaff(world, s));
        world.all(Training.class)
                .forEach(t ->
                        rows.add("party.training_record", uuid(world, t.id), uuid(world, t.staff), "FERPA", t.valid));
        world.all(Member.class).forEach(m -> addMember(world, m));
        world.all(Assignment.class)
                .forEach(a -> rows.add(
                        "roster.caseload_assignment",
                        uuid(world, a.id),
                        uuid(world, a.member),
                        uuid(world, world.one(Member.class, a.member).organization),
                        uuidOrNull(world, a.participant),
                        uuidOrNull(world, a.program),
                        a.site,
                        uuidOrNull(world, a.coverFor),
                        a.days));
    }

    private void addStaff(World world, Staff s) {
        rows.add("party.staff", uuid(world, s.id), "i", address(world, s.id), "G", "F", "e");
        s.acceptedVersions.forEach(version ->
                rows.add("party.statement_acceptance", uuid(world, s.id), statementId(version), s.acceptedAt));
    }

    private void addMember(World world, Member m) {
        var id = uuid(world, m.id);
        rows.add(
                "party.membership",
                id,
                uuid(world, m.staff),
                uuid(world, m.organization),
                null,
                m.role,
                uuids(world, m.programs),
                m.categories,
                m.active,
                m.kind,
                m.backgroundCheck,
                "2000-01-01",
                m.deactivatedAt);
        m.signIns.forEach(at -> rows.add("ledger.request", ++requests, at, id, "x", "ANSWERED"));
    }

    private @Nullable List<UUID> uuids(World world, @Nullable Iterable<String> ids) {
        return ids == null
                ? null
                : java.util.stream.StreamSupport.stream(ids.spliterator(), false)
                        .map(id -> uuid(world, id))
                        .toList();
    }

    private void addChildren(World world) {
        world.all(Participant.class)
                .forEach(p -> rows.add(
                        "roster.participant",
                        uuid(world, p.id),
                        uuid(world, p.organization),
                        "Ana",
                        "Diaz",
                        born(world, p),
                        p.enteredCollegeOn,
                        p.destroyed ? "2000-01-02" : null));
        world.all(Service.class)
                .forEach(s -> rows.add(
                        "roster.program_enrollment",
                        uuid(world, s.id),
                        organization(world, s.participant),
                        uuid(world, s.participant),
                        uuid(world, s.program),
                        s.days));
        world.all(Service.class)
                .forEach(s -> rows.add(
                        "roster.program_attendance",
                        uuid(world, "attendance at " + s.id),
                        organization(world, s.participant),
                        uuid(world, s.participant),
                        uuid(world, s.program),
                        LocalDate.EPOCH.plusDays(world.elements.indexOf(s)), // one for each service, whichever its days
                        60,
                        uuid(world, steward(anyDistrict(world)))));
        world.all(Student.class).forEach(s -> {
            rows.add(
                    "roster.student",
                    uuid(world, s.id),
                    organization(world, s.participant),
                    uuid(world, s.participant),
                    uuid(world, s.district),
                    s.districtStudentId);
            if (s.record != null) {
                rows.add(
                        "record.student_match",
                        uuid(world, s.id),
                        uuid(world, s.district),
                        uuid(world, s.record),
                        "2000-01-01");
            }
        });
    }

    /** As every record says that is matched: without it there would be no match. */
    private static @Nullable Object born(World world, Participant p) {
        return world.all(Student.class)
                .filter(student -> student.participant.equals(p.id) && student.record != null)
                .flatMap(student ->
                        Stream.ofNullable(world.one(SchoolRecord.class, String.valueOf(student.record)).born))
                .findFirst()
                .orElse(null);
    }

    private UUID organization(World world, String participant) {
        return uuid(world, world.one(Participant.class, participant).organization);
    }

    private void addAgreements(World world) {
        world.all(OperatorAgreement.class)
                .forEach(a -> rows.add(
                        "document.operator_agreement", uuid(world, a.id), uuid(world, a.organization), a.inForce));
        world.all(OptIn.class)
                .forEach(o -> rows.add(
                        "document.sharing_opt_in",
                        uuid(world, o.id),
                        uuid(world, world.one(OperatorAgreement.class, o.agreement).organization),
                        uuid(world, o.agreement),
                        uuid(world, o.program),
                        o.audience,
                        o.agreedAt,
                        o.withdrawnAt));
        world.all(DistrictAgreement.class).forEach(a -> addDistrictAgreement(world, a));
        world.all(Named.class)
                .forEach(
                        n -> rows.add("document.named_staff", uuid(world, n.agreement), uuid(world, n.member), n.days));
        world.all(Designation.class)
                .forEach(d -> rows.add(
                        "document.designation",
                        uuid(world, d.id),
                        uuid(world, d.agreement),
                        d.districtStudentId,
                        d.inForce,
                        uuid(world, steward(world.one(DistrictAgreement.class, d.agreement).district)),
                        "2000-01-01"));
    }

    private void addDistrictAgreement(World world, DistrictAgreement a) {
        rows.add(
                "document.district_agreement",
                uuid(world, a.id),
                uuid(world, a.organization),
                uuid(world, a.district),
                a.inForce,
                a.categories,
                a.schools,
                a.years,
                a.schoolOfficial ? "SCHOOL_OFFICIAL" : "WRITTEN_CONSENT",
                a.schoolOfficial ? a.designated : null,
                a.verification,
                a.operatorIsAgent,
                a.windDownDays,
                a.staffKinds,
                a.backgroundCheck,
                a.namedStaff,
                "Tutoring");
    }

    private void addConsents(World world) {
        world.all(Signer.class)
                .forEach(s -> rows.add(
                        "document.signer",
                        uuid(world, s.id),
                        organization(world, s.participant),
                        uuid(world, s.participant),
                        "Parent",
                        s.capacity,
                        s.restrictedAt,
                        s.restrictedBy == null ? null : uuid(world, steward(s.restrictedBy))));
        world.all(Consent.class).forEach(c -> addConsent(world, c));
    }

    private void addConsent(World world, Consent c) {
        var organization = organization(world, c.participant);
        var anybody = world.all(Member.class).findFirst().orElseThrow();
        rows.add(
                "document.consent",
                uuid(world, c.id),
                organization,
                uuid(world, c.participant),
                uuid(world, c.district),
                c.kind,
                uuid(world, c.signer),
                c.signedOn,
                c.inForce,
                c.categories,
                c.audiences,
                c.parties,
                c.purpose,
                c.proof,
                c.studentBirthDate,
                c.draft ? "DRAFT" : "ACTIVE",
                c.byLink ? "LINK" : "PAPER",
                c.attested ? uuid(world, anybody.id) : null,
                c.drawn,
                c.verifiedOn,
                c.recordedAt(),
                c.refusedAt,
                c.revokedAt,
                uuidOrNull(world, c.revokedBy),
                c.reopened ? "REOPEN" : null,
                c.reopened ? c.revokedAt : null);
        rows.add(
                "document.consent_question",
                uuid(world, "question about " + c.id),
                uuid(world, c.id),
                organization,
                uuid(world, c.participant),
                uuid(world, steward(c.district)),
                "Whose hand is it?");
    }

    private void addRecords(World world) {
        world.all(Feed.class).forEach(f -> {
            var district = uuid(world, f.district);
            rows.add("sync.feed", uuid(world, f.id), district, f.id, "x", "{}", f.categories, "-", "UTC");
            f.published.forEach(
                    category -> rows.add("sync.freshness", district, category, uuid(world, f.id), "2000-01-01"));
        });
        world.all(SchoolRecord.class)
                .forEach(r -> rows.add(
                        "record.student",
                        uuid(world, r.district),
                        uuid(world, r.id),
                        r.districtStudentId,
                        "Ana",
                        "Diaz",
                        r.born,
                        uuid(world, "feed"),
                        r.id,
                        ""));
        world.all(Enrollment.class).forEach(e -> addEnrollment(world, e));
    }

    private void addEnrollment(World world, Enrollment e) {
        var district = uuid(world, world.one(SchoolRecord.class, e.record).district);
        var feed = uuid(world, "feed");
        var school = uuid(world, "school of " + e.id);
        rows.add("record.school", district, school, e.school, e.school, feed, e.id, "");
        var id = uuid(world, e.id);
        var section = uuid(world, "section of " + e.id);
        rows.add(
                "record.enrollment",
                district,
                id,
                uuid(world, e.record),
                school,
                e.year,
                e.entry,
                e.exit,
                feed,
                e.id,
                "");
        rows.add("record.attendance_event", district, e.year, id, e.entry, "ABSENT_EXCUSED", feed, e.id, "");
        rows.add("record.attendance_summary", district, id, e.year, 1, 1, 0, 0, e.entry);
        rows.add("record.section", district, section, school, e.year, "Mathematics", feed, e.id, "");
        rows.add(
                "record.grade",
                district,
                uuid(world, "grade of " + e.id),
                id,
                section,
                e.year,
                "1",
                "FINAL",
                "A",
                false,
                e.entry,
                feed,
                e.id,
                "");
        rows.add("record.grade_summary", district, id, e.year, 1, 0, 1, 1, 4, 1, e.entry);
        rows.add("record.contact", district, id, feed, e.id, "", "PARENT", "Eva Diaz");
        rows.add("record.scheduled_class", district, id, feed, e.id, "", "Mathematics");
        rows.add("record.demographics", district, id, feed, e.id, "", List.of("ASIAN"));
        rows.add("record.assignment", district, id, feed, e.id, "", "Mathematics", "Fractions", false, false);
        rows.add("record.assessment", district, id, feed, e.id, "", "Reading", e.entry);
        REVEALED.forEach(category ->
                rows.add("record.revealed_value", district, id, category, "COURSE", "Mathematics", "Resource Math"));
        rows.add("record.attendance_reason", district, id, feed, e.id, "", e.entry, "ILLNESS_OR_HEALTH");
        rows.add("record.discipline_incident", district, id, feed, e.id, "", e.entry, "CONDUCT");
        rows.add("record.special_education", district, id, feed, e.id, "", e.entry);
        rows.add("record.section_504", district, id, feed, e.id, "", e.entry);
        rows.add("record.multilingual", district, id, feed, e.id, "", e.entry, "MONITORED");
        rows.add("record.housing_foster", district, id, feed, e.id, "", e.entry, "HOMELESS");
        rows.add("record.meal_status", district, id, feed, e.id, "", e.entry, "FREE");
    }

    private void addHolds(World world) {
        world.all(Hold.class)
                .forEach(h -> rows.add(
                        "document.hold",
                        uuid(world, h.id),
                        h.remove ? "REMOVE" : "CLOSE",
                        uuidOrNull(world, h.district),
                        h.districtStudentId,
                        uuidOrNull(world, h.organization),
                        uuidOrNull(world, h.participant),
                        uuidOrNull(world, h.staff),
                        uuidOrNull(world, h.member),
                        uuidOrNull(world, h.operatorAgreement),
                        uuidOrNull(world, h.districtAgreement),
                        uuidOrNull(world, h.feed),
                        "OTHER",
                        h.begins,
                        h.ends,
                        uuid(world, steward(anyDistrict(world)))));
    }

    private static String anyDistrict(World world) {
        return world.all(District.class).findFirst().orElseThrow().id;
    }
}
