package link.studentsuccess.demo;

import static link.studentsuccess.demo.Place.HARBOR_LIGHTS;
import static link.studentsuccess.demo.Place.OPERATOR;
import static link.studentsuccess.demo.Place.PUGET_RIDGE;
import static link.studentsuccess.demo.Place.RAINIER_VALLEY;
import static link.studentsuccess.demo.Place.SOUND_REACH;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.SampleDistrict;
import link.studentsuccess.sampledistrict.SampleSchool;
import link.studentsuccess.sampledistrict.SampleStudent;

/**
 * Two organizations, two districts, their people, agreements and consents, so that each named child's case is true
 * today. Written once into an empty database, all at once; what depends on the machine and the calendar is brought up
 * to date at every start.
 */
final class DemoSeed {

    static final String AFTER_SCHOOL = "After School Tutoring";
    static final String SUMMER_BRIDGE = "Summer Bridge";
    static final String HOMEWORK_CLUB = "Homework Club";
    static final int FURTHER = 36;

    private static final String ZONE = "America/Los_Angeles";
    private static final String PURPOSE = "Tutoring and mentoring that follow each student's attendance and school";
    private static final List<String> BOTH = List.of("ENROLLMENT", "ATTENDANCE");
    private static final List<String> PARENTS = List.of("Alma", "Bruno", "Celia", "Darius", "Edith", "Farid", "Greta");

    /** What changes from one start to the next. */
    record Machine(String issuer, String clientSecretReference, String attendanceFolder) {}

    private final Connection connection;
    private final Sql sql;
    private final SampleDistrict district;
    private final Machine machine;
    private final LocalDate today;

    DemoSeed(Connection connection, SampleDistrict district, Machine machine) {
        this.connection = connection;
        this.sql = new Sql(connection);
        this.district = district;
        this.machine = machine;
        this.today = district.today();
    }

    void run() throws SQLException {
        connection.setAutoCommit(false);
        if (isEmpty()) {
            parties();
            agreements();
            feeds();
            participants();
            caseloads();
        }
        refresh();
        connection.commit();
        connection.setAutoCommit(true);
    }

    static UUID oneRosterFeed() {
        return Ids.of("feed", "oneroster");
    }

    static UUID attendanceFeed() {
        return Ids.of("feed", "attendance");
    }

    static UUID program(String name) {
        return Ids.of("program", name);
    }

    private boolean isEmpty() throws SQLException {
        try (var statement = connection.createStatement();
                var operators = statement.executeQuery("select from party.operator")) {
            return !operators.next();
        }
    }

    private void parties() throws SQLException {
        sql.run(
                "insert into party.operator (id, name, host, zone) values (?, ?, ?, ?)",
                OPERATOR.id(),
                OPERATOR.title(),
                OPERATOR.host(),
                ZONE);
        for (var place : List.of(PUGET_RIDGE, RAINIER_VALLEY)) {
            sql.run(
                    "insert into party.district (id, name, host, zone) values (?, ?, ?, ?)",
                    place.id(),
                    place.title(),
                    place.host(),
                    ZONE);
        }
        for (var place : List.of(SOUND_REACH, HARBOR_LIGHTS)) {
            sql.run(
                    "insert into party.organization (id, name, host) values (?, ?, ?)",
                    place.id(),
                    place.title(),
                    place.host());
        }
        insertProgram(SOUND_REACH, AFTER_SCHOOL);
        insertProgram(SOUND_REACH, SUMMER_BRIDGE);
        insertProgram(HARBOR_LIGHTS, HOMEWORK_CLUB);
        for (var person : Person.values()) {
            insertPerson(person);
        }
    }

    private void insertProgram(Place organization, String name) throws SQLException {
        sql.run(
                "insert into party.program (id, organization_id, name) values (?, ?, ?)",
                program(name),
                organization.id(),
                name);
    }

