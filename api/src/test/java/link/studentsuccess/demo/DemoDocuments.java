package link.studentsuccess.demo;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.stream.Stream;
import link.studentsuccess.sampledistrict.Child;
import link.studentsuccess.sampledistrict.RainierChild;
import link.studentsuccess.sampledistrict.SampleSchool;

/** Agreements, opt-ins and consents, so that each named child's case is true today. */
final class DemoDocuments {

    static final List<String> ALL = List.of("ENROLLMENT", "ATTENDANCE", "GRADES", "PARTICIPATION");

    /** What Rainier Valley delivers beside it, and Salt Creek agrees to and does not deliver yet. */
    private static final List<String> MORE =
            List.of("SCHEDULE", "ASSIGNMENTS", "CONTACT", "DEMOGRAPHICS", "ASSESSMENTS");

    /** What no agreement and no consent contains by itself: each has to be named. */
    private static final List<String> NAMED =
            List.of("ATTENDANCE_REASON", "DISCIPLINE", "SPECIAL_EDUCATION", "SECTION_504", "MULTILINGUAL");

    /** Each a kind of consent and a category: no general form opens it. */
    private static final List<String> APART = List.of("MEAL_STATUS", "HOUSING_FOSTER");

    private static final List<String> HOMEWORK = List.of("SCHEDULE", "ASSIGNMENTS");

    private static final String PURPOSE = "Tutoring and mentoring that follow each student's attendance and school";
    private static final List<String> PARENTS = List.of("Alma", "Bruno", "Celia", "Darius", "Edith", "Farid", "Greta");

    private final Sql sql;
    private final DemoDistricts districts;
    private final LocalDate today;

    DemoDocuments(Sql sql, DemoDistricts districts) {
        this.sql = sql;
        this.districts = districts;
        this.today = districts.today();
    }