    private void insertPerson(Person person) throws SQLException {
        sql.run(
                "insert into party.staff (id, issuer, subject, given_name, family_name, email)"
                        + " values (?, ?, ?, ?, ?, ?)",
                person.staffId(),
                machine.issuer(),
                person.subject(),
                person.givenName(),
                person.familyName(),
                person.email());
        sql.run(
                """
                insert into party.membership (id, staff_id, organization_id, district_id, role, programs, active)
                select ?, ?,
                  (select id from party.organization where id = ?),
                  (select id from party.district where id = ?),
                  ?, nullif(?, '{}'::uuid[]), daterange(?, ?)
                """,
                person.membershipId(),
                person.staffId(),
                person.place().id(),
                person.place().id(),
                person.role(),
                person == Person.PAT ? List.of(program(SUMMER_BRIDGE)) : List.of(),
                today.minusDays(500),
                person.active() ? today.plusYears(5) : today.minusDays(40));
        if (person.trained()) {
            sql.run(
                    "insert into party.training_record (id, staff_id, title, valid) values (?, ?, ?, daterange(?, ?))",
                    Ids.of("training", person.name()),
                    person.staffId(),
                    "FERPA and student data privacy",
                    today.minusDays(120),
                    today.plusDays(610));
        }
    }

    private void agreements() throws SQLException {
        insertOperatorAgreement(SOUND_REACH, today.plusYears(2));
        insertOperatorAgreement(HARBOR_LIGHTS, lastEndOfJune());
        insertDistrictAgreement(SOUND_REACH);
        insertDistrictAgreement(HARBOR_LIGHTS);
    }

    private void insertOperatorAgreement(Place organization, LocalDate until) throws SQLException {
        sql.run(
                "insert into document.operator_agreement (id, organization_id, in_force)"
                        + " values (?, ?, daterange(?, ?))",
                Ids.of("operator-agreement", organization.name()),
                organization.id(),
                until.minusYears(3),
                until);
    }

    private LocalDate lastEndOfJune() {
        var thisYears = LocalDate.of(today.getYear(), Month.JULY, 1);
        return thisYears.isAfter(today) ? thisYears.minusYears(1) : thisYears;
    }

    private void insertDistrictAgreement(Place organization) throws SQLException {
        sql.run(
                """
                insert into document.district_agreement
                  (id, organization_id, district_id, in_force, categories, school_codes, basis, verification, purpose)
                values (?, ?, ?, daterange(?, ?), ?, ?, 'WRITTEN_CONSENT', 'EACH', ?)
                """,
                Ids.of("district-agreement", organization.name()),
                organization.id(),
                PUGET_RIDGE.id(),
                today.minusDays(400),
                today.plusYears(2),
                BOTH,
                agreedSchools(),
                PURPOSE);
    }

    /** All but Wren's high school. */
    private List<String> agreedSchools() {
        var left = district.child(Child.WREN).schoolCode();
        return district.schools().stream()
                .map(SampleSchool::code)
                .filter(code -> !code.equals(left))
                .toList();
    }

    private void feeds() throws SQLException {
        insertFeed(oneRosterFeed(), "Student information system", "oneroster", "ENROLLMENT", "0 15 5 * * *");
        insertFeed(attendanceFeed(), "Attendance files", "csv", "ATTENDANCE", "0 45 5 * * MON-FRI");
    }

    private void insertFeed(UUID id, String name, String connector, String category, String cron) throws SQLException {
        sql.run("""
                insert into sync.feed (id, district_id, name, connector, settings, categories, cron, zone)
                values (?, ?, ?, ?, '{}', ?, ?, ?)
                """, id, PUGET_RIDGE.id(), name, connector, List.of(category), cron, ZONE);
    }

    private void participants() throws SQLException {
        for (var child : Child.values()) {
            var participant = DemoParticipant.of(SOUND_REACH, child, district.child(child));
            insert(participant, child == Child.RUBEN ? today.minusDays(45) : today.plusYears(2), AFTER_SCHOOL);
            if (child != Child.NOOR) {
                insertConsent(participant, Terms.of(child, today));
            }
        }
        serve(Ids.of("participant", SOUND_REACH.name(), Child.MILO.name()), SOUND_REACH, SUMMER_BRIDGE);
        insertRavi();
        for (var n = 0; n < FURTHER; n++) {
            var participant = DemoParticipant.further(n, district.further(n));
            insert(participant, today.plusYears(2), n < 14 ? AFTER_SCHOOL : n < 26 ? SUMMER_BRIDGE : AFTER_SCHOOL);
            insertConsent(participant, Terms.good(today));
        }
        var lena = DemoParticipant.of(HARBOR_LIGHTS, Child.LENA, district.child(Child.LENA));
        insert(lena, today.plusYears(2), HOMEWORK_CLUB);
        insertConsent(lena, Terms.good(today));
        revokeDevons();
    }

    /** Lives in the other district, which has no agreement with anybody yet. */
    private void insertRavi() throws SQLException {
        var typed = new DemoParticipant.Typed(
                RAINIER_VALLEY, "550217", today.minusYears(14).minusDays(77));
        var ravi = new DemoParticipant(SOUND_REACH, "RAVI", "Ravi", "Chandran", typed);
        insert(ravi, today.plusYears(2), AFTER_SCHOOL);
        insertConsent(ravi, Terms.good(today));
    }

    private void insert(DemoParticipant participant, LocalDate servedUntil, String program) throws SQLException {
        sql.run(
                """
                insert into roster.participant (id, organization_id, given_name, family_name, birth_date)
                values (?, ?, ?, ?, ?)
                """,
                participant.id(),
                participant.organization().id(),
                participant.givenName(),
                participant.familyName(),
                participant.typed().birthDate());
        sql.run(
                """
                insert into roster.student (id, organization_id, participant_id, district_id, district_student_id)
                values (?, ?, ?, ?, ?)
                """,
                participant.studentId(),
                participant.organization().id(),
                participant.id(),
                participant.typed().district().id(),
                participant.typed().districtStudentId());
        serve(participant.id(), participant.organization(), program, servedUntil);
    }

    private void serve(UUID participant, Place organization, String program) throws SQLException {
        serve(participant, organization, program, today.plusYears(2));
    }

    private void serve(UUID participant, Place organization, String program, LocalDate until) throws SQLException {
        sql.run("""
                insert into roster.program_enrollment (organization_id, participant_id, program_id, served)
                values (?, ?, ?, daterange(?, ?))
                """, organization.id(), participant, program(program), today.minusDays(200), until);
    }

    /** What a consent says; a good one unless the child's case needs another. */
    private record Terms(
            LocalDate begins, LocalDate ends, List<String> categories, boolean withPurpose, boolean verified) {

        static Terms good(LocalDate today) {
            return new Terms(today.minusDays(190), today.plusYears(1), BOTH, true, true);
        }

        static Terms of(Child child, LocalDate today) {
            var good = good(today);
            if (child == Child.ELIAS) {
                return new Terms(today.minusDays(390), today.minusDays(25), BOTH, true, true);
            }
            if (child == Child.SOFIA) {
                return new Terms(today.plusDays(120), today.plusYears(1), BOTH, true, true);
            }
            if (child == Child.GRACE) {
                return new Terms(good.begins, good.ends, BOTH, false, true);
            }
            if (child == Child.HUGO) {
                return new Terms(good.begins, good.ends, BOTH, true, false);
            }
            if (child == Child.AMARA) {
                return new Terms(good.begins, good.ends, List.of("ENROLLMENT"), true, true);
            }
            if (child == Child.KENJI) {
                return new Terms(good.begins, good.ends, List.of("ATTENDANCE"), true, true);
            }
            return good;
        }

        LocalDate signedOn(LocalDate today) {
            return begins.isAfter(today) ? today.minusDays(9) : begins;
        }
    }

    private void insertConsent(DemoParticipant participant, Terms terms) throws SQLException {
        var signer = Ids.of("signer", participant.organization().name(), participant.key());
        var given = PARENTS.get(Math.floorMod(participant.key().hashCode(), PARENTS.size()));
        var signedOn = terms.signedOn(today);
        sql.run("""
                insert into document.signer (id, organization_id, participant_id, name, capacity)
                values (?, ?, ?, ?, 'PARENT')
                """, signer, participant.organization().id(), participant.id(), given + " " + participant.familyName());
        sql.run(
                """
                insert into document.consent
                  (id, organization_id, participant_id, district_id, signer_id, signed_on, in_force,
                   categories, parties, purpose, student_birth_date, verified_on, recorded_at)
                values (?, ?, ?, ?, ?, ?, daterange(?, ?),
                   ?, ?, nullif(?, ''), ?, case when ? then ?::date end, ?::date)
                """,
                participant.consentId(),
                participant.organization().id(),
                participant.id(),
                participant.typed().district().id(),
                signer,
                signedOn,
                terms.begins(),
                terms.ends(),
                terms.categories(),
                List.of("ORGANIZATION", "OPERATOR"),
                terms.withPurpose() ? PURPOSE : "",
                participant.typed().birthDate(),
                terms.verified(),
                signedOn.plusDays(4),
                signedOn.plusDays(1));
    }