    void insertAgreements() throws SQLException {
        insertOperatorAgreement(Place.SOUND_REACH, today.plusYears(2));
        insertOperatorAgreement(Place.HARBOR_LIGHTS, today.plusYears(2));
        insertOperatorAgreement(Place.BRIDGEWAY, today.plusYears(2));
        insertOperatorAgreement(Place.CEDAR_PATH, lastEndOfJune());
        for (var organization : Place.ORGANIZATIONS) {
            insertDistrictAgreement(organization, Place.PUGET_RIDGE, today.plusYears(2));
        }
        insertDistrictAgreement(Place.SOUND_REACH, Place.RAINIER_VALLEY, today.plusYears(2));
        insertDistrictAgreement(Place.SOUND_REACH, Place.SALT_CREEK, today.plusYears(2));
        insertDistrictAgreement(Place.HARBOR_LIGHTS, Place.SALT_CREEK, today.minusDays(20));
        designateBridgeway();
        draftRenewal();
        nameCora();
        for (var audience : List.of("WITH_DISTRICT", "WITH_PARTNERS")) {
            insertOptIn(Place.SOUND_REACH, DemoParties.AFTER_SCHOOL, audience);
            insertOptIn(Place.HARBOR_LIGHTS, DemoParties.HOMEWORK_CLUB, audience);
            insertOptIn(Place.HARBOR_LIGHTS, DemoParties.FAMILY_SUPPORT, audience);
        }
        insertOptIn(Place.BRIDGEWAY, DemoParties.CHESS, "WITH_DISTRICT");
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

    /** The district has drafted the renewal without grades: nobody has signed, and so nothing changes. */
    private void draftRenewal() throws SQLException {
        sql.run(
                """
                insert into document.district_agreement
                  (id, organization_id, district_id, term, replaces_id, categories, school_codes, verification, purpose)
                values (?, ?, ?, daterange(?, ?), ?, ?, ?, 'EACH', ?)
                """,
                Ids.of("draft-agreement", Place.SOUND_REACH.name()),
                Place.SOUND_REACH.id(),
                Place.PUGET_RIDGE.id(),
                today.plusDays(1),
                today.plusYears(3),
                Ids.of("district-agreement", Place.SOUND_REACH.name(), Place.PUGET_RIDGE.name()),
                List.of("ENROLLMENT", "ATTENDANCE", "PARTICIPATION"),
                agreedSchools(),
                PURPOSE);
    }

    /** Puget Ridge names all its schools but Wren's, and looks at each consent; the others trust the organization. */
    private void insertDistrictAgreement(Place organization, Place district, LocalDate until) throws SQLException {
        var looksAtEach = district == Place.PUGET_RIDGE;
        sql.run(
                """
                insert into document.district_agreement
                  (id, organization_id, district_id, in_force, categories, school_codes, basis, verification, purpose)
                values (?, ?, ?, daterange(?, ?), ?, nullif(?::text[], '{}'), 'WRITTEN_CONSENT', ?, ?)
                """,
                Ids.of("district-agreement", organization.name(), district.name()),
                organization.id(),
                district.id(),
                today.minusDays(400),
                until,
                organization == Place.SOUND_REACH && !looksAtEach ? with(both(both(MORE, NAMED), APART)) : ALL,
                looksAtEach ? agreedSchools() : List.of(),
                looksAtEach ? "EACH" : "NONE",
                PURPOSE);
    }

    private static List<String> with(List<String> further) {
        return both(ALL, further);
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** At Rainier Valley, Bridgeway acts as a school official, for whom the district has put on its roster: Ingrid, not Kofi. */
    private void designateBridgeway() throws SQLException {
        var agreement = Ids.of("district-agreement", Place.BRIDGEWAY.name(), Place.RAINIER_VALLEY.name());
        sql.run(
                """
                insert into document.district_agreement
                  (id, organization_id, district_id, in_force, categories, basis, designated_categories, purpose)
                values (?, ?, ?, daterange(?, ?), ?, 'SCHOOL_OFFICIAL', ?, ?)
                """,
                agreement,
                Place.BRIDGEWAY.id(),
                Place.RAINIER_VALLEY.id(),
                today.minusDays(400),
                today.plusYears(2),
                ALL,
                List.of("ENROLLMENT", "ATTENDANCE", "GRADES"),
                "Mentoring that the district has asked for in place of its own staff");
        sql.run(
                """
                insert into document.designation (district_agreement_id, district_student_id, in_force, designated_by)
                values (?, ?, daterange(?, ?), ?)
                """,
                agreement,
                RainierChild.INGRID.districtStudentId(),
                today.minusDays(100),
                today.plusYears(1),
                Person.ROSA.membershipId());
    }

    /** Cora may put students of her school on the roster of a school official, once her district has one. */
    private void nameCora() throws SQLException {
        sql.run(
                "insert into document.principal (membership_id, school_code, named_by) values (?, ?, ?)",
                Person.CORA.membershipId(),
                Person.CORA.schoolCodes().get(0),
                Person.STEPH.membershipId());
    }

    /** A safety plan: closed for everybody, and nobody learns why. */
    void hold(DemoParticipant participant) throws SQLException {
        sql.run(
                """
                insert into document.hold (kind, district_id, district_student_id, cause, begins, set_by)
                values ('CLOSE', ?, ?, 'SAFETY_PLAN', transaction_timestamp() - interval '2 days', ?)
                """,
                participant.typed().get(0).district().id(),
                participant.typed().get(0).districtStudentId(),
                Person.STEPH.membershipId());
    }

    private List<String> agreedSchools() {
        var left = districts.pugetRidge().child(Child.WREN).schoolCode();
        return districts.pugetRidge().schools().stream()
                .map(SampleSchool::code)
                .filter(code -> !code.equals(left))
                .toList();
    }

    private void insertOptIn(Place organization, String program, String audience) throws SQLException {
        sql.run(
                """
                insert into document.sharing_opt_in
                  (id, organization_id, operator_agreement_id, program_id, audience, agreed_at)
                values (?, ?, ?, ?, ?, ?::date)
                """,
                Ids.of("opt-in", program, audience),
                organization.id(),
                Ids.of("operator-agreement", organization.name()),
                DemoParties.program(program),
                audience,
                today.minusDays(300));
    }

    /** What a consent says; a good one unless the child's case needs another. */
    record Terms(LocalDate begins, LocalDate ends, List<String> categories, boolean withPurpose, boolean verified) {

        static Terms good(LocalDate today) {
            return new Terms(today.minusDays(190), today.plusYears(1), ALL, true, true);
        }

        static Terms of(Child child, LocalDate today) {
            var good = good(today);
            if (child == Child.ELIAS) {
                return new Terms(today.minusDays(390), today.minusDays(25), ALL, true, true);
            }
            if (child == Child.SOFIA) {
                return new Terms(today.plusDays(120), today.plusYears(1), ALL, true, true);
            }
            if (child == Child.GRACE) {
                return new Terms(good.begins, good.ends, ALL, false, true);
            }
            if (child == Child.HUGO) {
                return new Terms(good.begins, good.ends, ALL, true, false);
            }
            if (child == Child.AMARA) {
                return new Terms(good.begins, good.ends, List.of("ENROLLMENT"), true, true);
            }
            if (child == Child.KENJI) {
                return new Terms(good.begins, good.ends, List.of("ATTENDANCE"), true, true);
            }
            return of(child.name(), today);
        }

        /** The parents of three have agreed to more: Dario's to what helps with homework, and not to who and where he is. */
        static Terms of(String key, LocalDate today) {
            var good = good(today);
            if (List.of(RainierChild.RAVI.name(), Child.SAOIRSE.name(), SaltCreek.IMANI)
                    .contains(key)) {
                return new Terms(good.begins, good.ends, with(both(MORE, NAMED)), true, true);
            }
            if (key.equals(RainierChild.DARIO.name())) {
                return new Terms(good.begins, good.ends, with(HOMEWORK), true, true);
            }
            return good;
        }

        Terms apart(String category) {
            return new Terms(begins, ends, List.of(category), withPurpose, verified);
        }

        LocalDate signedOn(LocalDate today) {
            return begins.isAfter(today) ? today.minusDays(9) : begins;
        }
    }

    /** One consent for each district at which the child is known, signed by the same parent. */
    void insertConsents(DemoParticipant participant, Terms terms) throws SQLException {
        insertSigner(participant);
        for (var typed : participant.typed()) {
            insertConsent(participant, typed, terms, "GENERAL", List.of());
            // On forms of their own, from those who have agreed to everything else.
            if (terms.categories().containsAll(NAMED)) {
                for (var kind : APART) {
                    insertConsent(participant, typed, terms.apart(kind), kind, List.of());
                }
            }
        }
    }

    /** The second consent: to sharing which programs the child takes part in, with the district and with partners. */
    void insertSharingConsent(DemoParticipant participant) throws SQLException {
        insertConsent(
                participant, participant.typed().get(0), Terms.good(today), "SHARING", List.of("DISTRICT", "PARTNERS"));
    }

    private static java.util.UUID signer(DemoParticipant participant) {
        return Ids.of("signer", participant.organization().name(), participant.key());
    }

    private void insertSigner(DemoParticipant participant) throws SQLException {
        var given = PARENTS.get(Math.floorMod(participant.key().hashCode(), PARENTS.size()));
        sql.run(
                """
                insert into document.signer (id, organization_id, participant_id, name, capacity)
                values (?, ?, ?, ?, 'PARENT')
                """,
                signer(participant),
                participant.organization().id(),
                participant.id(),
                given + " " + participant.familyName());
    }

    private void insertConsent(
            DemoParticipant participant, DemoParticipant.Typed typed, Terms terms, String kind, List<String> audiences)
            throws SQLException {
        var signedOn = terms.signedOn(today);
        sql.run(
                """
                insert into document.consent
                  (id, organization_id, participant_id, district_id, kind, signer_id, signed_on, in_force,
                   categories, audiences, parties, purpose, student_birth_date, verified_on, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, daterange(?, ?),
                   ?::text[], ?::text[], ?, nullif(?, ''), ?, case when ? then ?::date end, ?::date)
                """,
                participant.consentId(kind, typed),
                participant.organization().id(),
                participant.id(),
                typed.district().id(),
                kind,
                signer(participant),
                signedOn,
                terms.begins(),
                terms.ends(),
                kind.equals("SHARING") ? List.of() : terms.categories(),
                audiences,
                List.of("ORGANIZATION", "OPERATOR"),
                terms.withPurpose() ? PURPOSE : "",
                participant.birthDate(),
                terms.verified(),
                signedOn.plusDays(4),
                signedOn.plusDays(1));
    }

    void revokeDevons() throws SQLException {
        sql.run(
                """
                update document.consent
                set revoked_at = transaction_timestamp() - interval '3 days', revoked_by = ?, revocation_note = ?
                where id = ?
                """,
                Person.DANA.membershipId(),
                "The parent asked by phone to stop sharing.",
                Ids.of("consent", Place.SOUND_REACH.name(), Child.DEVON.name()));
    }
}