    private void revokeDevons() throws SQLException {
        sql.run(
                """
                update document.consent
                set revoked_at = transaction_timestamp() - interval '3 days', revoked_by = ?, revocation_note = ?
                where id = ?
                """,
                Person.DANA.membershipId(),
                "The parent asked by phone to stop sharing.",
                Ids.of("consent", SOUND_REACH.name(), Child.DEVON.name()));
    }

    private void caseloads() throws SQLException {
        var marias =
                new ArrayList<>(Arrays.stream(Child.values()).map(Child::name).toList());
        marias.add("RAVI");
        for (var n = 0; marias.size() < 30; n++) {
            marias.add("FURTHER_" + n);
        }
        for (var key : marias) {
            assign(Person.MARIA, key);
        }
        for (var n = 6; n < 14; n++) {
            assign(Person.TOM, "FURTHER_" + n);
        }
        assign(Person.GONE, "FURTHER_30");
        assign(Person.BEA, Child.LENA.name());
        sql.run("""
                insert into roster.caseload_assignment (membership_id, organization_id, program_id, assigned)
                values (?, ?, ?, daterange(?, null))
                """, Person.KIM.membershipId(), SOUND_REACH.id(), program(SUMMER_BRIDGE), today.minusDays(150));
    }

    private void assign(Person person, String key) throws SQLException {
        sql.run(
                """
                insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned)
                values (?, ?, ?, daterange(?, null))
                """,
                person.membershipId(),
                person.place().id(),
                Ids.of("participant", person.place().name(), key),
                today.minusDays(150));
    }

    /** Ports, folders and the district's calendar may differ from the last start. */
    private void refresh() throws SQLException {
        for (var person : Person.values()) {
            sql.run("update party.staff set issuer = ? where id = ?", machine.issuer(), person.staffId());
        }
        sql.run(
                """
                update sync.feed set settings = jsonb_build_object(
                  'baseUrl', ?::text, 'tokenUrl', ?::text, 'clientId', ?::text, 'clientSecret', ?::text, 'pageSize', '500')
                where id = ?
                """,
                district.oneRosterBase().toString(),
                district.tokenAddress().toString(),
                district.clientId(),
                machine.clientSecretReference(),
                oneRosterFeed());
        sql.run(
                "update sync.feed set settings = jsonb_build_object('folder', ?::text) where id = ?",
                machine.attendanceFolder(),
                attendanceFeed());
        refreshBirthDates();
    }

    /** The sample district keeps its children at their age: from one school year to the next they are born later. */
    private void refreshBirthDates() throws SQLException {
        var birthDates = district.students().stream()
                .collect(Collectors.toMap(SampleStudent::districtStudentId, SampleStudent::birthDate));
        for (var typed : typedNumbers().entrySet()) {
            var birthDate = birthDates.get(typed.getValue());
            if (birthDate != null) {
                refreshBirthDate(typed.getKey(), birthDate);
            }
        }
    }

    private Map<UUID, String> typedNumbers() throws SQLException {
        var numbers = new HashMap<UUID, String>();
        try (var statement = connection.prepareStatement(
                "select participant_id, district_student_id from roster.student where district_id = ?")) {
            statement.setObject(1, PUGET_RIDGE.id());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    numbers.put(rows.getObject(1, UUID.class), rows.getString(2));
                }
            }
        }
        return numbers;
    }

    private void refreshBirthDate(UUID participant, LocalDate birthDate) throws SQLException {
        sql.run(
                "update roster.participant set birth_date = ? where id = ? and birth_date is distinct from ?",
                birthDate,
                participant,
                birthDate);
        sql.run("""
                update document.consent set student_birth_date = ?
                where participant_id = ? and student_birth_date is distinct from ?
                """, birthDate, participant, birthDate);
    }
}
